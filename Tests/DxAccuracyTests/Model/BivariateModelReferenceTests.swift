// Expected values: maximisation in 80-bit arithmetic from many starts on every
// face of the parameter space; see Fixtures/README.md.

import DxAccuracy
import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import Testing
import _DxTestSupport

@Suite("Bivariate model, published reviews")
struct BivariateModelReferenceTests {
  @Test("likelihood estimates", arguments: try CorrectedReview.all())
  func likelihood(_ review: CorrectedReview) throws {
    for (estimator, key) in [
      (NormalEstimator.restrictedMaximumLikelihood, "reml"),
      (.maximumLikelihood, "ml"),
    ] {
      let fit = try review.fit(NormalApproximation(estimator: estimator))
      let expected = review.expected[key]["tight"]
      try checkLikelihood(fit, expected, estimator)
      try checkEstimates(fit, expected)
      #expect(fit.certificate.criterion.isConverged)
      #expect(fit.certificate.evaluations <= 10)
      let eigenvalue = try #require(fit.certificate.smallestHessianEigenvalue)
      #expect(eigenvalue > 0)
    }
  }

  /// The optimum cannot be beaten, and must not be missed by more than a
  /// gradient of 1e-9 explains.
  private func checkLikelihood(
    _ fit: BivariateFit, _ expected: ExpectedValue,
    _ estimator: NormalEstimator
  ) throws {
    let key =
      estimator == .restrictedMaximumLikelihood
      ? "logLik_metafor" : "logLik_logit_scale"
    let reference = try #require(expected[key].number)
    let value = try #require(fit.logLikelihood)
    #expect(value >= reference - 1e-8)
    #expect(value <= reference + 1e-9)
  }

