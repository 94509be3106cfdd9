// Expected values: the maximum without a covariate is that of the fixture, an
// independent one of the same likelihood; that the model with everything by
// test is one for each test is in BinomialRegressionModelTests; degrees of
// freedom are counted by hand.

import DxAccuracy
import DxMixedModels
import Testing
import _DxTestSupport

@Suite("The models of the Handbook for two tests")
struct TestComparisonTests {
  private func studies() throws -> [Study] {
    try ModeratedReview(
      review: try ReferenceReview.named("schuetz"), covariate: "test",
      rule: .allIfAny
    ).studies()
  }

  // What is said of several models holds with any number of nodes.
  private let likelihood = BinomialLikelihood(quadrature: .nodes(3))

  @Test("the sequence for CT and MRI")
  func sequence() throws {
    let studies = try studies()
    let fit = try TestComparison(covariate: "test", likelihood: likelihood)
      .fit(studies)
    let tests = try fit.tests()
    #expect(
      tests.map { $0.reduced.letter + $0.full.letter }
        == ["AB", "CB", "DB", "BE", "AE", "FE", "GE"])
    #expect(tests.map(\.result.degreesOfFreedom) == [2, 1, 1, 3, 5, 1, 1])
    #expect(tests.allSatisfy { $0.result.mixtureWeights == nil })
    #expect(tests.allSatisfy { $0.result.statistic > 0 })
    // A–B and B–E add up to A–E.
    #expect(
      scaledError(
        tests[0].result.statistic + tests[3].result.statistic,
        tests[4].result.statistic) <= 1e-11)

    // What is said to be equal is.
    #expect(
      fit[.equalSensitivity].coefficientNames == [
        "sensitivity: (Intercept)", "specificity: (Intercept)",
        "specificity: test[MRI]",
      ])
    #expect(
      fit[.equalSpecificitySeparateCovariances].coefficientNames == [
        "sensitivity: (Intercept)", "sensitivity: test[MRI]",
        "specificity: (Intercept)",
      ])
    for model in TestComparison.Model.allCases {
      #expect(
        fit[model].groups.count == (model.hasSeparateCovariances ? 2 : 1))
    }
    for test in tests {
      #expect(throws: RegressionTestError.notNested) {
        try fit.test(test.reduced, against: test.full)
      }
    }
    #expect(throws: RegressionTestError.notNested) {
      try fit.test(
        .equalSensitivitySeparateCovariances, against: .equalSpecificity)
    }
    #expect(try JSONRoundTrip.copy(of: fit) == fit)
  }

  @Test("the ends of the sequence")
  func ends() throws {
    let studies = try studies()
    // 15 nodes are within 3e-8 of the 61 of the reference.
    let exact = TestComparison(
      covariate: "test", likelihood: BinomialLikelihood(quadrature: .nodes(15)))
    let first = try exact.regression(.equalAccuracy).fit(studies)
    let expected = try ReferenceReview.named("schuetz")
      .expected["glmm"]["ml"]["loglik"].number
    #expect(
      scaledError(first.logLikelihood ?? 0, try #require(expected)) <= 1e-7)

    let comparison = TestComparison(
      covariate: "test", referenceTest: "MRI", likelihood: likelihood)
    let moderator = Moderator("test", .categorical(reference: "MRI"))
    #expect(
      comparison.regression(.separateCovariances)
        == BivariateRegressionModel.binomial(
          quadrature: .nodes(3), moderators: [moderator],
          betweenStudyGroups: "test"))
  }

  @Test("a covariate that is missing, and one test only")
  func errors() throws {
    let studies = try studies()
    #expect(
      throws: BivariateRegressionError.missingCovariate(
        study: studies[0].id, moderator: "modality")
    ) {
      try TestComparison(covariate: "modality", likelihood: likelihood)
        .fit(studies)
    }
    let own = studies.filter { $0.covariates["test"] == .category("CT") }
    #expect(
      throws: BivariateRegressionError.singleLevel(
        moderator: "test", level: "CT")
    ) {
      try TestComparison(covariate: "test", likelihood: likelihood).fit(own)
    }
  }
}
