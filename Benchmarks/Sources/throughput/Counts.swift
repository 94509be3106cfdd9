// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

// Distributions of counts under C names, created anew for each value.

import DxDistributions

@_cdecl("dist_binom_pmf")
public func timeBinomialMass(_ k: Double, _ n: Double, _ p: Double) -> Double {
  let distribution = try? BinomialDistribution(
    trials: n, successProbability: p)
  return distribution?.probability(of: k) ?? .nan
}

@_cdecl("dist_binom_cdf")
public func timeBinomialProbability(
  _ k: Double, _ n: Double, _ p: Double
) -> Double {
  let distribution = try? BinomialDistribution(
    trials: n, successProbability: p)
  return distribution?.cumulativeProbability(at: k) ?? .nan
}

@_cdecl("dist_binom_quantile")
public func timeBinomialQuantile(
  _ x: Double, _ n: Double, _ p: Double
) -> Double {
  let distribution = try? BinomialDistribution(
    trials: n, successProbability: p)
  return distribution?.quantile(x) ?? .nan
}
