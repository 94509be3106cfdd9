// Expected values are those of `ResultsCase`, and of scipy 1.17.1 where said.

import DxLinearAlgebra
import Testing
import _DxTestSupport

@testable import DxMixedModels

@Suite("Tests and criteria of models of several outcomes")
struct MultivariateInferenceTests {
  private let tolerance = 1e-10

  @Test("Wald's test of all coefficients", arguments: try ResultsCase.all)
  func wald(_ example: ResultsCase) throws {
    let fit = try example.fit()
    let q = fit.coefficients.count
    let test = try fit.waldTest(.identity(order: q))
    let expected = try #require(example.expected["wald_all"].numbers)
    #expect(relativeError(test.chiSquared, expected[0]) <= tolerance)
    // The P value magnifies the error of a large statistic.
    #expect(relativeError(test.pValue, expected[1]) <= 1e-8)
    #expect(test.denominatorDegreesOfFreedom == .infinity)
    let shifted = try fit.waldTest(
      .identity(order: q), equal: fit.coefficients, .residual)
    #expect(shifted.chiSquared == 0)
    #expect(shifted.pValue == 1)
    #expect(
      shifted.denominatorDegreesOfFreedom == Double(fit.observationCount - q))
  }

  @Test("terms by name, and degrees of freedom")
  func terms() throws {
    let fit = try ResultsCase.named("laboratories").fit()
    let joint = try fit.waldTest(ofTerm: "x1", .residual)
    #expect(joint.numeratorDegreesOfFreedom == 3)
    let single = try fit.waldTest(ofTerm: "x1", on: "y2", .groups)
    let table = try fit.coefficientTable(.groups)
    let row = try #require(table.first { $0.name == "y2: x1" })
    #expect(
      relativeError(single.chiSquared, row.statistic * row.statistic)
        <= tolerance)
    // All eight laboratories report something, and there are seven coefficients.
    #expect(row.degreesOfFreedom == 8 - 7)
    #expect(relativeError(single.pValue, row.pValue) <= tolerance)
    #expect(throws: MultivariateResultError.unknownTerm("x9", outcome: nil)) {
      try fit.waldTest(ofTerm: "x9")
    }
    #expect(throws: MultivariateResultError.unknownTerm("x2", outcome: "y1")) {
      try fit.waldTest(ofTerm: "x2", on: "y1")
    }
  }

  @Test("intervals and combinations")
  func intervals() throws {
    let fit = try ResultsCase.named("berkey98").fit()
    let contrast = try fit.contrasts([
      [.init("x1", of: "y1"): 1, .init("x1", of: "y2"): -1]
    ])
    let difference = try fit.linearCombinations(contrast, level: 0.9)[0]
    let c = fit.coefficientCovariance
    let variance = c[1, 1] + c[3, 3] - 2 * c[1, 3]
    #expect(
      relativeError(difference.standardError, variance.squareRoot())
        <= tolerance)
    // The normal quantile of 0.95.
    #expect(
      scaledError(
        difference.upper,
        difference.estimate + 1.6448536269514722 * variance.squareRoot())
        <= tolerance)
    let test = try fit.waldTest(contrast)
    #expect(relativeError(test.pValue, difference.pValue) <= tolerance)
  }

  @Test("contrasts without information are refused")
  func dependent() throws {
    let fit = try ResultsCase.named("berkey98").fit()
    #expect(throws: MultivariateResultError.dependentContrast(row: 2)) {
      try fit.waldTest([[1, 0, 2, 0], [0, 1, 0, 0], [3, 1, 6, 0]])
    }
    #expect(throws: MultivariateResultError.dependentContrast(row: 0)) {
      try fit.waldTest([[0, 0, 0, 0]])
    }
    let robust = try fit.clusterRobustCovariance(
      clusters: ["a", "a", "a", "b", "b"], .none)
    #expect(throws: MultivariateResultError.singularContrasts) {
      try robust.waldTest(.identity(order: 4), .infinite)
    }
  }

  @Test("Cochran's Q", arguments: try ResultsCase.all)
  func cochran(_ example: ResultsCase) throws {
    let fit = try example.fit()
    let tests = try fit.heterogeneityTests()
    let expected = example.expected["Q"]
    let joint = try #require(expected["joint"].numbers)
    #expect(relativeError(tests.residual.statistic, joint[0]) <= tolerance)
    #expect(Double(tests.residual.degreesOfFreedom) == joint[1])
    #expect(relativeError(tests.residual.pValue, joint[2]) <= 1e-8)
    let single = try #require(expected["outcomes"].numbers)
    for (name, value) in zip(fit.outcomes.names, single) {
      let test = try #require(tests.outcomes[name])
      #expect(relativeError(test.statistic, value) <= tolerance)
    }
    let measures = try fit.jointHeterogeneityMeasures()
    let ratio = try #require(example.expected["R"].number)
    #expect(relativeError(measures.ratio, ratio) <= tolerance)
    #expect(relativeError(measures.hSquared, joint[0] / joint[1]) <= tolerance)
  }

  @Test("Q of published reviews", arguments: try MultivariateReference.all)
  func qtest(_ reference: MultivariateReference) throws {
    for (_, model) in reference.expected["models"].members ?? [:] {
      guard let statistics = model["qtest"]["Q"].numbers else { continue }
      let freedom = try #require(model["qtest"]["df"].numbers)
      let fit = try MultivariateModel(
        terms: try reference.terms(model["covariate"])
      ).fit(try reference.outcomes(), .fixedEffect)
      let tests = try fit.heterogeneityTests()
      #expect(
        relativeError(tests.residual.statistic, statistics[0]) <= tolerance)
      for (index, name) in fit.outcomes.names.enumerated() {
        let test = try #require(tests.outcomes[name])
        #expect(
          relativeError(test.statistic, statistics[index + 1]) <= tolerance)
        #expect(Double(test.degreesOfFreedom) == freedom[index + 1])
      }
    }
  }

  @Test("the parts of Q add up, and moderators are Wald's test")
  func decomposition() throws {
    var fit = try ResultsCase.named("laboratories").fit()
    let tests = try fit.heterogeneityTests()
    let total = try #require(tests.total)
    let moderators = try #require(tests.moderators)
    #expect(
      total.degreesOfFreedom
        == tests.residual.degreesOfFreedom + moderators.degreesOfFreedom)
    fit = try MultivariateModel(terms: fit.model.terms).fit(
      fit.outcomes, .fixedEffect)
    let columns = fit.labels.indices.filter {
      fit.labels[$0].column != "(Intercept)"
    }
    let wald = try fit.waldTest(fit.unitRows(columns))
    #expect(relativeError(moderators.statistic, wald.chiSquared) <= 1e-9)
    #expect(moderators.degreesOfFreedom == wald.numeratorDegreesOfFreedom)
    let without = try ResultsCase.named("p53").fit().heterogeneityTests()
    #expect(without.moderators == nil)
  }

  @Test("measures of one outcome are the classical ones")
  func univariate() throws {
    let y = [0.1, 0.9, 0.4, 1.4, -0.3]
    let v = [0.05, 0.1, 0.08, 0.2, 0.12]
    var outcomes = MultivariateOutcomes(names: ["y"])
    for (value, variance) in zip(y, v) {
      try outcomes.append("", values: [value], covariance: [[variance]])
    }
    let fit = try MultivariateModel().fit(
      outcomes, .restrictedMaximumLikelihood)
    let w = v.map { 1 / $0 }
    let sum = w.reduce(0, +)
    let squares = w.reduce(0) { $0 + $1 * $1 }
    let typical = 4 * sum / (sum * sum - squares)
    let tau = fit.betweenStudyCovariance[0, 0]
    let measures = try #require(try fit.heterogeneityMeasures()["y"])
    #expect(
      relativeError(try #require(measures.typicalWithinVariance), typical)
        <= tolerance)
    #expect(
      relativeError(
        try #require(measures.iSquaredOfVariance), tau / (tau + typical))
        <= tolerance)
    let ratio = fit.coefficientCovariance[0, 0] * sum
    #expect(relativeError(measures.ratio * measures.ratio, ratio) <= tolerance)
    #expect(relativeError(measures.iSquaredOfRatio, 1 - 1 / ratio) <= 1e-9)
  }

  @Test("information criteria", arguments: try MultivariateReference.all)
  func criteria(_ reference: MultivariateReference) throws {
    for (_, model) in reference.expected["models"].members ?? [:] {
      let terms = try reference.terms(model["covariate"])
      for (key, estimator) in [
        ("reml", NormalEstimator.restrictedMaximumLikelihood),
        ("ml", .maximumLikelihood),
      ] {
        let expected = model[key]["tight"]
        let fit = try MultivariateModel(terms: terms).fit(
          try reference.outcomes(), estimator)
        let mixmeta = try #require(fit.informationCriteria())
        let mvmeta = try #require(
          fit.informationCriteria(.withoutDesignDeterminant))
        // Twice what the likelihood is good to.
        #expect(
          largestError(
            [mixmeta.akaike, mixmeta.bayesian, mvmeta.akaike, mvmeta.bayesian],
            [
              try #require(expected["AIC_mixmeta"].number),
              try #require(expected["BIC_mixmeta"].number),
              try #require(expected["AIC_mvmeta"].number),
              try #require(expected["BIC_mvmeta"].number),
            ]) <= 2e-8)
        #expect(Double(mixmeta.parameterCount) == expected["df"].number)
      }
    }
  }

  @Test("the corrected criterion counts two more observations at least")
  func corrected() throws {
    var criteria = InformationCriteria(
      logLikelihood: -3, parameterCount: 5, observationCount: 20)
    // 6 + 2·5·20/14
    #expect(relativeError(criteria.correctedAkaike, 6 + 200.0 / 14) <= 1e-15)
    criteria.observationCount = 6
    // 6 + 2·5·7/1
    #expect(criteria.correctedAkaike == 76)
  }
}
