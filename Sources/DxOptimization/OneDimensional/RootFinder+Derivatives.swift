/// A function of one variable and its first two derivatives at a point.
public struct ScalarDerivatives: Hashable, Sendable {
  /// The function.
  public var value: Double
  /// The first derivative.
  public var first: Double
  /// The second derivative, or zero to make do without it.
  public var second: Double

  /// Creates a set of derivatives.
  @inlinable
  public init(value: Double, first: Double, second: Double = 0) {
    self.value = value
    self.first = first
    self.second = second
  }
}

extension RootFinder {
  /// Finds a root by Newton's or Halley's method, kept in a bracket.
  ///
  /// The step is Halley's, which is Newton's if the second derivative is
  /// zero. It gives way to bisection where it leaves the bracket or does not
  /// halve the step before last, so wrong derivatives cost time but not
  /// the root.
  ///
  /// - Parameters:
  ///   - interval: An interval with finite ends.
  ///   - start: The first argument inside of the interval, or `nil` for the
  ///     middle; a start outside of it is ignored.
  ///   - function: A function with its derivatives; it has opposite signs, or
  ///     a zero, at the ends.
  /// - Throws: ``BracketError`` if the ends do not bracket a root.
  /// - Precondition: The ends are finite, and `tolerance` is not negative.
  /// - Complexity: about three evaluations besides those that the method
  ///   needs: two for the ends and one to close the bracket.
  ///
  /// > J. F. Traub. *Iterative Methods for the Solution of Equations*,
  /// > Prentice-Hall, 1964.
  @inlinable
  public func findRoot(
    in interval: ClosedRange<Double>, startingAt start: Double? = nil,
    withDerivatives function: (Double) -> ScalarDerivatives
  ) throws(BracketError) -> ScalarSearchResult {
    let ends = try checkedEnds(interval) { function($0).value }
    var bracket = SignBracket(interval, values: ends)
    var evaluations = 2
    var trial = bracket.contains(start) ?? bracket.middle
    while true {
      if bracket.isDone(allowance(at: bracket.best)) {
        return bracket.root(.bracket, evaluations)
      }
      if evaluations >= evaluationLimit {
        return bracket.root(.evaluationLimit, evaluations)
      }
      let derivatives = function(trial)
      evaluations += 1
      if derivatives.value.isNaN {
        return bracket.root(.notFinite, evaluations)
      }
      bracket.update(trial, derivatives.value)
      trial = bracket.next(
        from: trial, derivatives, allowance: allowance(at: trial))
    }
  }
}

/// An interval over which the sign changes, and the last two steps in it.
@usableFromInline
internal struct SignBracket {
  private var lower: Double
  private var lowerValue: Double
  private var upper: Double
  private var upperValue: Double
  private var step = Double.infinity
  private var olderStep = Double.infinity

  @usableFromInline
  internal init(
    _ interval: ClosedRange<Double>, values: (lower: Double, upper: Double)
  ) {
    lower = interval.lowerBound
    upper = interval.upperBound
    lowerValue = values.lower
    upperValue = values.upper
  }

  @usableFromInline
  internal var middle: Double { 0.5 * lower + 0.5 * upper }

  /// The end with the smaller value.
  @usableFromInline
  internal var best: Double {
    lowerValue.magnitude < upperValue.magnitude ? lower : upper
  }

  @usableFromInline
  internal func contains(_ start: Double?) -> Double? {
    if let start, start > lower, start < upper { return start }
    return nil
  }

  @usableFromInline
  internal func isDone(_ allowance: Double) -> Bool {
    lowerValue == 0 || upperValue == 0
      || 0.5 * upper - 0.5 * lower <= allowance
  }

  @usableFromInline
  internal mutating func update(_ argument: Double, _ value: Double) {
    if (value > 0) == (upperValue > 0) || value == 0 {
      upper = argument
      upperValue = value
    } else {
      lower = argument
      lowerValue = value
    }
  }

  @usableFromInline
  internal mutating func next(
    from x: Double, _ f: ScalarDerivatives, allowance: Double
  ) -> Double {
    let newton = -f.value / f.first
    // Halley's correction at most doubles or halves Newton's step, as it is
    // meaningless where it would do more.
    let correction = 1 + 0.5 * newton * f.second / f.first
    let halley = newton / min(max(correction, 0.5), 2)
    let proposed = halley.isFinite ? halley : newton
    // One allowance at least, which is what closes the bracket at the end.
    let move =
      proposed.magnitude > allowance
      ? proposed : (proposed < 0 ? -allowance : allowance)
    let trial = x + move
    let isUseful =
      trial > lower && trial < upper && move.magnitude < 0.5 * olderStep
    let result = isUseful ? trial : middle
    olderStep = isUseful ? step : (upper - lower)
    step = (result - x).magnitude
    return result
  }

  @usableFromInline
  internal func root(
    _ criterion: ConvergenceCriterion, _ evaluations: Int
  ) -> ScalarSearchResult {
    let isLower =
      lowerValue == 0
      || (upperValue != 0 && lowerValue.magnitude < upperValue.magnitude)
    let argument = isLower ? lower : upper
    let value = isLower ? lowerValue : upperValue
    return ScalarSearchResult(
      argument: argument, value: value, lower: value == 0 ? argument : lower,
      upper: value == 0 ? argument : upper, criterion: criterion,
      evaluations: evaluations)
  }
}
