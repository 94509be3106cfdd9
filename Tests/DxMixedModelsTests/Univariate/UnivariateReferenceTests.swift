// Expected values are those of Fixtures/oracle/pooling_oracle.py, which works
// in 40 digits with mpmath 1.3.0 and dense matrices. The R package metafor
// 3.8-1 agrees with its estimators, standard errors and I² to 1e-10.

import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import Testing
import _DxTestSupport

extension PoolingCase {
  func outcomes() throws -> UnivariateOutcomes {
    try UnivariateOutcomes(effects: effects, variances: variances)
  }

  var model: UnivariateModel {
    UnivariateModel(
      terms: [.intercept]
        + columns.enumerated().map { .numeric("x\($0.offset)", $0.element) })
  }

  /// The unit in which errors of τ² count: it may be zero.
  var scale: Double { expected["typicalVariance"].number ?? .nan }
}

let poolingEstimators: [(HeterogeneityEstimator, String)] = [
  (.fixedEffect, "fixedEffect"), (.derSimonianLaird, "derSimonianLaird"),
  (.restrictedMaximumLikelihood, "restrictedMaximumLikelihood"),
  (.maximumLikelihood, "maximumLikelihood"), (.pauleMandel, "pauleMandel"),
  (.sidikJonkman, "sidikJonkman"), (.hedges, "hedges"),
  (.hunterSchmidt, "hunterSchmidt"),
]

/// The error relative to the larger of the reference and a scale.
func poolingError(_ value: Double, _ reference: Double, scale: Double) -> Double
{
  let result =
    (value - reference).magnitude / Swift.max(reference.magnitude, scale)
  return result.isNaN ? .infinity : result
}

@Suite("Pooling of one outcome, reference values")
struct UnivariateReferenceTests {
  @Test("all cases are read")
  func cases() throws {
    #expect(try PoolingCase.all.count >= 11)
  }

  // The tolerances are near the condition of the problems: a sum of squares
  // minus its expectation loses a few digits.
  @Test("the variance and the coefficients", arguments: try PoolingCase.all)
  func estimates(_ reference: PoolingCase) throws {
    let outcomes = try reference.outcomes()
    for (estimator, name) in poolingEstimators {
      let expected = reference.expected["estimators"][name]
      let fit = try reference.model.fit(outcomes, estimator)
      let variance = try #require(expected["variance"].number)
      #expect(
        poolingError(fit.betweenStudyVariance, variance, scale: reference.scale)
          <= 1e-11, "\(name)")
      #expect((fit.betweenStudyVariance == 0) == (variance == 0), "\(name)")
      if let untruncated = expected["untruncated"].number {
        let value = try #require(fit.untruncatedVariance)
        #expect(
          poolingError(value, untruncated, scale: reference.scale) <= 1e-11,
          "\(name)")
        #expect(fit.isTruncated == (untruncated < 0))
      }
      if let standardError = expected["standardError"].number {
        let value = try #require(fit.betweenStudyVarianceStandardError)
        #expect(relativeError(value, standardError) <= 1e-10, "\(name)")
      }
      let coefficients = try #require(expected["coefficients"].numbers)
      let covariance = try #require(expected["covariance"].rows)
      for i in coefficients.indices {
        #expect(
          poolingError(
            fit.coefficients[i], coefficients[i],
            scale: covariance[i][i].squareRoot()) <= 1e-11, "\(name)")
        for j in coefficients.indices {
          let scale = (covariance[i][i] * covariance[j][j]).squareRoot()
          #expect(
            poolingError(
              fit.coefficientCovariance[i, j], covariance[i][j], scale: scale)
              <= 1e-11, "\(name)")
        }
      }
    }
  }

  @Test("likelihoods and Q", arguments: try PoolingCase.all)
  func likelihoods(_ reference: PoolingCase) throws {
    let outcomes = try reference.outcomes()
    for (estimator, name) in poolingEstimators {
      let expected = reference.expected["estimators"][name]
      let fit = try reference.model.fit(outcomes, estimator)
      #expect(fit.logLikelihood != nil || expected["logLikelihood"].isNull)
      if let logLikelihood = expected["logLikelihood"].number {
        let value = try #require(fit.logLikelihood)
        #expect(scaledError(value, logLikelihood) <= 1e-11, "\(name)")
      }
      if let count = reference.expected["maxima \(name)"].number {
        #expect(fit.localMaximumCount == Int(count), "\(name)")
        #expect(fit.certificate.startsAgreed == (count == 1))
        #expect(fit.certificate.criterion.isConverged)
        #expect(fit.certificate.gradientNorm <= 1e-9)
      }
      let statistic = try #require(reference.expected["Q"].number)
      #expect(relativeError(fit.homogeneityTest.statistic, statistic) <= 1e-11)
      #expect(relativeError(fit.typicalVariance, reference.scale) <= 1e-12)
      let squares = try #require(expected["squares"].number)
      let factor = squares / Double(fit.degreesOfFreedom)
      #expect(relativeError(fit.varianceFactor(.knappHartung), factor) <= 1e-10)
      #expect(fit.varianceFactor(.none) == 1)
      #expect(
        fit.varianceFactor(.knappHartungAtLeastOne)
          == max(1, fit.varianceFactor(.knappHartung)))
    }
  }

  @Test("intervals of the variance", arguments: try PoolingCase.all)
  func intervals(_ reference: PoolingCase) throws {
    let outcomes = try reference.outcomes()
    let fit = try reference.model.fit(outcomes, .derSimonianLaird)
    try check(
      fit.qProfileInterval(), reference.expected["qProfile"], reference, 1e-11)
    for (estimator, name) in poolingEstimators[2...3] {
      let expected = reference.expected["profile \(name)"]
      let likelihood = try reference.model.fit(outcomes, estimator)
      try check(
        likelihood.profileLikelihoodInterval(), expected, reference, 1e-11)
    }
    let generalized = reference.expected["generalizedQ"]
    guard !generalized.isNull else { return }
    try check(
      fit.generalizedQInterval(), generalized["inverseVariance"], reference,
      1e-9)
    try check(
      fit.generalizedQInterval(
        weights: reference.variances.map { 1 / $0.squareRoot() }),
      generalized["inverseStandardError"], reference, 1e-9)
  }

  private func check(
    _ interval: HeterogeneityInterval, _ expected: ExpectedValue,
    _ reference: PoolingCase, _ tolerance: Double
  ) throws {
    guard let upper = expected[1].number else {
      #expect(interval.kind == .empty)
      #expect(interval.lower == nil && interval.upper == nil)
      return
    }
    let lower = expected[0].number ?? 0
    let ends = try #require(interval.lower)
    let context: Comment = "\(interval.method) \(interval) \(lower) \(upper)"
    #expect(
      poolingError(ends, lower, scale: reference.scale) <= tolerance, context)
    #expect(
      poolingError(try #require(interval.upper), upper, scale: reference.scale)
        <= tolerance, context)
    if interval.kind != .disconnected {
      #expect((interval.kind == .truncatedAtZero) == (lower == 0), context)
    }
  }
}
