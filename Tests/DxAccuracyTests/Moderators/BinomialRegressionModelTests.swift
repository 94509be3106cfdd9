// Expected values: the section meta_regression.*.glmm of the fixtures, an
// independent maximum of the same likelihood with 61 nodes; identities between
// models that can be fitted in two ways; and what follows from the data by
// inspection. Tolerances are those of Fixtures/README.md.

import DxAccuracy
import DxDistributions
import DxLinearAlgebra
import DxMixedModels
import Testing
import _DxTestSupport

@Suite("Binomial regression on moderators")
struct BinomialRegressionModelTests {
  private typealias Model = BivariateRegressionModel

  private func review(
    _ name: String, _ covariate: String
  ) throws -> ModeratedReview {
    ModeratedReview(
      review: try ReferenceReview.named(name), covariate: covariate,
      rule: .allIfAny)
  }

  @Test("without moderators is the bivariate model")
  func interceptsOnly() throws {
    let studies = try ReferenceReview.named("auditc").counts.studies
    let plain = try BivariateModel.binomial(quadrature: .nodes(15)).fit(studies)
    let fit = try Model.binomial(quadrature: .nodes(15), moderators: [])
      .fit(studies)
    let projected = try fit.fit(at: [:])
    #expect(
      scaledError(
        projected.mean.logitSensitivity, plain.mean.logitSensitivity) <= 1e-8)
    #expect(
      projected.meanCovariance.scaledError(to: plain.meanCovariance) <= 1e-7)
    let likelihood = try #require(plain.logLikelihood)
    #expect(scaledError(projected.logLikelihood ?? 0, likelihood) <= 1e-13)
    #expect(projected.description == plain.description)
    #expect(
      projected.akaikeInformationCriterion
        == fit.informationCriteria?.akaike)
  }

  @Test(
    "tests and levels agree with the reference",
    arguments: [
      ("smoking", "type"), ("smoking", "population"), ("kearon1998", "year"),
    ])
  func reference(name: String, covariate: String) throws {
    let review = try review(name, covariate)
    let studies = try review.studies()
    let expected = review.review.expected["meta_regression"][covariate]["glmm"]
    let fit = try Model(moderators: [review.moderator()]).fit(studies)
    let reduced = try Model(moderators: []).fit(studies)
    let pairs = [
      (try fit.likelihoodRatioTest(against: reduced), "lrt", 1e-5),
      (try fit.waldTest(of: covariate), "wald_all", 1e-4),
      (try fit.waldTest(of: covariate, on: .sensitivity), "wald_sens", 1e-4),
      (try fit.waldTest(of: covariate, on: .specificity), "wald_spec", 1e-4),
    ]
    for (test, key, tolerance) in pairs {
      let statistic = try #require(expected[key]["chi2"].number)
      let degrees = try #require(expected[key]["df"].number)
      let pValue = try #require(expected[key]["p"].number)
      #expect(scaledError(test.statistic, statistic) <= tolerance)
      #expect(Double(test.degreesOfFreedom) == degrees)
      #expect((test.pValue - pValue).magnitude <= tolerance)
      #expect(test.mixtureWeights == nil)
    }
    for level in expected["level_estimates"].elements ?? [] {
      let name = try #require(level["level"].string)
      let summary = try fit.fit(at: [covariate: .category(name)])
        .summaryPoint()
      let values = [
        (summary.sensitivity, level["sens"]),
        (summary.specificity, level["spec"]),
      ]
      for (value, expected) in values {
        let ends = try #require(expected["ci"].numbers)
        let probability = try #require(expected["prob"].number)
        #expect((value.estimate - probability).magnitude <= 1e-6)
        #expect(((value.lower ?? .nan) - ends[0]).magnitude <= 1e-6)
        #expect(((value.upper ?? .nan) - ends[1]).magnitude <= 1e-6)
      }
    }
  }

  @Test("everything by test")
  func separateTests() throws {
    let review = try review("schuetz", "test")
    let studies = try review.studies()
    func fit(_ moderators: [Moderator]) throws -> BivariateRegressionFit {
      try Model.binomial(
        quadrature: .nodes(7), moderators: moderators,
        betweenStudyGroups: "test"
      ).fit(studies)
    }
    let e = try fit([Moderator("test", .categorical())])
    #expect(e.informationCriteria?.parameterCount == 10)

    // With everything by test, the model is one for each test.
    var sum = 0.0
    for name in ["CT", "MRI"] {
      let own = studies.filter { $0.covariates["test"] == .category(name) }
      let want = try BivariateModel.binomial(quadrature: .nodes(7)).fit(own)
      let got = try e.fit(at: ["test": .category(name)])
      sum += want.logLikelihood ?? .nan
      #expect(
        scaledError(got.mean.logitSensitivity, want.mean.logitSensitivity)
          <= 1e-7)
      #expect(
        got.betweenStudyCovariance.scaledError(to: want.betweenStudyCovariance)
          <= 1e-6)
      #expect(
        got.meanCovariance.scaledError(to: want.meanCovariance) <= 1e-6)
      let joint = try #require(got.jointCovariance)
      let wanted = try #require(want.jointCovariance)
      #expect(relativeError(joint.psi.m22, wanted.psi.m22) <= 1e-5)
      #expect(
        relativeError(joint.secondMeanWithPsi.z, wanted.secondMeanWithPsi.z)
          <= 1e-4)
    }
    #expect(scaledError(e.logLikelihood ?? 0, sum) <= 1e-12)
    #expect(e.groups.map(\.level) == ["CT", "MRI"])
    #expect(e.referencePattern == ["test": .category("CT")])

    // Without the moderator the group must still be named.
    let grouped = try fit([])
    #expect(grouped.referencePattern == ["test": .category("CT")])
    #expect(throws: CovariatePatternError.missingCovariate(moderator: "test")) {
      try grouped.fit(at: [:])
    }
    #expect(
      throws: CovariatePatternError.unknownLevel(
        moderator: "test", level: "PET")
    ) { try grouped.fit(at: ["test": .category("PET")]) }
  }

  @Test("hypotheses on a boundary")
  func boundaries() throws {
    let review = try review("scheidler_mri", "none")
    let studies = review.review.counts.studies
    func fit(_ structure: CovarianceStructure) throws -> BivariateRegressionFit
    {
      try Model.binomial(
        quadrature: .nodes(15), structure: structure, moderators: []
      ).fit(studies)
    }
    let full = try fit(.unstructured)
    let independent = try fit(.independent)
    let first = try fit(.zeroVarianceFirst)
    let none = try fit(.zeroVarianceBoth)
    let comparisons = [
      (full, first, [0, 0.5, 0.5]), (independent, first, [0.5, 0.5]),
      (independent, none, [0.25, 0.5, 0.25]), (first, none, [0.5, 0.5]),
    ]
    for (larger, smaller, weights) in comparisons {
      let test = try larger.likelihoodRatioTest(against: smaller)
      #expect(test.mixtureWeights == weights)
      let distribution = try ChiBarSquaredDistribution(weights: weights)
      #expect(
        relativeError(
          test.pValue, distribution.survivalProbability(at: test.statistic))
          <= 1e-13)
    }
    let regular = try full.likelihoodRatioTest(against: independent)
    #expect(regular.mixtureWeights == nil)
    #expect(regular.degreesOfFreedom == 1)
    #expect(throws: RegressionTestError.notNested) {
      try first.likelihoodRatioTest(against: independent)
    }
  }

  /// Level B, the reference, has no false negative.
  @Test("a level without an error")
  func infinite() throws {
    let counts: [(Double, Double, Double, Double, String)] = [
      (15, 8, 0, 44, "B"), (22, 8, 0, 25, "B"), (17, 10, 3, 40, "C"),
      (30, 9, 4, 22, "C"), (9, 9, 6, 71, "C"), (25, 7, 3, 33, "C"),
      (12, 2, 7, 18, "D"), (28, 4, 5, 60, "D"), (31, 6, 9, 52, "D"),
    ]
    let studies = counts.enumerated().map { index, row in
      Study(
        id: "\(index)",
        table: TwoByTwoTable(
          truePositives: row.0, falsePositives: row.1, falseNegatives: row.2,
          trueNegatives: row.3), covariates: ["level": .category(row.4)])
    }
    func fit(_ reference: String) throws -> BivariateRegressionFit {
      try Model.binomial(
        quadrature: .nodes(15),
        moderators: [
          Moderator(
            "level", .categorical(reference: reference), on: .sensitivity)
        ]
      ).fit(studies)
    }
    let got = try fit("B")
    let other = try fit("C")
    #expect(got.coefficients[0] == .infinity)
    #expect(got.coefficients[1] == -.infinity)
    #expect(got.coefficients[2] == -.infinity)
    #expect(other.coefficients[1] == .infinity)
    #expect(other.coefficients[2].isFinite)
    #expect(
      scaledError(got.logLikelihood ?? 0, other.logLikelihood ?? 1) <= 1e-12)
    #expect(try got.waldTest(of: "level").statistic.isNaN)

    for level in ["C", "D"] {
      let pattern: [String: CovariateValue] = ["level": .category(level)]
      let (a, b) = (try got.fit(at: pattern), try other.fit(at: pattern))
      #expect(!a.outcome.isInfinite)
      #expect(a.outcome == b.outcome)
      #expect(
        scaledError(a.mean.logitSensitivity, b.mean.logitSensitivity) <= 1e-7)
      #expect(a.meanCovariance.scaledError(to: b.meanCovariance) <= 1e-6)
    }
    let infinite = try other.fit(at: ["level": .category("B")])
    #expect(infinite.outcome == .infiniteSensitivity)
    #expect(infinite.summaryPoint().sensitivity.estimate == 1)
    #expect(infinite.summaryPoint().specificity.lower ?? 0 > 0.5)
  }

  @Test("a covariance for each group needs the binomial likelihood")
  func separateCovariances() throws {
    let studies = try review("schuetz", "test").studies()
    let model = Model(
      likelihood: .normal(), moderators: [], betweenStudyGroups: "test")
    #expect(
      throws: BivariateRegressionError.separateCovariances(groups: "test")
    ) { try model.fit(studies) }
  }
}
