// Expected values: Fixtures/oracle/transform_oracle.py, in 60 digits; for the
// likelihood of proportions also R's mada, from the reference reviews.

import DxAccuracy
import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import Foundation
import RealModule
import Testing
import _DxTestSupport

@Suite("Bivariate model on other scales")
struct AccuracyTransformsTests {
  /// The optimum is flat: a log-likelihood that is off by 1e-14, which is its
  /// rounding, moves the estimates by some 1e-7.
  static let tolerance = 1e-7

  static let estimators = [
    (NormalEstimator.maximumLikelihood, "ml"),
    (.restrictedMaximumLikelihood, "reml"),
  ]

  static func model(
    _ reference: TransformReference, _ estimator: NormalEstimator
  ) -> BivariateModel {
    BivariateModel.normalApproximation(
      estimator: estimator,
      transforms: .mada(
        alphaSensitivity: reference.alphaSensitivity,
        alphaFalsePositiveRate: reference.alphaFalsePositiveRate))
  }

  @Test("agrees with the oracle", arguments: try TransformReference.all)
  func estimates(_ reference: TransformReference) throws {
    for (estimator, key) in Self.estimators {
      let fit = try Self.model(reference, estimator)
        .fit(reference.counts.studies)
      let expected = reference.expected[key]
      let mean = try #require(expected["mu"].numbers)
      let covariance = try #require(expected["vcov"].numbers)
      let psi = try #require(expected["Psi"].numbers)
      let logLikelihood = try #require(fit.logLikelihood)
      let value = try #require(expected["logLik"].number)
      #expect(
        scaledError(fit.transformedMean.x, mean[0]) <= Self.tolerance)
      #expect(
        scaledError(fit.transformedMean.y, mean[1]) <= Self.tolerance)
      #expect(
        fit.meanCovariance.scaledError(
          to: SymmetricMatrix2x2(
            covariance[0], covariance[1], covariance[2])) <= Self.tolerance)
      #expect(
        fit.betweenStudyCovariance.scaledError(
          to: SymmetricMatrix2x2(psi[0], psi[1], psi[2])) <= Self.tolerance)
      #expect(scaledError(logLikelihood, value) <= 1e-11)
      #expect(fit.boundary == .interior)
    }
  }

  @Test("carries intervals back", arguments: try TransformReference.all)
  func intervals(_ reference: TransformReference) throws {
    for (estimator, key) in Self.estimators {
      let fit = try Self.model(reference, estimator)
        .fit(reference.counts.studies)
      let point = fit.summaryPoint()
      let predictive = fit.predictiveValues(at: try Prevalence(0.2))
      let prediction = fit.predictionIntervals(method: .wald)
      let expected = reference.expected[key]["intervals"]
      for (interval, name) in [
        (point.sensitivity, "sensitivity"),
        (point.specificity, "specificity"),
        (point.diagnosticOddsRatio, "dor"),
        (point.positiveLikelihoodRatio, "lrPositive"),
        (point.negativeLikelihoodRatio, "lrNegative"),
        (predictive.positivePredictiveValue, "ppv"),
        (predictive.negativePredictiveValue, "npv"),
        (predictive.f1, "f1"),
        (prediction.sensitivity, "sensitivityPrediction"),
        (prediction.specificity, "specificityPrediction"),
      ] {
        let values = try #require(expected[name].numbers)
        let lower = try #require(interval.lower)
        let upper = try #require(interval.upper)
        for (found, value) in zip([interval.estimate, lower, upper], values) {
          #expect(scaledError(found, value) <= Self.tolerance, "\(name)")
        }
      }
    }
  }

  @Test(
    "compares on the scale of proportions",
    arguments: try TransformReference.all)
  func likelihoodOfProportions(_ reference: TransformReference) throws {
    for (estimator, key) in Self.estimators {
      let fit = try Self.model(reference, estimator)
        .fit(reference.counts.studies)
      let expected = reference.expected[key]
      let criteria = try #require(fit.informationCriteria(.proportions))
      let value = try #require(expected["logLikProportions"].number)
      let akaike = try #require(expected["aic"].number)
      let bayesian = try #require(expected["bic"].number)
      #expect(fit.logLikelihoodOfProportions == criteria.logLikelihood)
      #expect(scaledError(criteria.logLikelihood, value) <= 1e-11)
      #expect(scaledError(criteria.akaike, akaike) <= 1e-11)
      #expect(scaledError(criteria.bayesian, bayesian) <= 1e-11)
      #expect(
        scaledError(
          try #require(fit.description.logTransformDerivatives),
          reference.logTransformDerivatives) <= 1e-14)
    }
  }

  @Test("counts likelihoods as mada", arguments: try CorrectedReview.all())
  func mada(_ review: CorrectedReview) throws {
    for (estimator, key) in Self.estimators {
      let fit = try review.fit(NormalApproximation(estimator: estimator))
      let expected = review.expected[key]["tight"]
      let criteria = try #require(fit.informationCriteria(.proportions))
      let jacobian = try #require(expected["log_jacobian"].number)
      let value = try #require(expected["logLik_mada"].number)
      let akaike = try #require(expected["AIC_mada"].number)
      let bayesian = try #require(expected["BIC_mada"].number)
      #expect(
        scaledError(
          try #require(fit.description.logTransformDerivatives), jacobian)
          <= 1e-13)
      // The optimum may be missed by 1e-8, see the tests of the likelihood.
      #expect((criteria.logLikelihood - value).magnitude <= 1e-8)
      #expect((criteria.akaike - akaike).magnitude <= 2e-8)
      #expect((criteria.bayesian - bayesian).magnitude <= 2e-8)
    }
  }

  @Test("is the logit model where α is one")
  func logit() throws {
    let studies = try ReferenceReview.named("auditc").counts.studies
    let logit = try BivariateModel.normalApproximation().fit(studies)
    let other = try BivariateModel.normalApproximation(
      transforms: .mada(alphaSensitivity: 1, alphaFalsePositiveRate: 1)
    ).fit(studies)
    #expect(logit == other)
    #expect(logit.transforms == .logit)
    #expect(logit.mean.logitSensitivity == logit.transformedMean.x)
    #expect(logit.summaryPoint().sensitivity.scale == .logit)
    // One transformation that is no logit keeps the other outcome's values.
    let near = try BivariateModel.normalApproximation(
      transforms: .mada(
        alphaSensitivity: 1 + 1e-12, alphaFalsePositiveRate: 1)
    ).fit(studies)
    #expect(
      scaledError(near.transformedMean.x, logit.transformedMean.x) <= 1e-10)
    #expect(
      scaledError(near.transformedMean.y, logit.transformedMean.y) <= 1e-10)
  }

  @Test("has no quantity that is defined by logits")
  func requiresLogits() throws {
    let studies = try ReferenceReview.named("auditc").counts.studies
    let fit = try BivariateModel.normalApproximation(
      transforms: .mada(alphaSensitivity: 0.5, alphaFalsePositiveRate: 1)
    ).fit(studies)
    #expect(throws: UndefinedReason.requiresLogitScale) { try fit.hsroc() }
    #expect(throws: UndefinedReason.requiresLogitScale) {
      try fit.srocCurve()
    }
    #expect(throws: UndefinedReason.requiresLogitScale) {
      try fit.areaUnderCurve()
    }
    let mean = fit.populationMean()
    #expect(mean.sensitivity.estimate.isNaN)
    #expect(mean.specificity.undefinedReason == .requiresLogitScale)
    #expect(fit.zhouDendukuri().bivariate.value.isNaN)
  }

  @Test(
    "reverses the roles of outcomes and errors", arguments: [0.0, 0.6, 1.9])
  func complement(alpha: Double) throws {
    let transform = AccuracyTransform(alpha: alpha)
    for p in [0.125, 0.5, 0.875] {
      // Exact arithmetic but for the logarithms.
      #expect(
        scaledError(
          transform.complement.value(1 - p), -transform.value(p))
          <= 4 * .ulpOfOne)
    }
    let studies = try ReferenceReview.named("auditc").counts.studies
    let fit = try BivariateModel.normalApproximation(
      transforms: AccuracyTransforms(
        sensitivity: .logit, specificity: transform)
    ).fit(studies)
    let point = fit.summaryPoint()
    let rate = point.falsePositiveRate
    let specificity = point.specificity
    #expect(rate.scale == EstimateScale(transform.complement))
    #expect(
      scaledError(rate.estimate, 1 - specificity.estimate) <= 4 * .ulpOfOne)
    let lower = try #require(rate.lower)
    let upper = try #require(specificity.upper)
    #expect(lower == 1 - upper)
    // The slope of t is the same at p and 1 − p.
    let error = try #require(rate.standardError)
    let other = try #require(specificity.standardError)
    #expect(relativeError(error, other) <= 1e-13)
  }

  @Test("draws regions that are ellipses on the scale of the model")
  func region() throws {
    let reference = try #require(
      TransformReference.all.first { $0.alphaSensitivity == 0.5 })
    let fit = try Self.model(reference, .maximumLikelihood)
      .fit(reference.counts.studies)
    let ellipse = try fit.region(.confidence, radius: .chiSquared).ellipse
    let sensitivity = fit.transforms.sensitivity
    let specificity = fit.transforms.specificity
    for point in ellipse.boundary(count: 24) {
      let offset =
        SIMD2(
          sensitivity.value(point.sensitivity),
          specificity.value(point.specificity)) - fit.transformedMean
      let form = fit.meanCovariance.inverse.quadraticForm(offset)
      // −2 ln 0.05
      #expect(scaledError(form, 5.9914645471079817) <= 1e-12)
    }
    #expect(ellipse.contains(fit.mean))
    #expect(fit.mean.sensitivity == fit.summaryPoint().sensitivity.estimate)
  }

  @Test("ends at the image of a transformation")
  func halfLine() throws {
    var fit = makeFit()
    fit.transforms = .mada(alphaSensitivity: 2, alphaFalsePositiveRate: 1)
    // t₂(p) = 2 ln p; the limits are exp((−0.2 ± z √0.05) / 2), of which the
    // upper is beyond one.
    fit.transformedMean = SIMD2(-0.2, 2)
    let sensitivity = fit.summaryPoint().sensitivity
    #expect(scaledError(sensitivity.estimate, 0.90483741803595957) <= 1e-15)
    let lower = try #require(sensitivity.lower)
    #expect(scaledError(lower, 0.72678060001617098) <= 1e-14)
    #expect(sensitivity.upper == 1)
    let error = try #require(sensitivity.standardError)
    // √0.05 p / 2
    #expect(scaledError(error, 0.10116389876568999) <= 1e-14)
    let points = try fit.region(.prediction).ellipse.boundary(count: 8)
    #expect(points.contains { $0.sensitivity == 1 })
    #expect(points.allSatisfy { (0...1).contains($0.sensitivity) })

    fit.transformedMean = SIMD2(0.1, 2)
    let beyond = fit.summaryPoint()
    #expect(beyond.sensitivity.estimate == 1)
    #expect(beyond.sensitivity.lower != nil)
    #expect(beyond.diagnosticOddsRatio.undefinedReason == .infiniteEstimate)
    #expect(beyond.positiveLikelihoodRatio.lower == nil)
    #expect(throws: UndefinedReason.infiniteEstimate) {
      try fit.region(.confidence)
    }
  }

  @Test("keeps a one-armed study")
  func oneArmed() throws {
    let edge = try #require(
      EdgeCaseReference.all.first { $0.name == "one_armed_study" })
    let logit = try BivariateModel.normalApproximation(
      incompleteStudies: .keepObservedArm
    )
    .fit(edge.counts.studies)
    let other = try BivariateModel.normalApproximation(
      incompleteStudies: .keepObservedArm,
      transforms: .mada(alphaSensitivity: 0.8, alphaFalsePositiveRate: 1.3)
    ).fit(edge.counts.studies)
    // −Σ ln p (1 − p) over the fifteen corrected proportions.
    var sum = 0.0
    for logit in edge.logits.flatMap(\.self) {
      if let logit { sum += 2 * Double.log(2 * .cosh(logit / 2)) }
    }
    #expect(
      scaledError(try #require(logit.description.logTransformDerivatives), sum)
        <= 1e-13)
    let first = try #require(logit.logLikelihoodOfProportions)
    let second = try #require(other.logLikelihoodOfProportions)
    // Neighbouring members of the family describe the data about as well.
    #expect((first - second).magnitude < 2)
    #expect(other.certificate.criterion.isConverged)
  }

  @Test("is kept and checked by coding")
  func coding() throws {
    var fit = makeFit()
    fit.transforms = .mada(alphaSensitivity: 0.5, alphaFalsePositiveRate: 0.2)
    fit.description.logTransformDerivatives = 3
    fit.description.halfLogDesignDeterminant = 2
    fit.description.meanInverseDiseased = 0.1
    fit.description.meanInverseNonDiseased = 0.1
    let back = try JSONDecoder().decode(
      BivariateFit.self, from: try JSONEncoder().encode(fit))
    #expect(back == fit)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        AccuracyTransform.self, from: Data(#"{"alpha": 2.5}"#.utf8))
    }
  }
}
