// The header says what each function does.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

// Distributions under C names, created anew for each value: the parameters of
// a sweep vary from call to call.

import DxDistributions

@_cdecl("dist_t_cdf")
public func timeStudentTProbability(
  _ x: Double, _ a: Double, _: Double
) -> Double {
  let distribution = try? StudentTDistribution(degreesOfFreedom: a)
  return distribution?.cumulativeProbability(at: x) ?? .nan
}

@_cdecl("dist_t_quantile")
public func timeStudentTQuantile(
  _ x: Double, _ a: Double, _: Double
) -> Double {
  let distribution = try? StudentTDistribution(degreesOfFreedom: a)
  return distribution?.quantile(x) ?? .nan
}

@_cdecl("dist_chi2_cdf")
public func timeChiSquaredProbability(
  _ x: Double, _ a: Double, _: Double
) -> Double {
  let distribution = try? ChiSquaredDistribution(degreesOfFreedom: a)
  return distribution?.cumulativeProbability(at: x) ?? .nan
}

@_cdecl("dist_chi2_quantile")
public func timeChiSquaredQuantile(
  _ x: Double, _ a: Double, _: Double
) -> Double {
  let distribution = try? ChiSquaredDistribution(degreesOfFreedom: a)
  return distribution?.quantile(x) ?? .nan
}

@_cdecl("dist_f_cdf")
public func timeFProbability(
  _ x: Double, _ a: Double, _ b: Double
) -> Double {
  let distribution = try? FDistribution(
    numeratorDegreesOfFreedom: a, denominatorDegreesOfFreedom: b)
  return distribution?.cumulativeProbability(at: x) ?? .nan
}

@_cdecl("dist_f_quantile")
public func timeFQuantile(
  _ x: Double, _ a: Double, _ b: Double
) -> Double {
  let distribution = try? FDistribution(
    numeratorDegreesOfFreedom: a, denominatorDegreesOfFreedom: b)
  return distribution?.quantile(x) ?? .nan
}

@_cdecl("dist_beta_cdf")
public func timeBetaProbability(
  _ x: Double, _ a: Double, _ b: Double
) -> Double {
  let distribution = try? BetaDistribution(alpha: a, beta: b)
  return distribution?.cumulativeProbability(at: x) ?? .nan
}

@_cdecl("dist_beta_quantile")
public func timeBetaQuantile(
  _ x: Double, _ a: Double, _ b: Double
) -> Double {
  let distribution = try? BetaDistribution(alpha: a, beta: b)
  return distribution?.quantile(x) ?? .nan
}
