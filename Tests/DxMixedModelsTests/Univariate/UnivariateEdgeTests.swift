// Expected values: what the documentation says, exact arithmetic of small
// cases, and identities between estimators.

import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import Testing
import _DxTestSupport

@Suite("Pooling of one outcome, edges")
struct UnivariateEdgeTests {
  @Test("data that cannot be right")
  func invalidData() throws {
    var outcomes = UnivariateOutcomes()
    #expect(
      throws: UnivariateModelError.invalidEffect(study: "a", value: .infinity)
    ) { try outcomes.append("a", effect: .infinity, variance: 1) }
    #expect(throws: UnivariateModelError.self) {
      try outcomes.append("a", effect: .nan, variance: 1)
    }
    for variance in [0, -1, .infinity] {
      #expect(
        throws: UnivariateModelError.invalidVariance(
          study: "b", value: variance)
      ) { try outcomes.append("b", effect: 0, variance: variance) }
    }
    #expect(outcomes.studyCount == 0)
    #expect(
      throws: UnivariateModelError.moderators(
        .tooFewStudies(outcome: "effect", reporting: 0, needed: 1))
    ) { try UnivariateModel().fit(outcomes, .fixedEffect) }
  }

  @Test("models that cannot be fitted")
  func invalidModels() throws {
    let one = try UnivariateOutcomes(effects: [2], variances: [0.25])
    #expect(
      throws: UnivariateModelError.noDegreesOfFreedom(
        studies: 1, coefficients: 1)
    ) { try UnivariateModel().fit(one, .pauleMandel) }
    let two = try UnivariateOutcomes(effects: [2, 1], variances: [1, 1])
    #expect(throws: UnivariateModelError.noCoefficients) {
      try UnivariateModel(terms: []).fit(two, .hedges)
    }
    #expect(
      throws: UnivariateModelError.moderators(.dependentColumn("constant"))
    ) {
      try UnivariateModel(terms: [.intercept, .numeric("constant", [3, 3])])
        .fit(two, .hedges)
    }
    #expect(throws: UnivariateModelError.weightCount(1, studies: 2)) {
      try UnivariateModel().fit(two, .generalizedQ(weights: [1]))
    }
    #expect(
      throws: UnivariateModelError.invalidWeight(study: "2", value: 0)
    ) { try UnivariateModel().fit(two, .generalizedQ(weights: [1, 0])) }
    let moments = try UnivariateModel().fit(two, .hedges)
    #expect(throws: UnivariateModelError.noLikelihood(.hedges)) {
      try moments.profileLikelihoodInterval()
    }
    #expect(
      UnivariateModelError.noLikelihood(.hedges).description
        == "hedges does not maximise a likelihood")
  }

  @Test("one study has a fixed effect, and nothing else")
  func oneStudy() throws {
    let one = try UnivariateOutcomes(effects: [2], variances: [0.25])
    let fit = try UnivariateModel().fit(one, .fixedEffect)
    #expect(fit.coefficients == [2])
    #expect(fit.mean().standardError == 0.5)
    #expect(fit.homogeneityTest.degreesOfFreedom == 0)
    #expect(fit.homogeneityTest.pValue.isNaN)
    #expect(fit.mean(.knappHartung).lower.isNaN)
    #expect(throws: UnivariateModelError.self) { try fit.qProfileInterval() }
    #expect(throws: UnivariateModelError.self) {
      try fit.generalizedQInterval()
    }
  }

  // y = ±1 and v = ½: the sum of squares of 2 over k − 1 = 1.
  @Test("two studies of equal variance, by hand")
  func byHand() throws {
    let outcomes = try UnivariateOutcomes(
      effects: [1, -1], variances: [0.5, 0.5])
    for estimator: HeterogeneityEstimator in [
      .derSimonianLaird, .hedges, .pauleMandel, .restrictedMaximumLikelihood,
      .generalizedQ(weights: [3, 3]),
    ] {
      let fit = try UnivariateModel().fit(outcomes, estimator)
      #expect(relativeError(fit.betweenStudyVariance, 1.5) <= 1e-14)
      #expect(fit.coefficients[0].magnitude <= 1e-15)
    }
    let likelihood = try UnivariateModel().fit(outcomes, .maximumLikelihood)
    #expect(relativeError(likelihood.betweenStudyVariance, 0.5) <= 1e-14)
    // (Q − k)/Σw = (4 − 2)/4.
    let schmidt = try UnivariateModel().fit(outcomes, .hunterSchmidt)
    #expect(relativeError(schmidt.betweenStudyVariance, 0.5) <= 1e-14)
    // τ₀² = 1, and 2/(1 + ½).
    let sidik = try UnivariateModel().fit(outcomes, .sidikJonkman)
    #expect(relativeError(sidik.betweenStudyVariance, 4.0 / 3) <= 1e-14)
    #expect(sidik.untruncatedVariance == nil)
  }

  @Test("equal effects have no variance, and reject any")
  func equalEffects() throws {
    let outcomes = try UnivariateOutcomes(
      effects: [0.7, 0.7, 0.7, 0.7], variances: [0.1, 0.2, 0.3, 0.4])
    for (estimator, _) in poolingEstimators {
      let fit = try UnivariateModel().fit(outcomes, estimator)
      #expect(fit.betweenStudyVariance == 0)
      #expect(fit.coefficients[0] == 0.7)
      let interval = try fit.qProfileInterval()
      #expect(interval.kind == .empty)
      #expect(interval.iSquared == nil)
      #expect(try fit.generalizedQInterval().kind == .empty)
      #expect(fit.homogeneityTest.pValue == 1)
    }
    let fit = try UnivariateModel().fit(
      outcomes, .restrictedMaximumLikelihood)
    #expect(fit.isTruncated)
    #expect(try fit.profileLikelihoodInterval().kind == .truncatedAtZero)
    #expect(
      try UnivariateModel().fit(outcomes, .derSimonianLaird).isTruncated)
    #expect(
      try !UnivariateModel().fit(outcomes, .sidikJonkman).isTruncated)
  }

  @Test("units do not matter", arguments: [0x1p-40, 0x1p-200, 0x1p200])
  func units(_ unit: Double) throws {
    let reference = try #require(
      try PoolingCase.all.first { $0.name == "bcg latitude" })
    let scaled = try UnivariateOutcomes(
      effects: reference.effects.map { $0 * unit },
      variances: reference.variances.map { $0 * unit * unit })
    for (estimator, name) in poolingEstimators {
      let fit = try reference.model.fit(reference.outcomes(), estimator)
      let other = try reference.model.fit(scaled, estimator)
      // A power of two changes no digit.
      #expect(
        other.betweenStudyVariance == fit.betweenStudyVariance * unit * unit,
        "\(name)")
      #expect(other.coefficients == fit.coefficients.map { $0 * unit })
      #expect(other.hSquared == fit.hSquared)
    }
  }

  @Test("the order of the studies does not matter")
  func order() throws {
    let reference = try #require(
      try PoolingCase.all.first { $0.name == "bcg latitude" })
    let order = [5, 2, 11, 0, 7, 12, 1, 9, 3, 10, 4, 8, 6]
    let outcomes = try UnivariateOutcomes(
      effects: order.map { reference.effects[$0] },
      variances: order.map { reference.variances[$0] })
    let model = UnivariateModel(terms: [
      .intercept, .numeric("x0", order.map { reference.columns[0][$0] }),
    ])
    for (estimator, name) in poolingEstimators {
      let first = try reference.model.fit(reference.outcomes(), estimator)
      let second = try model.fit(outcomes, estimator)
      #expect(
        poolingError(
          second.betweenStudyVariance, first.betweenStudyVariance, scale: 1)
          <= 1e-13, "\(name)")
      for (x, y) in zip(second.coefficients, first.coefficients) {
        #expect(scaledError(x, y) <= 1e-13, "\(name)")
      }
    }
  }

  @Test("general weights contain two of the moment estimators")
  func generalWeights() throws {
    let reference = try #require(
      try PoolingCase.all.first { $0.name == "bcg" })
    let outcomes = try reference.outcomes()
    let laird = try UnivariateModel().fit(outcomes, .derSimonianLaird)
    let inverse = try UnivariateModel().fit(
      outcomes, .generalizedQ(weights: reference.variances.map { 1 / $0 }))
    #expect(
      relativeError(inverse.betweenStudyVariance, laird.betweenStudyVariance)
        <= 1e-13)
    let hedges = try UnivariateModel().fit(outcomes, .hedges)
    let equal = try UnivariateModel().fit(
      outcomes, .generalizedQ(weights: Array(repeating: 1e200, count: 13)))
    #expect(
      relativeError(equal.betweenStudyVariance, hedges.betweenStudyVariance)
        <= 1e-13)
    // Weights are relative, so multiples give the same interval.
    let weights = reference.variances.map { 1 / $0.squareRoot() }
    let first = try laird.generalizedQInterval(weights: weights)
    let second = try laird.generalizedQInterval(
      weights: weights.map { $0 * 0x1p300 })
    #expect(first == second)
  }

  // With equal variances every weighting is the same, and the distribution of
  // Q is σ² χ², so that both intervals agree.
  @Test(
    "equal variances make the intervals agree", arguments: [2, 3, 12, 60, 200])
  func equalVariances(_ count: Int) throws {
    let outcomes = try UnivariateOutcomes(
      effects: (0..<count).map { Double(($0 * 7) % 5) },
      variances: Array(repeating: 0.3, count: count))
    let fit = try UnivariateModel().fit(outcomes, .pauleMandel)
    for level in [0.5, 0.95, 0.999] {
      let profile = try fit.qProfileInterval(level: level)
      let general = try fit.generalizedQInterval(level: level)
      #expect(profile.kind == general.kind)
      // Rounding errors in a tail of 5e-4, divided by the slope.
      let upper = try #require(profile.upper)
      #expect(
        relativeError(try #require(general.upper), upper) <= 1e-11)
      #expect(
        poolingError(
          try #require(general.lower), try #require(profile.lower), scale: 1)
          <= 1e-11)
    }
  }

  @Test("many studies")
  func manyStudies() throws {
    let count = 2_000
    let outcomes = try UnivariateOutcomes(
      effects: (0..<count).map { Double(($0 * 7919) % 1009) / 1009 },
      variances: (0..<count).map { 0.01 + Double($0 % 13) / 100 })
    let fit = try UnivariateModel().fit(
      outcomes, .restrictedMaximumLikelihood)
    #expect(fit.certificate.criterion.isConverged)
    #expect(fit.localMaximumCount == 1)
    #expect(fit.isTruncated || fit.betweenStudyVariance > 0)
    let interval = try fit.generalizedQInterval()
    #expect(try #require(interval.upper) < 1)
  }
}
