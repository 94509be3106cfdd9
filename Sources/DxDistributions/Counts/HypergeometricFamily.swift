internal import DxSpecialFunctions

/// The hypergeometric distributions, central and noncentral: the members that
/// are those of their kernel.
internal protocol HypergeometricFamily: DiscreteDistribution {
  /// The probabilities of the table's values.
  var kernel: HypergeometricKernel { get }
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension HypergeometricFamily {
  public var mode: Double { kernel.mode }

  public var support: ClosedRange<Double> { kernel.lower...kernel.upper }

  public func probability(of k: Double) -> Double {
    kernel.probability(of: k)
  }

  public func logProbability(of k: Double) -> Double {
    kernel.logProbability(of: k)
  }

  public func cumulativeProbability(at x: Double) -> Double {
    kernel.cumulativeProbability(at: x)
  }

  public func survivalProbability(at x: Double) -> Double {
    kernel.survivalProbability(at: x)
  }

  public func logCumulativeProbability(at x: Double) -> Double {
    kernel.logCumulativeProbability(at: x)
  }

  public func logSurvivalProbability(at x: Double) -> Double {
    kernel.logSurvivalProbability(at: x)
  }

  public func quantile(_ p: Double) -> Double {
    kernel.quantile(probability: p, upper: false)
  }

  public func upperQuantile(_ q: Double) -> Double {
    kernel.quantile(probability: q, upper: true)
  }
}

/// Requires margins of a two by two table.
internal func requireTable(
  total: Double, successes: Double, draws: Double
) throws(ParameterError) {
  try requireCount(total, "total")
  try requireInRange(total, 0...0x1p50, "total")
  try requireCount(successes, "successes")
  try requireInRange(successes, 0...total, "successes")
  try requireCount(draws, "draws")
  try requireInRange(draws, 0...total, "draws")
}
