internal import DxAccuracy
internal import DxLinearAlgebra
internal import DxMixedModels
internal import DxOptimization
internal import _DxTestSupport
import Testing

// Expected values: metandi's printed tables for the reviews of Glas et al.
// (telomerase, 7 nodes) and of the biomarkers of dementia (5 nodes); an
// independent program in Python for models with a moderator
// (`SumDifferenceReference`); elsewhere identities with the bivariate model.

@Suite("HSROC model")
struct HSROCModelTests {
  @Test("prints metandi's telomerase table")
  func telomerase() throws {
    let review = try ReferenceReview.named("telomerase")
    let fit = try HSROCModel(quadrature: .nodes(7)).fit(review.counts.studies)
    #expect((fit.logLikelihood - -50.386576).magnitude <= 3e-5)
    #expect(fit.outcome == .zeroVarianceAlpha)
    // The adaptive rules differ, which shows in the fifth digit, and in the
    // fourth of a variance.
    let hsroc = try fit.estimate()
    try check(hsroc.lambda, 3.594303, 0.3658869, 1e-4)
    try check(hsroc.theta, 0.6624347, 0.3991388, 5e-4)
    try check(hsroc.beta, 1.44815, 0.3158769, 5e-4)
    try check(hsroc.varianceTheta, 0.7786393, 0.4327063, 2e-3)
    #expect(hsroc.varianceAlpha.estimate == 0)
    #expect(hsroc.varianceAlpha.undefinedReason == .fixedAtBoundary)
  }

  @Test("prints metandi's table of biomarkers for dementia")
  func dementia() throws {
    let fit = try HSROCModel(quadrature: .nodes(5)).fit(dementiaBiomarkers)
    #expect((fit.logLikelihood - -82.803331).magnitude <= 3e-5)
    let hsroc = try fit.estimate()
    // Half a unit in the fourth digit.
    try check(hsroc.lambda, 2.067505, 0.2806059, 2e-4)
    try check(hsroc.theta, 0.4422817, 0.2549149, 2e-4)
    try check(hsroc.beta, 0.1476976, 0.3751036, 5e-4)
    try check(hsroc.varianceAlpha, 0.3340148, 0.2770121, 5e-4)
    try check(hsroc.varianceTheta, 0.3327214, 0.1688127, 5e-4)
  }

  private func check(
    _ got: IntervalEstimate, _ estimate: Double, _ standardError: Double,
    _ tolerance: Double
  ) throws {
    #expect(relativeError(got.estimate, estimate) <= tolerance)
    let error = try #require(got.standardError)
    // With five nodes Louis' information of the exact likelihood is that far
    // from the curvature of the approximation, of which metandi takes
    // numerical derivatives.
    #expect(relativeError(error, standardError) <= 4e-3)
  }

