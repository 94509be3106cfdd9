import DxDistributions

/// Non-central and hypergeometric distributions.
let noncentralFunctions = union(
  tabulate(continuous: "ncx2") {
    try NoncentralChiSquaredDistribution(
      degreesOfFreedom: $0[0], noncentrality: $0[1])
  },
  tabulate(continuous: "nct") {
    try NoncentralStudentTDistribution(
      degreesOfFreedom: $0[0], noncentrality: $0[1])
  },
  tabulate(discrete: "hypergeom") {
    try HypergeometricDistribution(
      total: $0[0], successes: $0[1], draws: $0[2])
  },
  tabulate(discrete: "fnch", fisher),
  [
    "fnch_mean": { try fisher($0).mean },
    "fnch_var": { try fisher($0).variance },
  ])

@Sendable
private func fisher(
  _ arguments: [Double]
) throws -> FisherNoncentralHypergeometricDistribution {
  try FisherNoncentralHypergeometricDistribution(
    total: arguments[0], successes: arguments[1], draws: arguments[2],
    oddsRatio: arguments[3])
}
