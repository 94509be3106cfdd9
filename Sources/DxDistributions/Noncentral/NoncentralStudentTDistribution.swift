internal import DxSpecialFunctions
internal import RealModule

/// The noncentral t distribution: a normal variable of mean δ and variance 1
/// over the root of a chi-squared one divided by its degrees of freedom.
///
/// Edge cases: infinite degrees of freedom give a normal distribution. The
/// mean is NaN up to one degree of freedom, and the variance +∞ up to two.
///
/// Accuracy: density, measured maximum error 1.4 ulp (90th percentile 0.66);
/// probabilities, 2.2 ulp (0.9), in both tails and for all signs; quantiles,
/// 2.3 ulp (1.2), for degrees of freedom from 0.1 to 10¹⁰ and noncentralities
/// from −30 to 30.
///
/// Complexity: 25 to 100 evaluations of the integrand, and up to 400 with few
/// degrees of freedom and a noncentrality that is not small.
public struct NoncentralStudentTDistribution: Sendable, Hashable {
  /// The degrees of freedom, positive, not necessarily an integer, possibly
  /// infinite.
  public let degreesOfFreedom: Double
  /// The mean of the normal variable, from −100 to 100.
  public let noncentrality: Double
  /// `nil` where the distribution is normal.
  private let kernel: NoncentralTKernel?
  private let normal: NormalDistribution

  /// Creates a noncentral t distribution.
  ///
  /// - Throws: ``ParameterError`` unless the degrees of freedom are positive
  ///   and the noncentrality is from −100 to 100.
  public init(
    degreesOfFreedom: Double, noncentrality: Double
  ) throws(ParameterError) {
    try requirePositive(degreesOfFreedom, "degreesOfFreedom")
    try requireInRange(noncentrality, -100...100, "noncentrality")
    self.degreesOfFreedom = degreesOfFreedom
    self.noncentrality = noncentrality
    normal = try NormalDistribution(mean: noncentrality, standardDeviation: 1)
    kernel =
      degreesOfFreedom < NoncentralTKernel.normalLimit
      ? NoncentralTKernel(
        degreesOfFreedom: degreesOfFreedom, noncentrality: noncentrality)
      : nil
  }
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension NoncentralStudentTDistribution: ContinuousDistribution {
  public var support: ClosedRange<Double> { -.infinity ... .infinity }

  public var mean: Double { kernel?.mean ?? noncentrality }

  public var variance: Double { kernel?.variance ?? 1 }

  public var mode: Double { kernel?.mode ?? noncentrality }

  public func density(at x: Double) -> Double {
    guard x.isFinite else { return x.isNaN ? x : 0 }
    guard let kernel else { return normal.density(at: x) }
    let density = kernel.density(at: x)
    return density.logDensity.exponential(times: density.factor)
  }

  public func logDensity(at x: Double) -> Double {
    guard x.isFinite else { return x.isNaN ? x : -.infinity }
    guard let kernel else { return normal.logDensity(at: x) }
    let density = kernel.density(at: x)
    return (density.logDensity + DoubleDouble.log(density.factor)).high
  }

  public func cumulativeProbability(at x: Double) -> Double {
    probability(at: x, upper: false)
  }

  public func survivalProbability(at x: Double) -> Double {
    probability(at: x, upper: true)
  }

  public func logCumulativeProbability(at x: Double) -> Double {
    logProbability(at: x, upper: false)
  }

  public func logSurvivalProbability(at x: Double) -> Double {
    logProbability(at: x, upper: true)
  }

  public func quantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else {
      return p == 0 ? -.infinity : p == 1 ? .infinity : .nan
    }
    guard let kernel else { return normal.quantile(p) }
    return kernel.quantile(probability: p, upper: false)
  }

  public func upperQuantile(_ q: Double) -> Double {
    guard q > 0 && q < 1 else {
      return q == 0 ? .infinity : q == 1 ? -.infinity : .nan
    }
    guard let kernel else { return normal.upperQuantile(q) }
    return kernel.quantile(probability: q, upper: true)
  }

  private func probability(at x: Double, upper isUpper: Bool) -> Double {
    guard x.isFinite else {
      return x.isNaN ? x : (x > 0) == isUpper ? 0 : 1
    }
    if let kernel { return kernel.probability(at: x, upper: isUpper) }
    return isUpper
      ? normal.survivalProbability(at: x) : normal.cumulativeProbability(at: x)
  }

  private func logProbability(at x: Double, upper isUpper: Bool) -> Double {
    guard x.isFinite else {
      return x.isNaN ? x : (x > 0) == isUpper ? -.infinity : 0
    }
    if let kernel { return kernel.logProbability(at: x, upper: isUpper) }
    return isUpper
      ? normal.logSurvivalProbability(at: x)
      : normal.logCumulativeProbability(at: x)
  }
}
