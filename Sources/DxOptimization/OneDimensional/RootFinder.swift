/// Finds a root of a function in an interval over which its sign changes.
///
/// ```
/// let root = try RootFinder().findRoot(in: 0...2) { x in x * x - 2 }
/// ```
/// The search ends when the bracket is no wider than
/// ```
/// 2 (2 ulpOfOne |x| + tolerance)
/// ```
/// so with the default of zero the root is as accurate as the sign of the
/// function is. A jump across zero counts as a root.
///
/// Edge cases:
///
/// - A root at an end of the interval is found with two evaluations.
/// - Infinite values are fine: only their sign is used.
/// - A NaN inside of the interval ends the search with
///   ``ConvergenceCriterion/notFinite`` and the bracket so far.
public struct RootFinder: Hashable, Sendable {
  /// The absolute tolerance of the argument, in its own units.
  public var tolerance = 0.0
  /// How often the function may be evaluated, both ends included.
  public var evaluationLimit = 300

  /// Creates a root finder with the default options.
  public init() {}

  /// Finds a root by Brent's method, without derivatives.
  ///
  /// - Parameters:
  ///   - interval: An interval with finite ends.
  ///   - function: A function that has opposite signs, or a zero, at the ends.
  /// - Throws: ``BracketError`` if the ends do not bracket a root.
  /// - Precondition: The ends are finite, and `tolerance` is not negative.
  /// - Complexity: about ten evaluations for a smooth function.
  ///
  /// > R. P. Brent. *Algorithms for Minimization without Derivatives*,
  /// > Prentice-Hall, 1973, chapter 4.
  @inlinable
  public func findRoot(
    in interval: ClosedRange<Double>, of function: (Double) -> Double
  ) throws(BracketError) -> ScalarSearchResult {
    var bracket = try BrentBracket(
      interval, values: checkedEnds(interval, function))
    var evaluations = 2
    while true {
      let allowance = allowance(at: bracket.best)
      if bracket.isDone(allowance) {
        return bracket.root(.bracket, evaluations)
      }
      if evaluations >= evaluationLimit {
        return bracket.root(.evaluationLimit, evaluations)
      }
      let trial = bracket.trial(allowance)
      let value = function(trial)
      evaluations += 1
      if value.isNaN { return bracket.root(.notFinite, evaluations) }
      bracket.update(trial, value)
    }
  }

  /// The half width of the bracket to stop at.
  @inlinable
  internal func allowance(at argument: Double) -> Double {
    2 * Double.ulpOfOne * argument.magnitude + tolerance
      + .leastNormalMagnitude
  }

  /// The values at the ends of an interval, of opposite signs.
  @inlinable
  internal func checkedEnds(
    _ interval: ClosedRange<Double>, _ function: (Double) -> Double
  ) throws(BracketError) -> (lower: Double, upper: Double) {
    let (lower, upper) = (interval.lowerBound, interval.upperBound)
    precondition(
      lower.isFinite && upper.isFinite, "The interval \(interval) is infinite")
    precondition(tolerance >= 0, "A tolerance of \(tolerance) is negative")
    let lowerValue = function(lower)
    let upperValue = function(upper)
    if lowerValue.isNaN { throw .notANumber(argument: lower) }
    if upperValue.isNaN { throw .notANumber(argument: upper) }
    if (lowerValue > 0 && upperValue > 0) || (lowerValue < 0 && upperValue < 0)
    {
      throw .noSignChange(
        lower: lower, lowerValue: lowerValue, upper: upper,
        upperValue: upperValue)
    }
    return (lowerValue, upperValue)
  }
}

/// The three points of Brent's method.
///
/// `best` and `counter` bracket the root, `best` having the smaller value;
/// `previous` is the point that `best` replaced.
@usableFromInline
internal struct BrentBracket {
  @usableFromInline internal var best: Double
  @usableFromInline internal var bestValue: Double
  @usableFromInline internal var counter: Double
  @usableFromInline internal var counterValue: Double
  @usableFromInline internal var previous: Double
  @usableFromInline internal var previousValue: Double
  // The last step and the one before it.
  @usableFromInline internal var step: Double
  @usableFromInline internal var olderStep: Double

  @usableFromInline
  internal init(
    _ interval: ClosedRange<Double>, values: (lower: Double, upper: Double)
  ) {
    best = interval.upperBound
    bestValue = values.upper
    counter = interval.lowerBound
    counterValue = values.lower
    previous = counter
    previousValue = counterValue
    step = best - counter
    olderStep = step
    order()
  }

  @usableFromInline
  internal func isDone(_ allowance: Double) -> Bool {
    bestValue == 0 || (0.5 * counter - 0.5 * best).magnitude <= allowance
  }

  /// The next argument, strictly inside of the bracket.
  @usableFromInline
  internal mutating func trial(_ allowance: Double) -> Double {
    let half = 0.5 * counter - 0.5 * best
    let interpolated = interpolate(half)
    // Brent's conditions: within three quarters of the way to the counterpoint,
    // and less than half of the step before last. A NaN fails both.
    if let interpolated, olderStep.magnitude >= allowance,
      interpolated / half >= 0,
      interpolated.magnitude < 1.5 * half.magnitude - 0.5 * allowance,
      interpolated.magnitude < 0.5 * olderStep.magnitude
    {
      olderStep = step
      step = interpolated
    } else {
      olderStep = half
      step = half
    }
    let move =
      step.magnitude > allowance ? step : (half > 0 ? allowance : -allowance)
    return best + move
  }

  /// The step of inverse quadratic or, with two points, linear interpolation.
  private func interpolate(_ half: Double) -> Double? {
    guard previousValue.magnitude > bestValue.magnitude,
      previousValue.isFinite, counterValue.isFinite
    else { return nil }
    let s = bestValue / previousValue
    if previous == counter { return -2 * half * s / (1 - s) }
    let q = previousValue / counterValue
    let r = bestValue / counterValue
    let numerator =
      s * (2 * half * q * (q - r) - (best - previous) * (r - 1))
    return -numerator / ((q - 1) * (r - 1) * (s - 1))
  }

  @usableFromInline
  internal mutating func update(_ argument: Double, _ value: Double) {
    previous = best
    previousValue = bestValue
    best = argument
    bestValue = value
    if (value > 0) == (counterValue > 0) {
      counter = previous
      counterValue = previousValue
      step = best - previous
      olderStep = step
    }
    order()
  }

  /// Makes `best` the end with the smaller value.
  private mutating func order() {
    if counterValue.magnitude < bestValue.magnitude {
      previous = best
      previousValue = bestValue
      (best, counter) = (counter, best)
      (bestValue, counterValue) = (counterValue, bestValue)
    }
  }

  @usableFromInline
  internal func root(
    _ criterion: ConvergenceCriterion, _ evaluations: Int
  ) -> ScalarSearchResult {
    let other = bestValue == 0 ? best : counter
    return ScalarSearchResult(
      argument: best, value: bestValue, lower: min(best, other),
      upper: max(best, other), criterion: criterion, evaluations: evaluations)
  }
}
