// P values of χ² and its mixtures were computed by scipy 1.17.1 from the
// statistics, log-likelihoods are those of the fixtures.

import DxLinearAlgebra
import Testing
import _DxTestSupport

@testable import DxMixedModels

@Suite("Likelihood-ratio tests of models of several outcomes")
struct MultivariateLikelihoodRatioTests {
  private func outcomes() throws -> MultivariateOutcomes {
    try MultivariateReference.named("mv_berkey98").outcomes()
  }

  private let years: [Double] = [1983, 1982, 1979, 1987, 1988]

  private func fit(
    _ terms: [ModeratorTerm] = [.intercept],
    _ structure: RandomEffectsStructure = .unstructured,
    _ estimator: NormalEstimator = .maximumLikelihood
  ) throws -> MultivariateFit {
    try MultivariateModel(terms: terms, structure: structure).fit(
      try outcomes(), estimator)
  }

  @Test("a moderator, by maximum likelihood")
  func moderator() throws {
    let reference = try MultivariateReference.named("mv_berkey98")
    let models = reference.expected["models"]
    let terms = try reference.terms(models["pubyear"]["covariate"])
    let test = try fit(terms).likelihoodRatioTest(against: try fit())
    func logLikelihood(_ name: String) throws -> Double {
      try #require(models[name]["ml"]["tight"]["logLik_mvmeta"].number)
    }
    let expected =
      2 * (try logLikelihood("pubyear") - logLikelihood("intercept"))
    // Twice the error of a difference of two log-likelihoods of 1e-9.
    #expect((test.statistic - expected).magnitude <= 4e-9)
    #expect(test.degreesOfFreedom == 2)
    #expect(!test.isOnBoundary)
    #expect(test.mixtureWeights == nil)
  }

  @Test("restricted likelihoods need the same span, not the same columns")
  func restricted() throws {
    let estimator = NormalEstimator.restrictedMaximumLikelihood
    let centred = ModeratorTerm.numeric("year", years, center: 1983)
    let plain = ModeratorTerm.numeric("year", years.map { 2 * $0 })
    let full = try fit([.intercept, centred], .unstructured, estimator)
    let other = try fit([.intercept, plain], .diagonal, estimator)
    let same = try fit([.intercept, centred], .diagonal, estimator)
    let test = try full.likelihoodRatioTest(against: other)
    let expected = try full.likelihoodRatioTest(against: same)
    // The columns of `plain` have a condition of 1e3.
    #expect((test.statistic - expected.statistic).magnitude <= 1e-8)
    #expect(test.degreesOfFreedom == 1)
    #expect(!test.isOnBoundary)
    let smaller = try fit([.intercept], .unstructured, estimator)
    #expect(throws: MultivariateResultError.restrictedLikelihood) {
      try full.likelihoodRatioTest(against: smaller)
    }
    #expect(throws: MultivariateResultError.restrictedLikelihood) {
      try smaller.likelihoodRatioTest(against: full)
    }
  }

  @Test("what cannot be compared is refused")
  func refused() throws {
    let full = try fit()
    let restricted = try fit(
      [.intercept], .unstructured, .restrictedMaximumLikelihood)
    #expect(throws: MultivariateResultError.differentEstimators) {
      try full.likelihoodRatioTest(against: restricted)
    }
    let diagonal = try fit([.intercept], .diagonal)
    #expect(throws: MultivariateResultError.notNested) {
      try diagonal.likelihoodRatioTest(against: full)
    }
    let other = try fit([.intercept, .numeric("x", [1, 2, 0, 1, 4])])
    let year = try fit([.intercept, .numeric("year", years)])
    #expect(throws: MultivariateResultError.notNested) {
      try other.likelihoodRatioTest(against: year)
    }
    var changed = full
    changed.outcomes = MultivariateOutcomes(names: full.outcomes.names)
    #expect(throws: MultivariateResultError.differentData) {
      try full.likelihoodRatioTest(against: changed)
    }
    var moments = full
    moments.logLikelihood = nil
    #expect(throws: MultivariateResultError.noLikelihood) {
      try full.likelihoodRatioTest(against: moments)
    }
  }

  @Test("one variance against none is half of χ²")
  func oneVariance() throws {
    var outcomes = MultivariateOutcomes(names: ["y"])
    for (value, variance) in zip(
      [0.1, 0.9, 0.4, 1.4, -0.3], [0.05, 0.1, 0.08, 0.2, 0.12])
    {
      try outcomes.append("", values: [value], covariance: [[variance]])
    }
    let fit = try MultivariateModel().fit(outcomes, .maximumLikelihood)
    let none = try MultivariateModel().fit(outcomes, .fixedEffect)
    let test = try fit.likelihoodRatioTest(against: none)
    #expect(test.isOnBoundary)
    #expect(test.degreesOfFreedom == 1)
    #expect(test.mixtureWeights == [0.5, 0.5])
    #expect(test.mixturePValue == 0.5 * test.pValue)
    #expect(!test.isReducedSingular)
    let both = try MultivariateModel(
      terms: [.intercept, .numeric("x", [1, 2, 0, 1, 4])]
    ).fit(outcomes, .maximumLikelihood).likelihoodRatioTest(against: none)
    #expect(both.mixtureWeights == [0, 0.5, 0.5])
    let expected =
      0.5 * chiSquaredTail(both.statistic, 1) + 0.5
      * chiSquaredTail(both.statistic, 2)
    #expect(both.mixturePValue == expected)
  }

  @Test("structures are nested in the order of their matrices")
  func nesting() {
    typealias Structure = RandomEffectsStructure
    let zero = Structure.fixed(Matrix(rowCount: 3, columnCount: 3))
    let known: Matrix = [[2, 1, 0], [1, 2, 0], [0, 0, 1]]
    let cases: [(Structure, Structure, CovarianceRestriction?)] = [
      (.unstructured, .unstructured, CovarianceRestriction.none),
      (.unstructured, .diagonal, .regular),
      (.unstructured, .lowRank(2), .halfSpace),
      (.unstructured, .lowRank(1), .boundary),
      (.unstructured, .lowRank(3), CovarianceRestriction.none),
      (.lowRank(2), .lowRank(1), .boundary),
      (.lowRank(1), .lowRank(2), nil),
      (.unstructured, zero, .boundary), (.identity, zero, .halfSpace),
      (.proportional(to: known), zero, .halfSpace),
      (.unstructured, .proportional(to: known), .regular),
      (.unstructured, .fixed(known), .regular),
      (.diagonal, .fixed(known), nil),
      (.diagonal, .identity, .regular), (.diagonal, .compoundSymmetry, nil),
      (.heteroscedasticCompoundSymmetry, .diagonal, .regular),
      (.compoundSymmetry, .autoregressive, nil), (zero, .identity, nil),
      (
        .identity, .proportional(to: 3 * .identity(order: 3)),
        CovarianceRestriction.none
      ),
    ]
    for (full, reduced, expected) in cases {
      #expect(full.restriction(to: reduced, order: 3) == expected)
    }
    #expect(
      Structure.compoundSymmetry.restriction(to: .autoregressive, order: 2)
        == CovarianceRestriction.none)
    #expect(
      Structure.unstructured.restriction(
        to: .fixed([[0]]), order: 1) == .halfSpace)
  }
}
