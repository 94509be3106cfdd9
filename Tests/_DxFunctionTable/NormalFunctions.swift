import DxDistributions
import DxSpecialFunctions

/// The error function and its like, the logistic function, and distributions
/// that come from them.
let normalFunctions = union(
  [
    "erfcx": { scaledComplementaryErrorFunction($0[0]) },
    "erfinv": { inverseErf($0[0]) },
    "erfcinv": { inverseErfc($0[0]) },
    "expit": { expit($0[0]) },
    "logit": { logit($0[0]) },
    "log1pexp": { log1pexp($0[0]) },
  ],
  tabulate(continuous: "norm") {
    try NormalDistribution(mean: $0[0], standardDeviation: $0[1])
  })
