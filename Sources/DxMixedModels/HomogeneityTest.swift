/// A χ² test of whether studies share one effect, or effects that the
/// moderators explain.
public struct HomogeneityTest: Hashable, Sendable, Codable {
  /// The statistic.
  public var statistic: Double
  /// Its degrees of freedom.
  public var degreesOfFreedom: Int
  /// The probability of a statistic at least as large under homogeneity; NaN
  /// without a degree of freedom.
  public var pValue: Double

  /// Creates a test from a statistic and its degrees of freedom.
  public init(statistic: Double, degreesOfFreedom: Int) {
    self.statistic = statistic
    self.degreesOfFreedom = degreesOfFreedom
    pValue = chiSquaredTail(statistic, Double(degreesOfFreedom))
  }
}
