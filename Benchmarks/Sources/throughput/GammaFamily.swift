// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

// The gamma family under C names; see SpecialFunctions.swift and
// Distributions.swift.

import DxDistributions
import DxSpecialFunctions

@_cdecl("dist_digamma")
public func timeDigamma(_ x: Double, _: Double, _: Double) -> Double {
  digamma(x)
}

@_cdecl("dist_trigamma")
public func timeTrigamma(_ x: Double, _: Double, _: Double) -> Double {
  trigamma(x)
}

@_cdecl("dist_poisson_cdf")
public func timePoissonProbability(
  _ x: Double, _ a: Double, _: Double
) -> Double {
  let distribution = try? PoissonDistribution(mean: a)
  return distribution?.cumulativeProbability(at: x) ?? .nan
}
