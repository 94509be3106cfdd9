import DxDistributions
import DxSpecialFunctions

/// The beta function and its like, and distributions that come from them.
let betaFunctions = union(
  [
    "lbeta": { logBeta($0[0], $0[1]) },
    "lchoose": { logBinomialCoefficient(trials: $0[0], successes: $0[1]) },
    "beta_i": { regularizedBeta($0[0], $0[1], $0[2]) },
    "beta_ic": { complementaryRegularizedBeta($0[0], $0[1], $0[2]) },
    "beta_i_inv": { inverseRegularizedBeta($0[0], $0[1], $0[2]) },
    "beta_ic_inv": {
      inverseComplementaryRegularizedBeta($0[0], $0[1], $0[2])
    },
  ],
  tabulate(continuous: "beta") {
    try BetaDistribution(alpha: $0[0], beta: $0[1])
  },
  tabulate(continuous: "f") {
    try FDistribution(
      numeratorDegreesOfFreedom: $0[0], denominatorDegreesOfFreedom: $0[1])
  })
