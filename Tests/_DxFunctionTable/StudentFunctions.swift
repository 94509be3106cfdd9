import DxDistributions

/// Student's t distribution, standard and with a location and a scale.
let studentFunctions = union(
  tabulate(continuous: "t") {
    try StudentTDistribution(degreesOfFreedom: $0[0])
  },
  tabulate(continuous: "tls") {
    try StudentTDistribution(
      degreesOfFreedom: $0[0], location: $0[1], scale: $0[2])
  })
