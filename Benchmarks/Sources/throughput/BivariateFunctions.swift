// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

// The bivariate normal distribution under C names.

import DxSpecialFunctions

@_cdecl("dist_owens_t")
public func timeOwensT(_ h: Double, _ a: Double, _: Double) -> Double {
  owensT(h, a)
}

@_cdecl("dist_bvn_cdf")
public func timeBivariateNormal(
  _ h: Double, _ k: Double, _ correlation: Double
) -> Double {
  bivariateNormalProbability(h, k, correlation: correlation)
}
