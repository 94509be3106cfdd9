import DxDistributions

/// Distributions of counts without a non-central parameter.
let countFunctions = union(
  tabulate(discrete: "binom") {
    try BinomialDistribution(trials: $0[0], successProbability: $0[1])
  })
