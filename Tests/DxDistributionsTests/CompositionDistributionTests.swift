// Expected values: mpmath 1.3.0 at 50 digits from the definitions, with
// probabilities divided by their exact sum; binomial and beta distributions.

import DxDistributions
import DxLinearAlgebra
import Testing
import _DxTestSupport

@Suite("Multinomial distribution")
struct MultinomialDistributionTests {
  @Test("probabilities small, large and far out")
  func probabilities() throws {
    let rows: [(Double, [Double], [Double], Double)] = [
      (10, [0.2, 0.3, 0.5], [1, 4, 5], -2.7521980325920473034),
      (
        1e9, [0.25, 0.25, 0.5], [250_001_000, 249_990_000, 500_009_000],
        -21.111268130278606582
      ),
      (5, [0.1, 0.2, 0.7], [5, 0, 0], -11.512925464970228004),
      (1000, [1e-300, 0.5, 0.5], [1, 499, 500], -687.54769161132569747),
    ]
    for (trials, probabilities, x, expected) in rows {
      let law = try MultinomialDistribution(
        trials: trials, probabilities: probabilities)
      #expect(ulpError(law.logDensity(at: x), expected) <= 2)
    }
  }

  @Test("the probabilities of all compositions have the sum 1")
  func total() throws {
    let law = try MultinomialDistribution(
      trials: 7, probabilities: [0.1, 0.6, 0.3])
    var sum = 0.0
    for i in 0...7 {
      for j in 0...7 - i {
        sum += law.density(at: [Double(i), Double(j), Double(7 - i - j)])
      }
    }
    #expect((sum - 1).magnitude <= 8 * .ulpOfOne)
  }

  @Test("the mode is no less probable than its neighbours")
  func mode() throws {
    for trials in [0.0, 1, 2, 7, 100, 1001] {
      for probabilities in [
        [0.25, 0.25, 0.25, 0.25], [0.01, 0.09, 0.9], [0, 0.35, 0.65], [1],
      ] {
        let law = try MultinomialDistribution(
          trials: trials, probabilities: probabilities)
        let mode = law.mode
        #expect(mode.reduce(0, +) == trials)
        let top = law.density(at: mode)
        #expect(top > 0)
        for i in mode.indices where mode[i] > 0 {
          for j in mode.indices where j != i {
            var x = mode
            x[i] -= 1
            x[j] += 1
            #expect(law.density(at: x) <= top * (1 + 4 * .ulpOfOne))
          }
        }
      }
    }
  }

  @Test("a marginal is binomial")
  func marginal() throws {
    let law = try MultinomialDistribution(
      trials: 12, probabilities: [0.25, 0.75])
    let binomial = try law.marginal(of: 0)
    for k in 0...12 {
      let x = Double(k)
      let error = ulpError(
        law.density(at: [x, 12 - x]), binomial.probability(of: x))
      #expect(error <= 3)
    }
  }

  @Test("what is outside the support, and malformed parameters")
  func edges() throws {
    let law = try MultinomialDistribution(
      trials: 3, probabilities: [0, 0.4, 0.6])
    #expect(law.density(at: [1, 1, 1]) == 0)
    #expect(law.density(at: [0, 1, 1]) == 0)
    #expect(law.density(at: [0, 1.5, 1.5]) == 0)
    #expect(law.logDensity(at: [0, -1, 4]) == -.infinity)
    #expect(law.density(at: [.nan, 1, 2]).isNaN)
    let none = try MultinomialDistribution(trials: 0, probabilities: [1])
    #expect(none.density(at: [0]) == 1)
    #expect(throws: ParameterError.self) {
      try MultinomialDistribution(trials: 2.5, probabilities: [1])
    }
    #expect(
      throws: ParameterError.notUnitSum(name: "probabilities", value: 0.75)
    ) { try MultinomialDistribution(trials: 2, probabilities: [0.5, 0.25]) }
    #expect(throws: ParameterError.self) {
      try MultinomialDistribution(trials: 2, probabilities: [])
    }
  }
}

