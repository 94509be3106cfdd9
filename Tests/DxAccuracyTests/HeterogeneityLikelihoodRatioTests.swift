// Expected values: `lrt_random_vs_fixed` of the fixtures, and the maxima of
// the normal likelihoods there. The weights of mixtures are solid angles,
// integrated by mpmath 1.3 with 30 digits over the polar angle of the two
// variances, with the information at the pooled proportions.

import DxAccuracy
import DxMixedModels
import Testing
import _DxTestSupport

@Suite("Likelihood-ratio tests of heterogeneity")
struct HeterogeneityLikelihoodRatioTests {
  private func error(_ got: [Double]?, _ want: [Double]) -> Double {
    guard let got, got.count == want.count else { return .infinity }
    return zip(got, want).map { ($0 - $1).magnitude }.max() ?? 0
  }

  /// 15 nodes are within 1e-6 of the 61 of the reference.
  @Test(
    "statistics agree with the reference",
    arguments: [
      "scheidler_ct", "scheidler_mri", "telomerase", "cervical", "kearon1998",
    ])
  func reference(name: String) throws {
    let review = try ReferenceReview.named(name)
    let expected = review.expected["glmm"]["ml"]["lrt_random_vs_fixed"]
    let statistic = try #require(expected["chi2"].number)
    let pValue = try #require(expected["p"].number)
    let studies = review.counts.studies
    let model = BivariateModel.binomial(quadrature: .nodes(15))
    let test = try model.heterogeneityTest(studies)
    let naive = try model.heterogeneityTest(studies, reference: .chiSquared)
    #expect(scaledError(test.statistic, statistic) <= 1e-5)
    #expect(test.statistic == naive.statistic)
    #expect(test.pValue < naive.pValue)
    #expect(naive.mixtureWeights == nil)
    #expect(naive.degreesOfFreedom == 3)
    // d ln p is about half the error of the statistic.
    #expect(relativeError(naive.pValue, pValue) <= 1e-3)
  }

  @Test("the mixture of a review")
  func mixture() throws {
    let studies = try ReferenceReview.named("scheidler_mri").counts.studies
    let model = BivariateModel.binomial(quadrature: .nodes(15))
    let test = try model.heterogeneityTest(studies)
    let weights = [
      0.14791303430473183, 0.35502286310336258, 0.35208696569526817,
      0.14497713689663742,
    ]
    #expect(error(test.mixtureWeights, weights) <= 1e-12)
    // At the statistic of the reference, from which ours may differ by 1e-5.
    #expect(relativeError(test.pValue, 3.04193527834985e-7) <= 1e-5)

    func fit(_ structure: CovarianceStructure) throws -> BivariateRegressionFit
    {
      try BivariateRegressionModel.binomial(
        quadrature: .nodes(15), structure: structure, moderators: []
      ).fit(studies)
    }
    let (full, none) = (try fit(.unstructured), try fit(.zeroVarianceBoth))
    let regression = try full.likelihoodRatioTest(against: none)
    #expect(error(regression.mixtureWeights, weights) <= 1e-12)
    #expect(scaledError(regression.statistic, test.statistic) <= 1e-10)
    let naive = try full.likelihoodRatioTest(
      against: none, reference: .chiSquared)
    #expect(naive.mixtureWeights == nil)
    #expect(naive.degreesOfFreedom == 3)
  }

