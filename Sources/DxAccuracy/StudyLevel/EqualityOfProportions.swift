/// Pearson's test that all studies have the same proportion.
///
/// The statistic is Σ (xᵢ − nᵢ p)² / (nᵢ p (1 − p)) with the pooled proportion
/// p, and is referred to χ² with k − 1 degrees of freedom.
public struct EqualityOfProportions: Hashable, Sendable, Codable {
  /// The statistic.
  public var statistic: Double
  /// Its degrees of freedom.
  public var degreesOfFreedom: Int
  /// The probability of a statistic at least as large under equality.
  public var pValue: Double

  /// Tests the equality of proportions.
  ///
  /// - Parameters:
  ///   - proportions: The proportions of the studies.
  ///   - yatesCorrection: Whether |x − n p| is reduced by ½, but not below
  ///     zero, if there are just two proportions; R does so by default.
  /// - Throws: ``UndefinedReason/tooFewStudies(count:)`` for fewer than two
  ///   studies, ``UndefinedReason/constantValues`` if all have the proportion
  ///   zero or all have the proportion one.
  public init(
    _ proportions: [BinomialProportion], yatesCorrection: Bool = false
  ) throws(UndefinedReason) {
    guard proportions.count >= 2 else {
      throw .tooFewStudies(count: proportions.count)
    }
    let successes = proportions.reduce(0) { $0 + $1.successes }
    let trials = proportions.reduce(0) { $0 + $1.trials }
    guard successes > 0, successes < trials else { throw .constantValues }
    let pooled = successes / trials
    let variance = pooled * ((trials - successes) / trials)
    let correction = yatesCorrection && proportions.count == 2 ? 0.5 : 0
    var sum = 0.0
    for proportion in proportions {
      let expected = proportion.trials * pooled
      let excess = max(
        (proportion.successes - expected).magnitude - correction, 0)
      sum += excess * excess / (proportion.trials * variance)
    }
    statistic = sum
    degreesOfFreedom = proportions.count - 1
    pValue = chiSquaredUpperTail(
      sum, degreesOfFreedom: Double(degreesOfFreedom))
  }
}