  @Test("without moderators is the bivariate model", arguments: ["auditc"])
  func bivariate(name: String) throws {
    let studies = try ReferenceReview.named(name).counts.studies
    let want = try BivariateModel.binomial(quadrature: .nodes(9)).fit(studies)
    let fit = try HSROCModel(quadrature: .nodes(9)).fit(studies)
    let got = try fit.bivariateFit()
    let difference = fit.logLikelihood - (want.logLikelihood ?? .nan)
    #expect(difference.magnitude <= 1e-11)
    // Both maxima are within 1e-13 of the supremum, so that estimates are
    // within 1e-6 of their standard errors.
    #expect(
      scaledError(got.mean.logitSensitivity, want.mean.logitSensitivity)
        <= 1e-6)
    #expect(
      scaledError(got.mean.logitSpecificity, want.mean.logitSpecificity)
        <= 1e-6)
    #expect(
      got.betweenStudyCovariance.scaledError(to: want.betweenStudyCovariance)
        <= 1e-6)
    #expect(got.meanCovariance.scaledError(to: want.meanCovariance) <= 1e-6)
    let (a, b) = (
      try #require(got.jointCovariance), try #require(want.jointCovariance)
    )
    let mean = SIMD2(0.3, -1.1)
    let psi = SIMD3(0.7, 0.2, -0.4)
    #expect(
      scaledError(
        a.variance(meanGradient: mean, psiGradient: psi),
        b.variance(meanGradient: mean, psiGradient: psi)) <= 1e-6)
    #expect(
      relativeError(
        fit.informationCriteria.akaike,
        want.akaikeInformationCriterion ?? .nan) <= 1e-12)
    // Everything downstream works from it.
    let curve = try got.srocCurve()
    #expect(curve.sensitivity(atFalsePositiveRate: 0.2) > 0.5)
    #expect(got.summaryPoint().sensitivity.lower != nil)
  }

  @Test(
    "agrees with an independent program",
    arguments: try SumDifferenceReference.file.models)
  func reference(expected: SumDifferenceReference.Model) throws {
    let file = try SumDifferenceReference.file
    let studies = try moderatedStudies(file)
    let predictors = Set(
      expected.moderated.compactMap(HSROCPredictor.init(rawValue:)))
    let model = HSROCModel(
      moderators: predictors.isEmpty
        ? []
        : [HSROCModerator(file.covariate, .categorical(), on: predictors)],
      isSymmetric: expected.isSymmetric,
      randomEffects: expected.zero == "sd_accuracy"
        ? .threshold : .accuracyAndThreshold, quadrature: .nodes(15))
    let fit = try model.fit(studies)
    // Fifteen nodes are exact to 3e-7 for these data.
    #expect((fit.logLikelihood - expected.logLikelihood).magnitude <= 1e-6)
    let table = fit.coefficientTable()
    let column = "\(file.covariate)[\(file.level)]"
    for (index, name) in expected.names.enumerated()
    where !name.hasPrefix("var_") {
      let parts = name.split(separator: ":")
      let wanted = "\(parts[0]): \(parts.count > 1 ? column : "(Intercept)")"
      let row = try #require(table.first { $0.name == wanted })
      #expect(
        scaledError(row.estimate.estimate, expected.estimates[index]) <= 1e-4)
      #expect(
        relativeError(
          row.estimate.standardError ?? .nan, expected.standardErrors[index])
          <= 1e-3)
    }
    #expect(fit.description.coefficientCount + 3 == expected.names.count)
    try checkPatterns(fit, file)
  }

  /// The bivariate fit at a pattern has the parameters of the curve there.
  private func checkPatterns(
    _ fit: HSROCFit, _ file: SumDifferenceReference
  ) throws {
    for level in ["CCP1", "CCP2"] {
      let pattern = [file.covariate: CovariateValue.category(level)]
      let direct = try fit.estimate(at: pattern)
      let through = try fit.bivariateFit(at: pattern).hsroc()
      // The change of coordinates there and back.
      for (a, b) in [
        (direct.lambda, through.lambda), (direct.theta, through.theta),
        (direct.varianceTheta, through.varianceTheta),
      ] {
        #expect(scaledError(a.estimate, b.estimate) <= 1e-12)
        #expect(
          scaledError(a.standardError ?? .nan, b.standardError ?? .nan)
            <= 1e-9)
      }
      #expect(scaledError(direct.beta.estimate, through.beta.estimate) <= 1e-12)
    }
  }

  @Test("a symmetric curve has no standard error of its shape")
  func symmetric() throws {
    let review = try ReferenceReview.named("auditc")
    let fit = try HSROCModel(isSymmetric: true, quadrature: .nodes(5))
      .fit(review.counts.studies)
    let hsroc = try fit.estimate()
    #expect(hsroc.beta.estimate == 0)
    #expect(hsroc.beta.undefinedReason == .fixedAtBoundary)
    #expect(hsroc.lambda.standardError != nil)
    #expect(fit.coefficientNames.count == 2)
    let psi = try fit.bivariateFit().betweenStudyCovariance
    #expect(psi.m11 == psi.m22)
    #expect(try JSONRoundTrip.copy(of: fit) == fit)
  }

  @Test("names what is at fault")
  func errors() throws {
    let file = try SumDifferenceReference.file
    var studies = try moderatedStudies(file)
    let model = HSROCModel(
      moderators: [HSROCModerator(file.covariate, .categorical())],
      quadrature: .nodes(1))
    let fit = try model.fit(studies)
    #expect(
      throws: CovariatePatternError.unknownLevel(
        moderator: file.covariate, level: "CCP3")
    ) { try fit.parameters(at: [file.covariate: .category("CCP3")]) }
    #expect(
      throws: HSROCPatternError.covariates(
        .missingCovariate(moderator: file.covariate))
    ) { try fit.bivariateFit() }
    #expect(
      throws: HSROCModelError.moderators(.repeatedModerator(file.covariate))
    ) {
      var twice = model
      twice.moderators += model.moderators
      _ = try twice.fit(studies)
    }
    studies[3].covariates = [:]
    #expect(
      throws: HSROCModelError.moderators(
        .missingCovariate(study: studies[3].id, moderator: file.covariate))
    ) { try model.fit(studies) }
    #expect(throws: HSROCModelError.infiniteEstimate(of: .specificity)) {
      try HSROCModel().fit(
        (0..<4).map {
          Study(
            id: "\($0)",
            table: TwoByTwoTable(
              truePositives: 9, falsePositives: 0, falseNegatives: 3,
              trueNegatives: 10))
        })
    }
  }

  private func moderatedStudies(
    _ file: SumDifferenceReference
  ) throws -> [Study] {
    let review = try ReferenceReview.named(file.review)
    let values = try #require(review.covariates[file.covariate])
    return zip(review.counts.studies, values).map { study, value in
      var study = study
      study.covariates[file.covariate] = .category(value)
      return study
    }
  }

  /// Fourteen studies of biomarkers: true positives, false positives, false
  /// negatives and true negatives.
  private var dementiaBiomarkers: [Study] {
    let rows: [[Double]] = [
      [18, 17, 4, 25], [18, 43, 2, 99], [15, 12, 7, 19], [24, 10, 5, 13],
      [17, 2, 6, 16], [53, 36, 4, 41], [9, 9, 5, 5], [4, 4, 7, 40],
      [32, 113, 5, 46], [47, 33, 5, 75], [9, 10, 2, 16], [5, 11, 0, 37],
      [32, 16, 10, 42], [62, 41, 29, 82],
    ]
    return rows.enumerated().map { index, row in
      Study(
        id: "\(index)",
        table: TwoByTwoTable(
          truePositives: row[0], falsePositives: row[1],
          falseNegatives: row[2], trueNegatives: row[3]))
    }
  }
}