  /// A log-likelihood that is off by 1e-12 moves Ψ by about 1e-6 relative;
  /// along a face the reference itself is less certain.
  private func checkEstimates(
    _ fit: BivariateFit, _ expected: ExpectedValue
  ) throws {
    let boundary = try #require(expected["boundary"].string)
    let psi = expected["Psi"].symmetricMatrix.withSecondReversed
    let tolerances: (mean: Double, psi: Double)
    switch boundary {
    case "interior":
      #expect(fit.boundary == .interior)
      tolerances = (1e-7, 1e-6)
    case "rank1":
      #expect(
        fit.boundary
          == (psi.m21 > 0 ? .correlationAtPlusOne : .correlationAtMinusOne))
      tolerances = (1e-6, 1e-5)
    default:
      #expect(fit.boundary == .zeroVarianceBoth)
      tolerances = (1e-6, 1e-6)
    }
    let coefficients = try #require(expected["coefficients"].numbers)
    #expect(
      scaledError(fit.mean.logitSensitivity, coefficients[0])
        <= tolerances.mean)
    #expect(
      scaledError(fit.mean.logitSpecificity, -coefficients[1])
        <= tolerances.mean)
    #expect(
      fit.betweenStudyCovariance.scaledError(to: psi) <= tolerances.psi)
    let covariance = expected["vcov"].symmetricMatrix.withSecondReversed
    #expect(
      fit.meanCovariance.scaledError(to: covariance) <= tolerances.psi)
    try checkJointCovariance(fit, expected, tolerance: 10 * tolerances.psi)
  }

  /// The reference's order is the same; the sign of each coordinate with one
  /// false-positive rate in it is not.
  private func checkJointCovariance(
    _ fit: BivariateFit, _ expected: ExpectedValue, tolerance: Double
  ) throws {
    let rows = try #require(
      expected["cov_mu_vechPsi_tsens_tfpr"].rows)
    let sign = [1.0, -1, 1, -1, 1]
    let joint = try #require(fit.jointCovariance)
    let m = joint.means
    let c = joint.psi
    let (a, b) = (joint.firstMeanWithPsi, joint.secondMeanWithPsi)
    let lower: [[Double]] = [
      [m.m11], [m.m21, m.m22], [a.x, b.x, c.m11], [a.y, b.y, c.m21, c.m22],
      [a.z, b.z, c.m31, c.m32, c.m33],
    ]
    for i in 0..<5 {
      for j in 0...i {
        #expect(
          scaledError(lower[i][j], sign[i] * sign[j] * rows[i][j])
            <= tolerance, "entry \(i), \(j)")
      }
    }
  }

  /// The means and their covariance, which are subject to rounding only.
  private func checkClosedForm(
    _ fit: BivariateFit, _ expected: ExpectedValue
  ) throws {
    let coefficients = try #require(expected["coefficients"].numbers)
    #expect(scaledError(fit.mean.logitSensitivity, coefficients[0]) <= 1e-11)
    #expect(scaledError(fit.mean.logitSpecificity, -coefficients[1]) <= 1e-11)
    #expect(
      fit.meanCovariance.scaledError(
        to: expected["vcov"].symmetricMatrix.withSecondReversed) <= 1e-11)
  }

  @Test("fixed effect", arguments: try CorrectedReview.all())
  func fixedEffect(_ review: CorrectedReview) throws {
    let fit = try review.fit(NormalApproximation(estimator: .fixedEffect))
    let expected = review.expected["fixed"]["tight"]
    try checkClosedForm(fit, expected)
    let logLikelihood = try #require(fit.logLikelihood)
    let reference = try #require(expected["logLik_logit_scale"].number)
    #expect(scaledError(logLikelihood, reference) <= 1e-11)
  }

  @Test("method of moments", arguments: try CorrectedReview.all())
  func moments(_ review: CorrectedReview) throws {
    let fit = try review.fit(NormalApproximation(estimator: .methodOfMoments))
    let expected = review.expected["mm"]["tight"]
    try checkClosedForm(fit, expected)
    #expect(
      fit.betweenStudyCovariance.scaledError(
        to: expected["Psi"].symmetricMatrix.withSecondReversed) <= 1e-11)
    #expect(fit.logLikelihood == nil)
  }

  @Test("Cochran's Q of the tables", arguments: try CorrectedReview.all())
  func homogeneity(_ review: CorrectedReview) throws {
    let corrected = ContinuityCorrection(rule: review.rule)
      .corrected(review.review.counts.studies.map(\.table))
    let tests = try HomogeneityTests(corrected)
    let expected = review.expected["fixed"]["tight"]["cochran_Q"]
    let first = try #require(expected["Q_tsens"].number)
    let second = try #require(expected["Q_tfpr"].number)
    let both = try #require(expected["Q_all"].number)
    // Sums of as many terms as there are studies: rounding only.
    #expect(scaledError(tests.sensitivity.statistic, first) <= 1e-11)
    #expect(scaledError(tests.specificity.statistic, second) <= 1e-11)
    #expect(scaledError(tests.joint.statistic, both) <= 1e-11)
    if corrected.touchedStudyCount > 0 {
      let raw = ContinuityCorrection(rule: .none)
        .corrected(review.review.counts.studies.map(\.table))
      #expect(throws: UndefinedReason.zeroCell) { try HomogeneityTests(raw) }
    }
  }

  @Test("simulated reviews", arguments: try SimulatedReview.all)
  func simulated(_ review: SimulatedReview) throws {
    let fit = try BivariateModel.normalApproximation().fit(
      review.counts.studies)
    let best = try #require(review.bestKnown["reml_ll"])
    let value = try #require(fit.logLikelihood)
    #expect(value >= best - 1e-8)
    #expect(value <= best + 1e-9)
    #expect(fit.certificate.criterion.isConverged)
  }

  @Test("edge cases", arguments: try EdgeCaseReference.all)
  func edgeCases(_ edge: EdgeCaseReference) throws {
    for (estimator, key) in [
      (NormalEstimator.restrictedMaximumLikelihood, "reml"),
      (.maximumLikelihood, "ml"),
    ] {
      let fit = try BivariateModel.normalApproximation(
        estimator: estimator, incompleteStudies: .keepObservedArm
      ).fit(edge.counts.studies)
      let expected = edge.expected[key]
      let value = try #require(fit.logLikelihood)
      let reference = try #require(expected["logLik"].number)
      #expect(scaledError(value, reference) <= 1e-9)
      let name = try #require(expected["boundary"].string)
      #expect(fit.boundary.outcomeName == name)
      let means = try #require(expected["mu"].numbers)
      #expect(scaledError(fit.mean.logitSensitivity, means[0]) <= 1e-7)
      #expect(scaledError(fit.mean.logitSpecificity, means[1]) <= 1e-7)
      let psi = try #require(expected["Psi"].numbers)
      #expect(
        fit.betweenStudyCovariance.scaledError(
          to: SymmetricMatrix2x2(psi[0], psi[1], psi[2])) <= 1e-6)
    }
  }
}

extension CovarianceBoundary {
  /// The name in the terms of sensitivity and specificity.
  fileprivate var outcomeName: String {
    switch self {
    case .zeroVarianceFirst: "zeroVarianceSensitivity"
    case .zeroVarianceSecond: "zeroVarianceSpecificity"
    default: rawValue
    }
  }
}
