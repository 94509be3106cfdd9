// Expected values: maximisation in 80-bit arithmetic from many starts on every
// face of the parameter space; see Fixtures/README.md, which also derives the
// tolerances. The test of the smoking review is against the vignette of mada
// 0.5.12, to the digits that it prints.

import DxAccuracy
import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import Testing
import _DxTestSupport

@Suite("Bivariate regression, published reviews")
struct BivariateRegressionReferenceTests {
  private static let estimators: [(NormalEstimator, String)] = [
    (.restrictedMaximumLikelihood, "reml"), (.maximumLikelihood, "ml"),
  ]

  /// Ten times those of the coefficients, for what follows from them.
  private static let derivedTolerance = 1e-5

  @Test("estimates", arguments: try ModeratedReview.all())
  func estimates(_ review: ModeratedReview) throws {
    for (estimator, key) in Self.estimators {
      let fit = try review.model(estimator).fit(try review.studies())
      let expected = review.expected[key]["tight"]
      #expect(fit.certificate.criterion.isConverged)
      try checkLikelihood(fit, expected)
      try checkCoefficients(fit, expected)
      try checkBetweenStudies(fit, expected)
    }
  }

  private func checkLikelihood(
    _ fit: BivariateRegressionFit, _ expected: ExpectedValue
  ) throws {
    let isRestricted =
      fit.description.estimator == .restrictedMaximumLikelihood
    let reference = try #require(
      expected[isRestricted ? "logLik_metafor" : "logLik_logit_scale"].number)
    let value = try #require(fit.logLikelihood)
    #expect(value >= reference - 1e-8)
    #expect(value <= reference + 1e-9)
    let parameters = try #require(expected["df"].number)
    let aic = try #require(fit.informationCriteria?.akaike)
    #expect(scaledError(aic, 2 * parameters - 2 * value) <= 4 * .ulpOfOne)
  }

  private func checkCoefficients(
    _ fit: BivariateRegressionFit, _ expected: ExpectedValue
  ) throws {
    let isInterior = expected["boundary"].string == "interior"
    let coefficients = try #require(expected["coefficients"].numbers)
    let covariance = try #require(expected["vcov"].rows)
    let signs = coefficients.indices.map {
      $0 < coefficients.count / 2 ? 1.0 : -1
    }
    #expect(fit.coefficients.count == coefficients.count)
    for (row, sign) in signs.enumerated() {
      #expect(
        scaledError(fit.coefficients[row], sign * coefficients[row])
          <= (isInterior ? 1e-7 : 1e-6), "coefficient \(row)")
      for (column, other) in signs.enumerated() {
        #expect(
          scaledError(
            fit.coefficientCovariance[row, column],
            sign * other * covariance[row][column])
            <= (isInterior ? 1e-7 : 1e-6), "covariance \(row), \(column)")
      }
    }
  }

  private func checkBetweenStudies(
    _ fit: BivariateRegressionFit, _ expected: ExpectedValue
  ) throws {
    let psi = expected["Psi"].symmetricMatrix.withSecondReversed
    let isInterior = expected["boundary"].string == "interior"
    #expect((fit.boundary == .interior) == isInterior)
    #expect(
      fit.betweenStudyCovariance.scaledError(to: psi)
        <= (isInterior ? 1e-6 : 1e-5))
  }

  @Test("Wald tests", arguments: try ModeratedReview.all())
  func wald(_ review: ModeratedReview) throws {
    for (estimator, key) in Self.estimators {
      let fit = try review.model(estimator).fit(try review.studies())
      let expected = review.expected[key]["tight"]
      for (outcome, name) in [
        (nil, "wald_all"), (AccuracyOutcome.sensitivity, "wald_tsens"),
        (.specificity, "wald_tfpr"),
      ] {
        let test = try fit.waldTest(of: review.covariate, on: outcome)
        try check(test, expected[name], tolerances: (1e-5, 1e-6))
      }
    }
  }

  @Test("likelihood-ratio tests", arguments: try ModeratedReview.all())
  func likelihoodRatio(_ review: ModeratedReview) throws {
    let studies = try review.studies()
    let full = try review.model(.maximumLikelihood).fit(studies)
    let reduced = try review.model(.maximumLikelihood, moderators: [])
      .fit(studies)
    let test = try full.likelihoodRatioTest(against: reduced)
    try check(test, review.expected["lrt_ml"], tolerances: (2e-7, 1e-7))
  }

  private func check(
    _ test: ChiSquaredTest, _ expected: ExpectedValue,
    tolerances: (statistic: Double, pValue: Double)
  ) throws {
    let statistic = try #require(expected["chi2"].number)
    let degreesOfFreedom = try #require(expected["df"].number)
    let pValue = try #require(expected["p"].number)
    #expect(Double(test.degreesOfFreedom) == degreesOfFreedom)
    #expect(scaledError(test.statistic, statistic) <= tolerances.statistic)
    #expect(scaledError(test.pValue, pValue) <= tolerances.pValue)
  }

  @Test("summary at each level", arguments: try ModeratedReview.all())
  func levels(_ review: ModeratedReview) throws {
    for (estimator, key) in Self.estimators {
      let fit = try review.model(estimator).fit(try review.studies())
      let levels =
        review.expected[key]["tight"]["level_estimates"].elements ?? []
      #expect(
        levels.count == (review.isNumeric ? 0 : fit.moderators[0].levels.count))
      for level in levels {
        let name = try #require(level["level"].string)
        let summary = try fit.fit(at: [review.covariate: .category(name)])
          .summaryPoint()
        try check(summary.sensitivity, level["sens"])
        try check(summary.specificity, level["spec"])
      }
    }
  }

  private func check(
    _ estimate: IntervalEstimate, _ expected: ExpectedValue
  ) throws {
    let ends = try #require(expected["ci"].numbers)
    let tolerance = Self.derivedTolerance
    for (value, reference) in [
      (estimate.estimateOnScale, expected["logit"].number),
      (estimate.standardErrorOnScale, expected["se_logit"].number),
      (estimate.estimate, expected["prob"].number),
      (estimate.lower, ends[0]), (estimate.upper, ends[1]),
    ] {
      #expect(
        scaledError(try #require(value), try #require(reference)) <= tolerance)
    }
  }

  /// The rows of the vignette are the first result of each study.
  private func smoking() throws -> (ModeratedReview, [Study]) {
    let review = ModeratedReview(
      review: try ReferenceReview.named("smoking"), covariate: "type",
      rule: .allIfAny)
    let studies = try review.studies().filter {
      $0.id.hasSuffix("result 1)")
    }
    return (review, studies)
  }

  @Test("smoking, as the vignette of mada prints it")
  func vignette() throws {
    let (review, studies) = try smoking()
    try #require(studies.count == 26)
    let fit = try review.model(.restrictedMaximumLikelihood).fit(studies)
    let table = fit.coefficientTable()
    // The specificity is the other way round than the false-positive rate.
    let printed: [(Double, Double, Double?)] = [
      (2.813, 0.491, nil), (-1.166, 0.634, 0.066), (3.337, 0.311, nil),
      (-0.882, 0.389, 0.023),
    ]
    try #require(table.count == printed.count)
    for (coefficient, (estimate, standardError, pValue)) in zip(table, printed)
    {
      // Half a unit of the last digit, and as much for the package's own
      // convergence.
      #expect((coefficient.estimate.estimate - estimate).magnitude <= 1e-3)
      let error = try #require(coefficient.estimate.standardError)
      #expect((error - standardError).magnitude <= 1e-3)
      if let pValue {
        #expect((coefficient.pValue - pValue).magnitude <= 1e-3)
      }
    }
    let psi = fit.betweenStudyCovariance
    #expect((psi.m11.squareRoot() - 1.508).magnitude <= 1e-3)
    #expect((psi.m22.squareRoot() - 0.875).magnitude <= 1e-3)
    let correlation = psi.m21 / (psi.m11 * psi.m22).squareRoot()
    #expect((correlation + 0.551).magnitude <= 1e-3)
    let full = try review.model(.maximumLikelihood).fit(studies)
    let reduced = try review.model(.maximumLikelihood, moderators: [])
      .fit(studies)
    let test = try full.likelihoodRatioTest(against: reduced)
    #expect((test.statistic - 13.25).magnitude <= 1e-2)
    #expect(test.degreesOfFreedom == 2)
    #expect((test.pValue - 0.00133).magnitude <= 1e-5)
  }
}
