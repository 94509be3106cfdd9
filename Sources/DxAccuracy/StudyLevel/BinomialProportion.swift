internal import DxSpecialFunctions

/// A proportion of successes, from counts that need not be whole.
///
/// A continuity correction makes counts fractional, and all intervals are
/// defined for them.
public struct BinomialProportion: Hashable, Sendable {
  /// The number of successes.
  public let successes: Double
  /// The number of trials.
  public let trials: Double

  /// Creates a proportion.
  ///
  /// - Throws: ``BinomialProportionError/invalidCounts(successes:trials:)``
  ///   unless `0 ≤ successes ≤ trials`, `0 < trials` and both are finite.
  public init(
    successes: Double, trials: Double
  ) throws(BinomialProportionError) {
    guard
      successes >= 0, successes <= trials, trials > 0, trials.isFinite
    else { throw .invalidCounts(successes: successes, trials: trials) }
    self.successes = successes
    self.trials = trials
  }

  /// The observed proportion.
  public var estimate: Double { successes / trials }

  /// The number of trials that were no success.
  private var failures: Double { trials - successes }

  /// An interval of the proportion.
  public func interval(
    _ method: BinomialIntervalMethod,
    level: ConfidenceLevel = .ninetyFivePercent
  ) -> (lower: Double, upper: Double) {
    switch method {
    case .wilson: wilson(level)
    case .clopperPearson:
      betaInterval(level, lowerShift: (0, 1), upperShift: (1, 0))
    case .jeffreys:
      betaInterval(level, lowerShift: (0.5, 0.5), upperShift: (0.5, 0.5))
    case .agrestiCoull: agrestiCoull(level)
    }
  }

  private func wilson(_ level: ConfidenceLevel) -> (Double, Double) {
    let z = standardNormalQuantile(level.upperTailPoint)
    let total = trials + z * z
    let centre = (successes + z * z / 2) / total
    let spread = successes * failures / trials + z * z / 4
    let half = z * spread.squareRoot() / total
    // The limits are exact there, and rounding would leave them off by an ulp.
    return (
      successes == 0 ? 0 : centre - half, failures == 0 ? 1 : centre + half
    )
  }

  private func agrestiCoull(_ level: ConfidenceLevel) -> (Double, Double) {
    let z = standardNormalQuantile(level.upperTailPoint)
    let total = trials + z * z
    let centre = (successes + z * z / 2) / total
    let half = z * (centre * (1 - centre) / total).squareRoot()
    return (max(0, centre - half), min(1, centre + half))
  }

  /// The interval between two quantiles of beta distributions whose
  /// parameters are the successes and failures plus a shift.
  private func betaInterval(
    _ level: ConfidenceLevel, lowerShift: (Double, Double),
    upperShift: (Double, Double)
  ) -> (Double, Double) {
    let tail = 1 - level.upperTailPoint
    let lower =
      successes == 0
      ? 0
      : betaQuantile(
        tail, alpha: successes + lowerShift.0,
        beta: failures + lowerShift.1)
    let upper =
      failures == 0
      ? 1
      : betaQuantile(
        level.upperTailPoint, alpha: successes + upperShift.0,
        beta: failures + upperShift.1)
    return (lower, upper)
  }
}

/// Why counts are refused as a proportion.
public enum BinomialProportionError: Error, Hashable, Sendable {
  /// The counts are negative, not finite, without a trial, or there are more
  /// successes than trials.
  case invalidCounts(successes: Double, trials: Double)
}
