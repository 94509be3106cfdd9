import DxDistributions
import DxSpecialFunctions

/// The bivariate normal distribution and Owen's T.
let bivariateFunctions: [String: TabulatedFunction] = [
  "owens_t": { owensT($0[0], $0[1]) },
  "bvn_cdf": {
    bivariateNormalProbability($0[0], $0[1], correlation: $0[2])
  },
  "bvnorm_logpdf": {
    try BivariateNormalDistribution(
      means: ($0[2], $0[3]), standardDeviations: ($0[4], $0[5]),
      correlation: $0[6]
    ).logDensity(first: $0[0], second: $0[1])
  },
]
