/// Minimises a function of one variable in an interval by Brent's method.
///
/// Parabolic interpolation, and golden section where that does not serve. For
/// a function with several minima, one of them is found; the ends of the
/// interval are approached but not evaluated.
///
/// Accuracy: values within rounding of the minimum cannot be told apart, so
/// the argument is good to about the square root of `ulpOfOne`, relative to
/// the scale on which the function varies, and tighter tolerances are wasted.
///
/// Edge cases:
///
/// - A constant function ends at some interior point.
/// - NaN counts as larger than any number; if the first value is NaN the
///   search ends with ``ConvergenceCriterion/notFinite``.
///
/// > R. P. Brent. *Algorithms for Minimization without Derivatives*,
/// > Prentice-Hall, 1973, chapter 5.
public struct ScalarMinimizer: Hashable, Sendable {
  /// The tolerance relative to the argument; `ulpOfOne` is the least in
  /// effect.
  public var relativeTolerance = 0x1p-26
  /// The tolerance added to it, in the units of the argument.
  public var absoluteTolerance = 0.0
  /// How often the function may be evaluated.
  public var evaluationLimit = 300

  /// Creates a minimiser with the default options.
  public init() {}

  /// Minimises a function in an interval.
  ///
  /// - Parameters:
  ///   - interval: An interval with finite ends.
  ///   - function: The function to minimise.
  /// - Precondition: The ends are finite, the tolerances not negative, and
  ///   the limit is positive.
  public func minimize(
    in interval: ClosedRange<Double>, _ function: (Double) -> Double
  ) -> ScalarSearchResult {
    precondition(
      interval.lowerBound.isFinite && interval.upperBound.isFinite,
      "The interval \(interval) is infinite")
    precondition(
      relativeTolerance >= 0 && absoluteTolerance >= 0,
      "A tolerance of \(relativeTolerance) or \(absoluteTolerance) is negative")
    precondition(
      evaluationLimit > 0, "No evaluation in a limit of \(evaluationLimit)")
    var search = BrentMinimumSearch(interval)
    search.start(function(search.best))
    var evaluations = 1
    if search.bestValue.isNaN { return search.minimum(.notFinite, 1) }
    while true {
      let allowance =
        max(relativeTolerance, .ulpOfOne) * search.best.magnitude
        + absoluteTolerance + .leastNormalMagnitude
      if search.isDone(allowance) {
        return search.minimum(.bracket, evaluations)
      }
      if evaluations >= evaluationLimit {
        return search.minimum(.evaluationLimit, evaluations)
      }
      let trial = search.trial(allowance)
      search.update(trial, function(trial))
      evaluations += 1
    }
  }
}

/// The bracket and the three best points of Brent's method.
private struct BrentMinimumSearch {
  var lower: Double
  var upper: Double
  var best: Double
  var bestValue = Double.nan
  var second: Double
  var secondValue = Double.nan
  var third: Double
  var thirdValue = Double.nan
  // The last step and the one before it.
  var step = 0.0
  var olderStep = 0.0

  // (3 − √5)/2, the lesser part of the golden section.
  static let golden = 0.38196601125010515

  init(_ interval: ClosedRange<Double>) {
    lower = interval.lowerBound
    upper = interval.upperBound
    best = lower + Self.golden * upper - Self.golden * lower
    second = best
    third = best
  }

  mutating func start(_ value: Double) {
    bestValue = value
    secondValue = value
    thirdValue = value
  }

  var middle: Double { 0.5 * lower + 0.5 * upper }

  func isDone(_ allowance: Double) -> Bool {
    (best - middle).magnitude
      <= 2 * allowance - (0.5 * upper - 0.5 * lower)
  }

  mutating func trial(_ allowance: Double) -> Double {
    let (p, q) = parabola()
    let old = olderStep
    if old.magnitude > allowance, p.magnitude < (0.5 * q * old).magnitude,
      p > q * (lower - best), p < q * (upper - best)
    {
      olderStep = step
      step = p / q
      let u = best + step
      // Not too near to an end.
      if u - lower < 2 * allowance || upper - u < 2 * allowance {
        step = best < middle ? allowance : -allowance
      }
    } else {
      olderStep = best < middle ? upper - best : lower - best
      step = Self.golden * olderStep
    }
    let move =
      step.magnitude >= allowance
      ? step : (step > 0 ? allowance : -allowance)
    return best + move
  }

  /// The numerator and the positive denominator of the parabolic step.
  private func parabola() -> (Double, Double) {
    let r = (best - second) * (bestValue - thirdValue)
    let q = (best - third) * (bestValue - secondValue)
    let p = (best - third) * q - (best - second) * r
    let denominator = 2 * (q - r)
    return denominator > 0 ? (-p, denominator) : (p, -denominator)
  }

  mutating func update(_ u: Double, _ computed: Double) {
    let value = computed.isNaN ? .infinity : computed
    if value <= bestValue {
      if u < best { upper = best } else { lower = best }
      (third, thirdValue) = (second, secondValue)
      (second, secondValue) = (best, bestValue)
      (best, bestValue) = (u, value)
      return
    }
    if u < best { lower = u } else { upper = u }
    if value <= secondValue || second == best {
      (third, thirdValue) = (second, secondValue)
      (second, secondValue) = (u, value)
    } else if value <= thirdValue || third == best || third == second {
      (third, thirdValue) = (u, value)
    }
  }

  func minimum(
    _ criterion: ConvergenceCriterion, _ evaluations: Int
  ) -> ScalarSearchResult {
    ScalarSearchResult(
      argument: best, value: bestValue, lower: lower, upper: upper,
      criterion: criterion, evaluations: evaluations)
  }
}
