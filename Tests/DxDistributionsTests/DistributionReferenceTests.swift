// Expected values: mpmath 1.3.0 at 60 digits, see
// Fixtures/distributions/README.md.

import DxDistributions
import Testing
import _DxTestSupport

/// The limits of one distribution in units in the last place: what was
/// measured over the table, rounded up by half or more.
private struct Limits: Sendable, CustomTestStringConvertible {
  var name: String
  var density: Double
  var probability: Double
  var quantile: Double
  var make: @Sendable ([Double]) throws -> any ContinuousDistribution

  var testDescription: String { name }
}

private let limits = [
  Limits(name: "normal", density: 3, probability: 3, quantile: 6) {
    try NormalDistribution(mean: $0[0], standardDeviation: $0[1])
  },
  Limits(name: "studentT", density: 3, probability: 15, quantile: 15) {
    try StudentTDistribution(degreesOfFreedom: $0[0])
  },
  Limits(name: "chiSquared", density: 3, probability: 10, quantile: 15) {
    try ChiSquaredDistribution(degreesOfFreedom: $0[0])
  },
  Limits(name: "f", density: 3, probability: 10, quantile: 10) {
    try FDistribution(
      numeratorDegreesOfFreedom: $0[0], denominatorDegreesOfFreedom: $0[1])
  },
  Limits(name: "beta", density: 3, probability: 12, quantile: 15) {
    try BetaDistribution(alpha: $0[0], beta: $0[1])
  },
]

@Suite("Distributions against high precision")
struct DistributionReferenceTests {
  @Test("densities", arguments: limits)
  private func density(_ limits: Limits) throws {
    try compare("density", limits, limits.density) { $0.density(at: $1) }
  }

  @Test("logarithms of densities", arguments: limits)
  private func logDensity(_ limits: Limits) throws {
    let all = try ReferenceValue.all
    for point in try #require(all["\(limits.name).logDensity"]) {
      let distribution = try limits.make(point.arguments)
      let got = distribution.logDensity(at: point.arguments.last ?? .nan)
      // Near its zero a logarithm has no relative accuracy.
      #expect(scaledError(got, point.value) <= 2 * .ulpOfOne, "\(point)")
    }
  }

  @Test("tail probabilities", arguments: limits)
  private func probabilities(_ limits: Limits) throws {
    try compare("cumulative", limits, limits.probability) {
      $0.cumulativeProbability(at: $1)
    }
    try compare("survival", limits, limits.probability) {
      $0.survivalProbability(at: $1)
    }
  }

  @Test("quantiles", arguments: limits)
  private func quantiles(_ limits: Limits) throws {
    try compare("quantile", limits, limits.quantile) { $0.quantile($1) }
    try compare("upperQuantile", limits, limits.quantile) {
      $0.upperQuantile($1)
    }
  }

  private func compare(
    _ member: String, _ limits: Limits, _ ulps: Double,
    _ function: (any ContinuousDistribution, Double) -> Double
  ) throws {
    let points = try #require(
      try ReferenceValue.all["\(limits.name).\(member)"])
    for point in points {
      let distribution = try limits.make(point.arguments)
      let got = function(distribution, point.arguments.last ?? .nan)
      #expect(ulpError(got, point.value) <= ulps, "\(point)")
    }
  }
}

/// The same for counts, with one limit for numbers and their logarithms; the
/// quantiles are exact.
private struct CountLimits: Sendable, CustomTestStringConvertible {
  var name: String
  var mass: Double
  var tail: Double
  var make: @Sendable ([Double]) throws -> any DiscreteDistribution

  var testDescription: String { name }
}

private let countLimits = [
  CountLimits(name: "negativeBinomial", mass: 2, tail: 4.5) {
    try NegativeBinomialDistribution(
      successes: $0[0], successProbability: $0[1])
  },
  CountLimits(name: "betaBinomial", mass: 2, tail: 2) {
    try BetaBinomialDistribution(trials: $0[0], alpha: $0[1], beta: $0[2])
  },
]

@Suite("Counts against high precision")
struct CountReferenceTests {
  @Test("probabilities", arguments: countLimits)
  private func probabilities(_ limits: CountLimits) throws {
    try compare("probability", limits, limits.mass) { $0.probability(of: $1) }
    try compare("logProbability", limits, limits.mass) {
      $0.logProbability(of: $1)
    }
  }

  @Test("tail probabilities and their logarithms", arguments: countLimits)
  private func tails(_ limits: CountLimits) throws {
    try compare("cumulative", limits, limits.tail) {
      $0.cumulativeProbability(at: $1)
    }
    try compare("survival", limits, limits.tail) {
      $0.survivalProbability(at: $1)
    }
    try compare("logCumulative", limits, limits.tail) {
      $0.logCumulativeProbability(at: $1)
    }
    try compare("logSurvival", limits, limits.tail) {
      $0.logSurvivalProbability(at: $1)
    }
  }

  @Test("quantiles", arguments: countLimits)
  private func quantiles(_ limits: CountLimits) throws {
    try compare("quantile", limits, 0) { $0.quantile($1) }
    try compare("upperQuantile", limits, 0) { $0.upperQuantile($1) }
  }

  private func compare(
    _ member: String, _ limits: CountLimits, _ ulps: Double,
    _ function: (any DiscreteDistribution, Double) -> Double
  ) throws {
    let points = try #require(
      try ReferenceValue.counts["\(limits.name).\(member)"])
    for point in points {
      let distribution = try limits.make(point.arguments)
      let got = function(distribution, point.arguments.last ?? .nan)
      #expect(ulpError(got, point.value) <= ulps, "\(point)")
    }
  }
}
