// Expected values: identities between equivalent models, and the errors that
// the documentation promises. Tolerances between equivalent fits are those of
// the maximiser, 1e-7 for coefficients and 1e-6 for covariances.

import DxAccuracy
import DxLinearAlgebra
import DxMixedModels
internal import Foundation
import Testing
import _DxTestSupport

@Suite("Bivariate regression")
struct BivariateRegressionTests {
  private typealias Model = BivariateRegressionModel

  /// The scheidler review with its modality and a number that varies within
  /// the modalities.
  private func studies() throws -> [Study] {
    let review = ModeratedReview(
      review: try ReferenceReview.named("scheidler"), covariate: "modality",
      rule: .allIfAny)
    var studies = try review.studies()
    for index in studies.indices {
      studies[index].covariates["year"] = .number(
        Double(1980 + (index * 7) % 13))
    }
    return studies
  }

  private let modality = Moderator("modality", .categorical())
  private let year = Moderator("year", .numeric(center: .mean))

  @Test("without moderators is the bivariate model")
  func interceptsOnly() throws {
    let studies = try studies()
    for estimator in NormalEstimator.allCases {
      let likelihood = NormalApproximation(estimator: estimator)
      let plain = try BivariateModel(.normal(likelihood)).fit(studies)
      let fit = try Model(likelihood: .normal(likelihood), moderators: []).fit(
        studies)
      #expect(
        fit.coefficientNames
          == ["sensitivity: (Intercept)", "specificity: (Intercept)"])
      let projected = try fit.fit(at: [:])
      #expect(
        scaledError(
          projected.mean.logitSensitivity, plain.mean.logitSensitivity)
          <= 1e-7)
      #expect(
        scaledError(
          projected.mean.logitSpecificity, plain.mean.logitSpecificity)
          <= 1e-7)
      #expect(
        projected.meanCovariance.scaledError(to: plain.meanCovariance) <= 1e-6)
      let aic = fit.informationCriteria?.akaike
      #expect(
        scaledError(
          aic ?? 0, plain.akaikeInformationCriterion ?? 0) <= 1e-9)
      #expect(projected.akaikeInformationCriterion == aic)
      #expect(
        projected.bayesianInformationCriterion
          == fit.informationCriteria?.bayesian)
      #expect(
        (projected.jointCovariance == nil) == (plain.jointCovariance == nil))
      if let joint = projected.jointCovariance,
        let other = plain.jointCovariance
      {
        #expect(joint.means.scaledError(to: other.means) <= 1e-6)
        let difference = joint.firstMeanWithPsi - other.firstMeanWithPsi
        #expect((difference * difference).sum() <= 1e-12)
        #expect(scaledError(joint.psi.m32, other.psi.m32) <= 1e-6)
      }
    }
  }

  @Test(
    "the reference level and the centre do not move the fit",
    arguments: [
      NormalEstimator.restrictedMaximumLikelihood, .maximumLikelihood,
    ])
  func parametrizations(_ estimator: NormalEstimator) throws {
    let studies = try studies()
    let likelihood = AccuracyLikelihood.normal(
      NormalApproximation(estimator: estimator))
    let first = try Model(likelihood: likelihood, moderators: [modality, year])
      .fit(studies)
    let other = [
      Moderator("modality", .categorical(reference: "MRI")),
      Moderator("year", .numeric(center: .zero)),
    ]
    let second = try Model(likelihood: likelihood, moderators: other).fit(
      studies)
    #expect(second.moderators[0].levels == ["MRI", "CT", "LAG"])
    #expect(
      second.coefficientNames.prefix(4) == [
        "sensitivity: (Intercept)", "sensitivity: modality[CT]",
        "sensitivity: modality[LAG]", "sensitivity: year",
      ])
    for level in ["CT", "LAG", "MRI"] {
      let pattern: [String: CovariateValue] = [
        "modality": .category(level), "year": 1990,
      ]
      try checkEqual(try first.fit(at: pattern), try second.fit(at: pattern))
    }
    let tests = try [first, second].map { try $0.waldTest(of: "modality") }
    #expect(scaledError(tests[0].statistic, tests[1].statistic) <= 1e-5)
    #expect(tests[0].degreesOfFreedom == 4)
  }

  /// The interval of the area needs the whole joint covariance, the blocks
  /// between the coefficients and Ψ too.
  private func checkEqual(_ fit: BivariateFit, _ other: BivariateFit) throws {
    #expect(
      scaledError(fit.mean.logitSensitivity, other.mean.logitSensitivity)
        <= 1e-7)
    #expect(fit.meanCovariance.scaledError(to: other.meanCovariance) <= 1e-6)
    let areas = try [fit, other].map { try $0.areaUnderCurve().area }
    #expect(scaledError(areas[0].estimate, areas[1].estimate) <= 1e-6)
    let lower = try areas.map { try #require($0.lower) }
    #expect(scaledError(lower[0], lower[1]) <= 1e-6)
    let joint = try [fit, other].map { try #require($0.jointCovariance) }
    let difference = joint[0].firstMeanWithPsi - joint[1].firstMeanWithPsi
    #expect((difference * difference).sum() <= 1e-12)
  }

  @Test("the reference pattern is the intercepts")
  func reference() throws {
    let fit = try Model.normalApproximation(moderators: [modality, year]).fit(
      try studies())
    let summary = try fit.fit(at: fit.referencePattern).summaryPoint()
    let table = fit.coefficientTable()
    #expect(
      scaledError(
        summary.sensitivity.estimateOnScale, table[0].estimate.estimate)
        <= 1e-13)
    #expect(table[4].name == "specificity: (Intercept)")
    #expect(
      scaledError(
        summary.specificity.standardErrorOnScale ?? .nan,
        table[4].estimate.standardError ?? .nan) <= 1e-13)
    #expect(table[4].moderator == nil)
    #expect(table[5].level == "LAG")
    #expect(table[5].estimate.scale == .identity)
  }

  @Test("a moderator of one outcome leaves the other alone")
  func scope() throws {
    let studies = try studies()
    var moderator = modality
    moderator.scope = .specificity
    let ml = AccuracyLikelihood.normal(
      NormalApproximation(estimator: .maximumLikelihood))
    let fit = try Model(likelihood: ml, moderators: [moderator]).fit(studies)
    #expect(fit.coefficients.count == 4)
    #expect(fit.coefficientNames[1] == "specificity: (Intercept)")
    let patterns = ["CT", "MRI"].map {
      ["modality": CovariateValue.category($0)]
    }
    let fits = try patterns.map { try fit.fit(at: $0) }
    #expect(fits[0].mean.logitSensitivity == fits[1].mean.logitSensitivity)
    #expect(fits[0].mean.logitSpecificity != fits[1].mean.logitSpecificity)
    #expect(
      throws: RegressionTestError.moderatorNotActing(
        "modality", on: .sensitivity)
    ) { try fit.waldTest(of: "modality", on: .sensitivity) }
    let full = try Model(likelihood: ml, moderators: [modality]).fit(studies)
    let test = try full.likelihoodRatioTest(against: fit)
    #expect(test.degreesOfFreedom == 2)
    #expect(test.statistic > 0)
  }

  @Test("refuses likelihood ratios that mean nothing")
  func likelihoodRatioRefusals() throws {
    let studies = try studies()
    let model = Model.normalApproximation(moderators: [modality])
    let empty = Model.normalApproximation(moderators: [])
    func fit(
      _ model: BivariateRegressionModel, _ estimator: NormalEstimator,
      _ studies: [Study]
    ) throws -> BivariateRegressionFit {
      var model = model
      model.likelihood = .normal(NormalApproximation(estimator: estimator))
      return try model.fit(studies)
    }
    let full = try fit(model, .maximumLikelihood, studies)
    func refusal(
      _ reduced: BivariateRegressionFit, of full: BivariateRegressionFit
    ) -> RegressionTestError? {
      do throws(RegressionTestError) {
        _ = try full.likelihoodRatioTest(against: reduced)
        return nil
      } catch {
        return error
      }
    }
    let shorter = Array(studies.dropLast())
    #expect(
      refusal(try fit(empty, .maximumLikelihood, shorter), of: full)
        == .differentData)
    #expect(
      refusal(try fit(empty, .fixedEffect, studies), of: full)
        == .differentEstimators)
    #expect(refusal(full, of: full) == .notNested)
    #expect(
      refusal(
        try fit(
          Model.normalApproximation(moderators: [year]), .maximumLikelihood,
          studies),
        of: full) == .notNested)
    let reml = NormalEstimator.restrictedMaximumLikelihood
    #expect(
      refusal(try fit(empty, reml, studies), of: try fit(model, reml, studies))
        == .restrictedLikelihood)
    let moments = NormalEstimator.methodOfMoments
    #expect(
      refusal(
        try fit(empty, moments, studies), of: try fit(model, moments, studies))
        == .noLikelihood)
    // The order of the studies is no matter.
    #expect(
      refusal(
        try fit(empty, .maximumLikelihood, studies.reversed()), of: full)
        == nil)
    #expect(
      throws: RegressionTestError.unknownModerator("yaer")
    ) { try full.waldTest(of: "yaer") }
  }

  @Test("keeps a fit through coding")
  func coding() throws {
    let fit = try Model.normalApproximation(moderators: [modality, year]).fit(
      try studies())
    let data = try JSONEncoder().encode(fit)
    let back = try JSONDecoder().decode(BivariateRegressionFit.self, from: data)
    #expect(back == fit)
    let model = Model.normalApproximation(moderators: [modality, year])
    let copy = try JSONDecoder().decode(
      Model.self, from: try JSONEncoder().encode(model))
    #expect(copy == model)
  }
}
