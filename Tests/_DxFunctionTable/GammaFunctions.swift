import DxDistributions
import DxSpecialFunctions

/// The gamma function and its like, and distributions that come from them.
let gammaFunctions = union(
  [
    "lgamma": { logGamma($0[0]) },
    "digamma": { digamma($0[0]) },
    "trigamma": { trigamma($0[0]) },
    "gamma_p": { regularizedGammaP($0[0], $0[1]) },
    "gamma_q": { regularizedGammaQ($0[0], $0[1]) },
    "gamma_p_inv": { inverseRegularizedGammaP($0[0], $0[1]) },
    "gamma_q_inv": { inverseRegularizedGammaQ($0[0], $0[1]) },
  ],
  tabulate(continuous: "gamma") {
    try GammaDistribution(shape: $0[0], scale: $0[1])
  },
  tabulate(discrete: "poisson") {
    try PoissonDistribution(mean: $0[0])
  },
  tabulate(continuous: "chi2") {
    try ChiSquaredDistribution(degreesOfFreedom: $0[0])
  })
