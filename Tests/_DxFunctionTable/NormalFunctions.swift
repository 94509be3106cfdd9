import DxDistributions
import DxSpecialFunctions

/// The error function and its like, the logistic function, and distributions
/// that come from them.
let normalFunctions = union(
  [
    "erf": { errorFunction($0[0]) },
    "erfc": { complementaryErrorFunction($0[0]) },
    "erfcx": { scaledComplementaryErrorFunction($0[0]) },
    "erfinv": { inverseErf($0[0]) },
    "erfcinv": { inverseErfc($0[0]) },
    "expit": { expit($0[0]) },
    "logit": { logit($0[0]) },
    "log1pexp": { log1pexp($0[0]) },
    "log_expit": { logExpit($0[0]) },
    "log1mexp": { log1mexp($0[0]) },
    "logsumexp3": { logSumExp($0) },
  ],
  tabulate(continuous: "norm") {
    try NormalDistribution(mean: $0[0], standardDeviation: $0[1])
  },
  tabulate(continuous: "logistic") {
    try LogisticDistribution(mean: $0[0], scale: $0[1])
  },
  tabulate(continuous: "logitnormal") {
    try LogitNormalDistribution(
      logitMean: $0[0], logitStandardDeviation: $0[1])
  })
