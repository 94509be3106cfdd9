import DxDistributions

/// Student's t distribution.
let studentFunctions = union(
  tabulate(continuous: "t") {
    try StudentTDistribution(degreesOfFreedom: $0[0])
  })
