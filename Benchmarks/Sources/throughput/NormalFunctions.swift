// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

// The normal and the logistic family under C names.

import DxDistributions
import DxSpecialFunctions

@_cdecl("dist_erfc")
public func timeErfc(_ x: Double, _: Double, _: Double) -> Double {
  complementaryErrorFunction(x)
}

@_cdecl("dist_erfcinv")
public func timeInverseErfc(_ q: Double, _: Double, _: Double) -> Double {
  inverseErfc(q)
}

@_cdecl("dist_norm_pdf")
public func timeNormalDensity(
  _ x: Double, _ a: Double, _ b: Double
) -> Double {
  let distribution = try? NormalDistribution(mean: a, standardDeviation: b)
  return distribution?.density(at: x) ?? .nan
}

@_cdecl("dist_norm_cdf")
public func timeNormalProbability(
  _ x: Double, _ a: Double, _ b: Double
) -> Double {
  let distribution = try? NormalDistribution(mean: a, standardDeviation: b)
  return distribution?.cumulativeProbability(at: x) ?? .nan
}

@_cdecl("dist_norm_quantile")
public func timeNormalQuantile(
  _ x: Double, _ a: Double, _ b: Double
) -> Double {
  let distribution = try? NormalDistribution(mean: a, standardDeviation: b)
  return distribution?.quantile(x) ?? .nan
}

@_cdecl("dist_logistic_cdf")
public func timeLogisticProbability(
  _ x: Double, _ a: Double, _ b: Double
) -> Double {
  let distribution = try? LogisticDistribution(mean: a, scale: b)
  return distribution?.cumulativeProbability(at: x) ?? .nan
}