@Suite("Dirichlet distribution")
struct DirichletDistributionTests {
  @Test("densities of small and large concentrations")
  func densities() throws {
    let rows: [([Double], [Double], Double)] = [
      ([2, 3.5, 0.5], [0.25, 0.5, 0.25], 0.5881380655504630994),
      ([1e8, 2e8, 1e8], [0.25, 0.5, 0.25], 19.701965988187773881),
      (
        [0.5, 0.5, 0.5, 0.5], [0.125, 0.125, 0.25, 0.5],
        0.82970254082095354409
      ),
    ]
    for (concentrations, x, expected) in rows {
      let law = try DirichletDistribution(concentrations: concentrations)
      #expect(ulpError(law.logDensity(at: x), expected) <= 4)
    }
    let steep = try DirichletDistribution(concentrations: [1e-5, 2, 3])
    // The constant of 1e−100 is rounded, and so is its logarithm.
    let log = steep.logDensity(at: [1e-100, 0.25, 0.75])
    #expect(relativeError(log, 219.266550226368047) <= 2 * .ulpOfOne)
  }

  @Test("an end with an exponent of zero")
  func end() throws {
    let law = try DirichletDistribution(concentrations: [1, 3, 2])
    // Γ(6)/(Γ(3) Γ(2)) 0.25² 0.75.
    let density = law.density(at: [0, 0.25, 0.75])
    #expect(ulpError(density, 2.8125) <= 2)
  }

  @Test("entropy")
  func entropy() throws {
    for (concentrations, expected) in [
      ([1, 1, 1], -0.69314718055994531), ([0.5, 2.5, 4], -2.24414956826453613),
      ([300, 200, 0.25], -10.2504635609293589),
    ] as [([Double], Double)] {
      let law = try DirichletDistribution(concentrations: concentrations)
      // Half a unit of ψ times the concentrations.
      #expect(
        (law.entropy - expected).magnitude <= 1e-15
          * (law.totalConcentration + 4))
    }
  }

  @Test("moments, mode and marginals")
  func moments() throws {
    let law = try DirichletDistribution(concentrations: [2, 3, 5])
    #expect(law.mean == [0.2, 0.3, 0.5] && law.totalConcentration == 10)
    let beta = try law.marginal(of: 2)
    #expect(beta.alpha == 5 && beta.beta == 5)
    #expect(relativeError(law.covariance[2, 2], beta.variance) <= 1e-15)
    #expect(relativeError(law.covariance[0, 1], -0.06 / 11) <= 1e-15)
    let mode = try #require(law.mode)
    #expect(relativeError(mode[1], 2.0 / 7) <= 1e-15)
    #expect(try DirichletDistribution(concentrations: [1, 2]).mode == nil)
    // Of two components the first is beta distributed.
    let pair = try DirichletDistribution(concentrations: [2.5, 0.75])
    let first = try pair.marginal(of: 0)
    for x in [0.125, 0.5, 0.875] {
      #expect(
        ulpError(pair.density(at: [x, 1 - x]), first.density(at: x)) <= 4)
    }
  }

  @Test("what is outside the support, and malformed parameters")
  func edges() throws {
    let law = try DirichletDistribution(concentrations: [0.5, 2])
    #expect(law.density(at: [0.5, 0.6]) == 0)
    #expect(law.logDensity(at: [-0.5, 1.5]) == -.infinity)
    #expect(law.density(at: [0, 1]) == .infinity)
    #expect(law.density(at: [1, 0]) == 0)
    #expect(law.density(at: [.nan, 0.5]).isNaN)
    #expect(
      throws: ParameterError.notPositive(name: "concentrations[1]", value: 0)
    ) { try DirichletDistribution(concentrations: [1, 0]) }
    #expect(throws: ParameterError.self) {
      try DirichletDistribution(concentrations: [1e308, 1e308])
    }
  }
}
