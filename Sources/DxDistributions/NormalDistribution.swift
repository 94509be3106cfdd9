internal import DxSpecialFunctions
internal import RealModule

/// The normal distribution.
///
/// Accuracy: that of the standardized argument, (x − mean) / standard
/// deviation. For the standard distribution: density, MEASURE_norm_pdf;
/// probabilities, MEASURE_norm_cdf; quantiles, MEASURE_norm_quantile
public struct NormalDistribution: ContinuousDistribution {
  /// The mean.
  public let mean: Double
  /// The standard deviation, positive.
  public let standardDeviation: Double

  /// The normal distribution with mean 0 and standard deviation 1.
  public static let standard = NormalDistribution(
    uncheckedMean: 0, standardDeviation: 1)

  /// Creates a normal distribution.
  ///
  /// - Throws: ``ParameterError`` unless both parameters are finite and the
  ///   standard deviation is positive.
  public init(
    mean: Double, standardDeviation: Double
  ) throws(ParameterError) {
    try requireFinite(mean, "mean")
    try requirePositive(standardDeviation, "standardDeviation")
    try requireFinite(standardDeviation, "standardDeviation")
    self.init(uncheckedMean: mean, standardDeviation: standardDeviation)
  }

  private init(uncheckedMean mean: Double, standardDeviation: Double) {
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  public var variance: Double { standardDeviation * standardDeviation }

  public var support: ClosedRange<Double> { -.infinity ... .infinity }

  public func density(at x: Double) -> Double {
    let z = standardized(x)
    // The rounding of z² would be multiplied by the exponential.
    let square = DoubleDouble(product: z, z)
    guard square.high < 1500 else { return square.high.isNaN ? .nan : 0 }
    let exponent = DoubleDouble(
      high: -0.5 * square.high, low: -0.5 * square.low)
    return exponent.exponential(times: 0.3989422804014327 / standardDeviation)
  }

  public func logDensity(at x: Double) -> Double {
    let z = standardized(x)
    return -0.5 * z * z - 0.9189385332046728 - .log(standardDeviation)
  }

  public func cumulativeProbability(at x: Double) -> Double {
    standardNormalProbability(standardized(x))
  }

  public func survivalProbability(at x: Double) -> Double {
    standardNormalProbability(-standardized(x))
  }

  public func quantile(_ p: Double) -> Double {
    mean + standardDeviation * standardNormalQuantile(p)
  }

  public func upperQuantile(_ q: Double) -> Double {
    mean - standardDeviation * standardNormalQuantile(q)
  }

  private func standardized(_ x: Double) -> Double {
    (x - mean) / standardDeviation
  }
}
