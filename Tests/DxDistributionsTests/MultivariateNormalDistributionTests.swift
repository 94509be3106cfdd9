// Expected values: mpmath 1.3.0 at 50 digits from the definitions, and closed
// forms.

import DxDistributions
import DxLinearAlgebra
import Testing
import _DxTestSupport

@Suite("Multivariate normal distribution")
struct MultivariateNormalDistributionTests {
  private let law: MultivariateNormalDistribution

  init() throws {
    law = try MultivariateNormalDistribution(
      mean: [1, -2, 0.5],
      // The upper triangle is not read.
      covariance: [[2, 9, .nan], [0.5, 1, 9], [-0.25, 0.125, 4]])
  }

  @Test("density and entropy in three dimensions")
  func density() {
    let log = law.logDensity(at: [0.25, -1.5, 3])
    #expect(relativeError(log, -4.7809176713903357205) <= 4 * .ulpOfOne)
    #expect(
      relativeError(law.entropy, 5.2207614213903357205) <= 4 * .ulpOfOne)
    #expect(law.covariance[0, 1] == 0.5 && law.covariance[0, 2] == -0.25)
    #expect(law.logDensity(at: [1e300, -1e300, 0]) == -.infinity)
  }

  @Test("marginal and conditional distributions")
  func parts() throws {
    let marginal = try law.marginal(of: [2, 0])
    #expect(marginal.mean == [0.5, 1])
    #expect(marginal.covariance == [[4, -0.25], [-0.25, 2]])
    let rest = try law.conditional(on: [1], equal: [-1.5])
    #expect(rest.mean == [1.25, 0.5625])
    let want: Matrix = [[1.75, -0.3125], [-0.3125, 3.984375]]
    #expect((rest.covariance - want).maximumMagnitude <= 8 * .ulpOfOne)
    // f(x) = f(x₁) f(x₀, x₂ | x₁).
    let given = try law.marginal(of: [1])
    let sum =
      given.logDensity(at: [-1.5]) + rest.logDensity(at: [0.25, 3])
    #expect(
      relativeError(sum, law.logDensity(at: [0.25, -1.5, 3]))
        <= 8 * .ulpOfOne)
    let all = try law.conditional(on: [0, 1, 2], equal: [0, 0, 0])
    #expect(all.dimension == 0 && all.density(at: []) == 1)
  }

  @Test("what is no covariance is refused")
  func malformed() {
    #expect(
      throws: ParameterError.notPositiveDefinite(name: "covariance")
    ) {
      try MultivariateNormalDistribution(
        mean: [0, 0], covariance: [[1, 1], [1, 1]])
    }
    #expect(throws: ParameterError.self) {
      try MultivariateNormalDistribution(mean: [.nan], covariance: [[1]])
    }
    #expect(
      throws: ParameterError.notFinite(
        name: "covariance[1][0]", value: .infinity)
    ) {
      try MultivariateNormalDistribution(
        mean: [0, 0], covariance: [[1, 0], [.infinity, 1]])
    }
    #expect(throws: ParameterError.self) {
      try law.conditional(on: [0], equal: [.infinity])
    }
    #expect(
      ParameterError.notPositiveDefinite(name: "covariance").description
        == "covariance must be positive definite")
  }
}

@Suite("Bivariate normal distribution")
struct BivariateNormalDistributionTests {
  @Test("agrees with the general type")
  func general() throws {
    let pair = try BivariateNormalDistribution(
      means: (1, -2), standardDeviations: (2, 0.5), correlation: -0.25)
    let law = try MultivariateNormalDistribution(
      mean: pair.mean, covariance: pair.covariance)
    for (x, y) in [(0.0, 0.0), (1, -2), (3.5, -2.25), (-40, 1)] {
      let got = pair.logDensity(first: x, second: y)
      let want = law.logDensity(at: [x, y])
      #expect(relativeError(got, want) <= 16 * .ulpOfOne)
      #expect(pair.logDensity(at: [x, y]) == got)
    }
    #expect(try pair.firstMarginal.standardDeviation == 2)
    #expect(try pair.secondMarginal.mean == -2)
  }

  @Test("probabilities of quadrants and rectangles")
  func probabilities() throws {
    let pair = try BivariateNormalDistribution(
      means: (1, -2), standardDeviations: (2, 0.5), correlation: 0.5)
    let third = pair.cumulativeProbability(first: 1, second: -2)
    #expect(ulpError(third, 1.0 / 3) <= 2)
    #expect(pair.survivalProbability(first: 1, second: -2) == third)
    let quarter = pair.probability(
      first: 1 ... .infinity, second: -.infinity ... -2)
    #expect(ulpError(quarter, 1.0 / 6) <= 4)
    let all = pair.probability(
      first: -.infinity ... .infinity, second: -.infinity ... .infinity)
    #expect(all == 1)
    #expect(pair.probability(first: 3...3, second: -5...5) == 0)
    // By independence, with tails to 1e−30.
    let free = try BivariateNormalDistribution(correlation: 0)
    let standard = NormalDistribution.standard
    func between(_ a: Double, _ b: Double) -> Double {
      standard.survivalProbability(at: a) - standard.survivalProbability(at: b)
    }
    let got = free.probability(first: 11...12, second: -0.5...2)
    let want = between(11, 12) * between(-0.5, 2)
    // Four terms of which the largest is 1.4 times the result.
    #expect(relativeError(got, want) <= 16 * .ulpOfOne)
  }

  @Test("parameters out of range are refused")
  func malformed() {
    for correlation in [1.0, -1] {
      #expect(
        throws: ParameterError.notPositiveDefinite(name: "correlation")
      ) { try BivariateNormalDistribution(correlation: correlation) }
    }
    #expect(throws: ParameterError.self) {
      try BivariateNormalDistribution(correlation: .nan)
    }
    #expect(
      throws: ParameterError.notPositive(
        name: "standardDeviations.1", value: 0)
    ) {
      try BivariateNormalDistribution(
        standardDeviations: (1, 0), correlation: 0)
    }
  }
}
