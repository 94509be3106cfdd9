public import DxLinearAlgebra
internal import DxSpecialFunctions
internal import RealModule

/// The bivariate normal distribution.
///
/// ```
/// let law = try BivariateNormalDistribution(correlation: -0.6)
/// law.cumulativeProbability(first: -1, second: -2)
/// ```
/// With standardized arguments z₁ and z₂ the density is
/// ```
/// f(x, y) = exp(−(z₁² + (z₂ − ρz₁)²/(1 − ρ²))/2) / (2π σ₁ σ₂ √(1 − ρ²))
/// ```
///
/// Edge cases: a correlation of ±1, with which there is no density, is
/// refused; `bivariateNormalProbability(_:_:correlation:)` of
/// DxSpecialFunctions takes it.
///
/// Accuracy: logarithm of the density, measured maximum error 0.5 ulp over 2,000
/// points with correlations up to ±(1 − 1e−16); probabilities, that of
/// `bivariateNormalProbability(_:_:correlation:)` at the standardized bounds.
public struct BivariateNormalDistribution: Sendable, Hashable {
  /// The expected value of the first component.
  public let firstMean: Double
  /// The expected value of the second component.
  public let secondMean: Double
  /// The standard deviation of the first component, positive.
  public let firstStandardDeviation: Double
  /// The standard deviation of the second component, positive.
  public let secondStandardDeviation: Double
  /// The correlation, in (−1, 1).
  public let correlation: Double
  /// The logarithm of the density at the means.
  private let peak: DoubleDouble
  /// 1 − ρ².
  private let determinant: DoubleDouble

  /// Creates a bivariate normal distribution.
  ///
  /// - Parameters:
  ///   - means: The expected values of both components.
  ///   - standardDeviations: The standard deviations of both.
  ///   - correlation: Their correlation.
  /// - Throws: ``ParameterError`` unless the means are finite, the standard
  ///   deviations positive and finite, and the correlation is in (−1, 1).
  public init(
    means: (Double, Double) = (0, 0),
    standardDeviations: (Double, Double) = (1, 1), correlation: Double
  ) throws(ParameterError) {
    try requireFinite(means.0, "means.0")
    try requireFinite(means.1, "means.1")
    try requireFinitePositive(standardDeviations.0, "standardDeviations.0")
    try requireFinitePositive(standardDeviations.1, "standardDeviations.1")
    try requireInRange(correlation, -1...1, "correlation")
    guard correlation.magnitude < 1 else {
      throw .notPositiveDefinite(name: "correlation")
    }
    firstMean = means.0
    secondMean = means.1
    firstStandardDeviation = standardDeviations.0
    secondStandardDeviation = standardDeviations.1
    self.correlation = correlation
    determinant =
      DoubleDouble(sum: 1, correlation) * DoubleDouble(sum: 1, -correlation)
    peak =
      -(DoubleDouble.log(standardDeviations.0)
      + DoubleDouble.log(standardDeviations.1)
      + determinant.logarithm() * 0.5 + .logTwoPi)
  }
}

extension BivariateNormalDistribution {
  /// The natural logarithm of the density at two numbers, as
  /// ``MultivariateDistribution/logDensity(at:)`` without an array.
  public func logDensity(first x: Double, second y: Double) -> Double {
    guard let log = logDensityPair(x, y) else {
      return x.isNaN || y.isNaN ? .nan : -.infinity
    }
    return log.high
  }

  /// The density at two numbers, as
  /// ``MultivariateDistribution/density(at:)`` without an array.
  public func density(first x: Double, second y: Double) -> Double {
    guard let log = logDensityPair(x, y) else {
      return x.isNaN || y.isNaN ? .nan : 0
    }
    return log.exponential()
  }

  /// The logarithm of the density, unless its arguments are beyond all bounds
  /// or not numbers.
  private func logDensityPair(_ x: Double, _ y: Double) -> DoubleDouble? {
    let (z1, z2) = standardized(x, y)
    guard z1.high.magnitude < 1e150 && z2.high.magnitude < 1e150 else {
      return nil
    }
    let rest = z2 - z1 * correlation
    return peak - (z1 * z1 + rest * rest / determinant) * 0.5
  }

