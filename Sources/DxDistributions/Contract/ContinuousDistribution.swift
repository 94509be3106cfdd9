/// A continuous probability distribution on the real line.
///
/// Edge cases beyond those of every ``UnivariateDistribution``:
///
/// - Outside the support the density is 0 and its logarithm −∞.
/// - Where the density has a pole at an end of the support, it is +∞ there.
public protocol ContinuousDistribution: UnivariateDistribution {
  /// The probability density.
  func density(at x: Double) -> Double

  /// The natural logarithm of the density, finite also where the density
  /// itself underflows.
  func logDensity(at x: Double) -> Double
}