  @Test("coefficients shift the mixture")
  func shift() throws {
    let review = try ReferenceReview.named("scheidler")
    let modalities = try #require(review.covariates["modality"])
    let studies = zip(review.counts.studies, modalities).map {
      var study = $0
      study.covariates["modality"] = .category($1)
      return study
    }
    func fit(
      _ structure: CovarianceStructure, _ moderators: [Moderator]
    ) throws -> BivariateRegressionFit {
      try BivariateRegressionModel.binomial(
        quadrature: .nodes(7), structure: structure, moderators: moderators
      ).fit(studies)
    }
    let modality = Moderator("modality", .categorical())
    let full = try fit(.unstructured, [modality])
    let none = try fit(.zeroVarianceBoth, [])
    let test = try full.likelihoodRatioTest(against: none)
    #expect(test.degreesOfFreedom == 7)
    let plain = try fit(.unstructured, []).likelihoodRatioTest(against: none)
    #expect(
      test.mixtureWeights
        == [0, 0, 0, 0] + (try #require(plain.mixtureWeights)))
    let own = try full.likelihoodRatioTest(
      against: fit(.zeroVarianceBoth, [modality]))
    #expect(own.degreesOfFreedom == 3)
    #expect(own.mixtureWeights?.count == 4)

    // Several groups have no known mixture, but the count of parameters.
    let separate = try BivariateRegressionModel.binomial(
      quadrature: .nodes(1), moderators: [modality],
      betweenStudyGroups: "modality"
    ).fit(studies)
    #expect(throws: RegressionTestError.unknownDistribution) {
      try separate.likelihoodRatioTest(against: none)
    }
    #expect(
      try separate.likelihoodRatioTest(against: none, reference: .chiSquared)
        .degreesOfFreedom == 13)
  }

  @Test(
    "simpler structures",
    arguments: zip(
      [
        CovarianceStructure.independent, .zeroVarianceFirst,
        .zeroVarianceSecond, .zeroVarianceBoth,
      ], [[0.25, 0.5, 0.25], [0.5, 0.5], [0.5, 0.5], [1]]))
  func structures(
    _ structure: CovarianceStructure, _ weights: [Double]
  ) throws {
    let studies = try ReferenceReview.named("scheidler_mri").counts.studies
    let model = BivariateModel.binomial(
      quadrature: .nodes(7), structure: structure)
    let test = try model.heterogeneityTest(studies)
    #expect(test.mixtureWeights == weights)
    #expect((test.pValue == 1) == (structure == .zeroVarianceBoth))
    #expect((test.statistic == 0) == (structure == .zeroVarianceBoth))
  }

  @Test("the normal approximation, whatever its estimator")
  func normal() throws {
    let review = try ReferenceReview.named("scheidler_mri")
    let fits = review.expected["normal_approx"]["all"]
    let full = try #require(
      fits["ml"]["tight"]["logLik_logit_scale"].number)
    let none = try #require(
      fits["fixed"]["tight"]["logLik_logit_scale"].number)
    for estimator in NormalEstimator.allCases {
      let test = try BivariateModel.normalApproximation(estimator: estimator)
        .heterogeneityTest(review.counts.studies)
      #expect(scaledError(test.statistic, 2 * (full - none)) <= 1e-9)
      #expect(
        error(
          test.mixtureWeights,
          [
            0.15289851592356772, 0.36006477186921478, 0.34710148407643228,
            0.13993522813078522,
          ]) <= 1e-12)
    }
  }

  /// Equal studies differ by less than chance.
  @Test("no heterogeneity")
  func none() throws {
    let studies = (0..<6).map {
      Study(
        id: "\($0)",
        table: TwoByTwoTable(
          truePositives: 40, falsePositives: 10, falseNegatives: 8,
          trueNegatives: 90))
    }
    let test = try BivariateModel().heterogeneityTest(studies)
    #expect(test.statistic <= 1e-9)
    #expect(test.pValue >= 0.85)
  }

  /// With an infinite sensitivity only the specificity has a variance.
  @Test("an infinite mean")
  func infinite() throws {
    let studies = [(90.0, 10.0), (60, 20), (95, 2), (70, 9)].enumerated().map {
      Study(
        id: "\($0)",
        table: TwoByTwoTable(
          truePositives: 30, falsePositives: $1.1, falseNegatives: 0,
          trueNegatives: $1.0))
    }
    let test = try BivariateModel().heterogeneityTest(studies)
    #expect(test.mixtureWeights == [0.5, 0.5])
    #expect(test.pValue < 0.05)
  }
}