  /// The probability that neither component exceeds its bound.
  ///
  /// Edge cases: a bound may be infinite; NaN gives NaN.
  ///
  /// - Parameters:
  ///   - first: The bound of the first component.
  ///   - second: The bound of the second component.
  public func cumulativeProbability(
    first: Double, second: Double
  ) -> Double {
    let (h, k) = standardized(first, second)
    return bivariateNormalProbability(
      h.high, k.high, correlation: correlation)
  }

  /// The probability that both components exceed their bounds.
  ///
  /// Edge cases: a bound may be infinite; NaN gives NaN.
  ///
  /// - Parameters:
  ///   - first: The bound of the first component.
  ///   - second: The bound of the second component.
  public func survivalProbability(first: Double, second: Double) -> Double {
    let (h, k) = standardized(first, second)
    return bivariateNormalProbability(
      -h.high, -k.high, correlation: correlation)
  }

  /// The probability that both components are in intervals.
  ///
  /// It is a sum of four quadrants on the side where these are small. The error
  /// is one of the largest of them: where the rectangle is a small part of the
  /// quadrant beyond its inner corner, digits cancel.
  ///
  /// - Parameters:
  ///   - first: The interval of the first component.
  ///   - second: The interval of the second component.
  public func probability(
    first: ClosedRange<Double>, second: ClosedRange<Double>
  ) -> Double {
    var (h1, k1) = standardizedHigh(first.lowerBound, second.lowerBound)
    var (h2, k2) = standardizedHigh(first.upperBound, second.upperBound)
    var rho = correlation
    if h1 + h2 > 0 { (h1, h2, rho) = (-h2, -h1, -rho) }
    if k1 + k2 > 0 { (k1, k2, rho) = (-k2, -k1, -rho) }
    func quadrant(_ h: Double, _ k: Double) -> Double {
      bivariateNormalProbability(h, k, correlation: rho)
    }
    let sum =
      (quadrant(h2, k2) - quadrant(h1, k2))
      - (quadrant(h2, k1) - quadrant(h1, k1))
    return sum < 0 ? 0 : sum
  }

  /// Both arguments standardized.
  private func standardizedHigh(
    _ x: Double, _ y: Double
  ) -> (Double, Double) {
    let (h, k) = standardized(x, y)
    return (h.high, k.high)
  }

  /// The distribution of the first component.
  public var firstMarginal: NormalDistribution {
    get throws(ParameterError) {
      try NormalDistribution(
        mean: firstMean, standardDeviation: firstStandardDeviation)
    }
  }

  /// The distribution of the second component.
  public var secondMarginal: NormalDistribution {
    get throws(ParameterError) {
      try NormalDistribution(
        mean: secondMean, standardDeviation: secondStandardDeviation)
    }
  }

  /// Both arguments standardized, with more bits than a double has.
  private func standardized(
    _ x: Double, _ y: Double
  ) -> (DoubleDouble, DoubleDouble) {
    (
      Self.standardized(x, firstMean, firstStandardDeviation),
      Self.standardized(y, secondMean, secondStandardDeviation)
    )
  }

  private static func standardized(
    _ x: Double, _ mean: Double, _ standardDeviation: Double
  ) -> DoubleDouble {
    if mean == 0 && standardDeviation == 1 { return DoubleDouble(x) }
    let z = (x - mean) / standardDeviation
    guard z.magnitude < 1e150 && x.magnitude < 1e290 else {
      return DoubleDouble(z)
    }
    return DoubleDouble(sum: x, -mean) / DoubleDouble(standardDeviation)
  }
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension BivariateNormalDistribution: MultivariateDistribution {
  public var dimension: Int { 2 }

  public var mean: [Double] { [firstMean, secondMean] }

  public var covariance: Matrix {
    let (s, t) = (firstStandardDeviation, secondStandardDeviation)
    return [[s * s, correlation * s * t], [correlation * s * t, t * t]]
  }

  public func density(at x: [Double]) -> Double {
    checkLength(x)
    return density(first: x[0], second: x[1])
  }

  public func logDensity(at x: [Double]) -> Double {
    checkLength(x)
    return logDensity(first: x[0], second: x[1])
  }

  public func sample<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> [Double] {
    let u = NormalDistribution.standard.sample(using: &generator)
    let v = NormalDistribution.standard.sample(using: &generator)
    let w = correlation * u + determinant.high.squareRoot() * v
    return [
      firstMean + firstStandardDeviation * u,
      secondMean + secondStandardDeviation * w,
    ]
  }
}
