internal import DxSpecialFunctions
internal import RealModule

/// The noncentral chi-squared distribution: the sum of squares of normal
/// variables of variance 1 that do not all have the mean 0.
///
/// Edge cases: below two degrees of freedom the density has a pole at 0, which
/// is then the mode.
///
/// Accuracy: density, measured maximum error 0.7 ulp (90th percentile 0.46);
/// cumulative probability, 1.4 ulp (0.46); survival probability, 3.3 ulp
/// (0.6); quantiles, 4.1 ulp (0.5), for degrees of freedom from 0.01 to 2,000
/// and noncentralities up to 10⁴. The logarithm of the density has an absolute
/// error of 10⁻¹⁶ where it is close to 0.
///
/// Complexity: proportional to the fourth root of noncentrality times
/// argument; a thousand terms at 10⁴ each.
public struct NoncentralChiSquaredDistribution: Sendable, Hashable {
  /// The degrees of freedom, positive and not necessarily an integer.
  public let degreesOfFreedom: Double
  /// The sum of the squared means, from 0 to 10⁹.
  public let noncentrality: Double
  private let kernel: NoncentralChiSquaredKernel

  /// Creates a noncentral chi-squared distribution.
  ///
  /// - Throws: ``ParameterError`` unless the degrees of freedom are positive
  ///   and finite, and the noncentrality is from 0 to 10⁹.
  public init(
    degreesOfFreedom: Double, noncentrality: Double
  ) throws(ParameterError) {
    try requireFinitePositive(degreesOfFreedom, "degreesOfFreedom")
    try requireInRange(
      noncentrality, 0...1e9, "noncentrality")
    self.degreesOfFreedom = degreesOfFreedom
    self.noncentrality = noncentrality
    kernel = NoncentralChiSquaredKernel(
      shape: 0.5 * degreesOfFreedom, poissonMean: 0.5 * noncentrality)
  }
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension NoncentralChiSquaredDistribution: ContinuousDistribution {
  public var support: ClosedRange<Double> { 0 ... .infinity }

  public var mean: Double { degreesOfFreedom + noncentrality }

  public var variance: Double { 2 * (degreesOfFreedom + 2 * noncentrality) }

  public var mode: Double { 2 * kernel.mode }

  public func density(at x: Double) -> Double {
    if let edge = densityAtEdge(x) { return edge }
    let density = kernel.density(at: 0.5 * x)
    return density.logDensity.exponential(times: 0.5 * density.factor)
  }

  public func logDensity(at x: Double) -> Double {
    if let edge = densityAtEdge(x) { return .log(edge) }
    let density = kernel.density(at: 0.5 * x)
    return
      (density.logDensity + DoubleDouble.log(0.5 * density.factor)).high
  }

  public func cumulativeProbability(at x: Double) -> Double {
    guard x > 0 && x < .infinity else { return x > 0 ? 1 : x.isNaN ? x : 0 }
    return kernel.probability(at: 0.5 * x, upper: false)
  }

  public func survivalProbability(at x: Double) -> Double {
    guard x > 0 && x < .infinity else { return x > 0 ? 0 : x.isNaN ? x : 1 }
    return kernel.probability(at: 0.5 * x, upper: true)
  }

  public func logCumulativeProbability(at x: Double) -> Double {
    guard x > 0 && x < .infinity else {
      return x > 0 ? 0 : x.isNaN ? x : -.infinity
    }
    return kernel.logProbability(at: 0.5 * x, upper: false)
  }

  public func logSurvivalProbability(at x: Double) -> Double {
    guard x > 0 && x < .infinity else {
      return x > 0 ? -.infinity : x.isNaN ? x : 0
    }
    return kernel.logProbability(at: 0.5 * x, upper: true)
  }

  public func quantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else {
      return p == 0 ? 0 : p == 1 ? .infinity : .nan
    }
    return 2 * kernel.quantile(probability: p, upper: false)
  }

  public func upperQuantile(_ q: Double) -> Double {
    guard q > 0 && q < 1 else {
      return q == 0 ? .infinity : q == 1 ? 0 : .nan
    }
    return 2 * kernel.quantile(probability: q, upper: true)
  }

  private func densityAtEdge(_ x: Double) -> Double? {
    if x.isNaN { return x }
    if x < 0 || x == .infinity { return 0 }
    if x > 0 { return nil }
    if degreesOfFreedom == 2 { return 0.5 * .exp(-0.5 * noncentrality) }
    return degreesOfFreedom < 2 ? .infinity : 0
  }
}
