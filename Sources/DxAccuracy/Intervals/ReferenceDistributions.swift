internal import DxDistributions

/// The quantile of Student's distribution, NaN without a degree of freedom.
internal func studentTQuantile(
  _ p: Double, degreesOfFreedom: Double
) -> Double {
  let distribution = try? StudentTDistribution(
    degreesOfFreedom: degreesOfFreedom)
  return distribution?.quantile(p) ?? .nan
}

/// The probability that a variate of Student's distribution is at least as far
/// from zero as `t`, NaN without a degree of freedom.
internal func studentTTwoSidedTail(
  _ t: Double, degreesOfFreedom: Double
) -> Double {
  let distribution = try? StudentTDistribution(
    degreesOfFreedom: degreesOfFreedom)
  return 2 * (distribution?.survivalProbability(at: t.magnitude) ?? .nan)
}

/// The probability that a χ² variate exceeds `x`, NaN without a degree of
/// freedom.
internal func chiSquaredUpperTail(
  _ x: Double, degreesOfFreedom: Double
) -> Double {
  let distribution = try? ChiSquaredDistribution(
    degreesOfFreedom: degreesOfFreedom)
  return distribution?.survivalProbability(at: x) ?? .nan
}

/// The quantile of a beta distribution, NaN for parameters that are not
/// positive.
internal func betaQuantile(
  _ p: Double, alpha: Double, beta: Double
) -> Double {
  let distribution = try? BetaDistribution(alpha: alpha, beta: beta)
  return distribution?.quantile(p) ?? .nan
}
