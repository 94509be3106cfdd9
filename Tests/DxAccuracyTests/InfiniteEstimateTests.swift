import DxAccuracy
import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import Testing
import _DxTestSupport

// Fits made by hand whose means have no finite estimate. Expected values: the
// limits of the formulas, in exact arithmetic; the probabilities of the finite
// mean by mpmath.

/// A fit whose sensitivity, specificity or both are infinite, with the
/// counts of four studies.
func infiniteFit(
  _ sensitivity: Double, _ specificity: Double, hasCounts: Bool = true
) -> BivariateFit {
  func successes(_ logit: Double, of trials: Double, _ some: Double) -> Double {
    logit == .infinity ? trials : logit == -.infinity ? 0 : some
  }
  var counts = PairedCounts(studyCount: 4)
  for study in 0..<4 {
    let trials = SIMD2(20 + Double(study), 30 - Double(study))
    counts.set(
      study,
      successes: SIMD2(
        successes(sensitivity, of: trials.x, 12),
        successes(specificity, of: trials.y, 26 - Double(study))),
      trials: trials)
  }
  let first = sensitivity.isInfinite
  let second = specificity.isInfinite
  return BivariateFit(
    studyCount: 4,
    mean: LogitPair(
      logitSensitivity: sensitivity, logitSpecificity: specificity),
    meanCovariance: SymmetricMatrix2x2(
      first ? .infinity : 0.09, 0, second ? .infinity : 0.04),
    betweenStudyCovariance: SymmetricMatrix2x2(
      first ? 0 : 0.3, 0, second ? 0 : 0.2),
    jointCovariance: nil,
    boundary: first
      ? second ? .zeroVarianceBoth : .zeroVarianceFirst : .zeroVarianceSecond,
    certificate: FitCertificate(
      criterion: .gradient, gradientNorm: 0, smallestHessianEigenvalue: nil,
      evaluations: 3),
    logLikelihood: -4,
    description: FitDescription(
      meanInverseDiseased: 0.05, meanInverseNonDiseased: 0.03),
    infiniteEstimate: hasCounts ? InfiniteEstimate(counts: counts) : nil)
}

private let infinity = Double.infinity

@Suite("Infinite estimates")
struct InfiniteEstimateTests {
  /// Every combination in which at least one mean is infinite.
  static let means: [[Double]] = [
    [infinity, 2], [-infinity, 2], [1, infinity], [1, -infinity],
    [infinity, infinity], [-infinity, -infinity], [infinity, -infinity],
    [-infinity, infinity],
  ]

  @Test(
    "outcomes name what is infinite, or the boundary",
    arguments: [
      (infiniteFit(infinity, 2), FitOutcome.infiniteSensitivity),
      (infiniteFit(1, -infinity), .infiniteSpecificity),
      (infiniteFit(infinity, infinity), .infiniteBoth),
      (makeFit(), .interior),
      (makeFit(boundary: .correlationAtMinusOne), .correlationAtMinusOne),
      (makeFit(boundary: .correlationAtPlusOne), .correlationAtPlusOne),
      (makeFit(boundary: .zeroVarianceFirst), .zeroVarianceSensitivity),
      (makeFit(boundary: .zeroVarianceSecond), .zeroVarianceSpecificity),
      (makeFit(boundary: .zeroVarianceBoth), .zeroVarianceBoth),
    ])
  func outcomes(fit: BivariateFit, outcome: FitOutcome) {
    #expect(fit.outcome == outcome)
    #expect(fit.outcome.isInfinite == (fit.infiniteEstimate != nil))
  }

  @Test("the limit is where the deviance is the quantile of χ²")
  func limit() throws {
    let fit = infiniteFit(infinity, infinity)
    let infinite = try #require(fit.infiniteEstimate)
    for (level, deviance) in [
      // Quantiles of χ² with one degree of freedom, by mpmath.
      (0.9, 2.70554345409541457), (0.95, 3.84145882069412596),
    ] {
      for (outcome, number) in [
        (AccuracyOutcome.sensitivity, 1), (.specificity, 2),
      ] {
        let limit = infinite.limit(of: outcome, level: ConfidenceLevel(level))
        let expected = infinite.counts.limitOfInfiniteMean(
          outcome: number, deviance: deviance)
        // Both are found by a search, for deviances that differ by an ulp.
        #expect(scaledError(limit, expected) <= 1e-9)
      }
    }
  }

  @Test("a proportion of 1 has an interval that ends there")
  func upperEnd() throws {
    let fit = infiniteFit(infinity, 2)
    let point = fit.summaryPoint()
    let limit = try #require(fit.infiniteEstimate).limit(
      of: .sensitivity, level: .ninetyFivePercent)
    #expect(point.sensitivity.estimate == 1)
    #expect(point.sensitivity.upper == 1)
    #expect(
      point.sensitivity.lower == EstimateScale.logit.natural(fromScale: limit))
    #expect(point.sensitivity.method == .profileLikelihood)
    #expect(point.sensitivity.standardError == nil)
    #expect(point.sensitivity.undefinedReason == .infiniteEstimate)
    // expit(2 ∓ z · 0.2), untouched by the other outcome.
    let lower = try #require(point.specificity.lower)
    #expect(scaledError(lower, 0.833134528925955134) <= 1e-14)
    #expect(point.specificity.method == .wald)
    #expect(point.specificity.undefinedReason == nil)
  }

  @Test("the complement of a specificity of 1 begins at 0")
  func complement() throws {
    let point = infiniteFit(1, infinity).summaryPoint()
    let lower = try #require(point.specificity.lower)
    #expect(point.specificity.estimate == 1)
    #expect(point.specificity.upper == 1)
    #expect(point.falsePositiveRate.estimate == 0)
    #expect(point.falsePositiveRate.lower == 0)
    #expect(point.falsePositiveRate.upper == 1 - lower)
    #expect(point.falsePositiveRate.method == .profileLikelihood)
  }

  @Test("a proportion of 0 has an interval that begins there")
  func lowerEnd() throws {
    let fit = infiniteFit(-infinity, 2)
    let interval = fit.summaryPoint().sensitivity
    let limit = try #require(fit.infiniteEstimate).limit(
      of: .sensitivity, level: .ninetyFivePercent)
    #expect(interval.estimate == 0)
    #expect(interval.lower == 0)
    #expect(
      interval.upper == EstimateScale.logit.natural(fromScale: limit))
  }

  @Test("a fit without its counts has no interval")
  func withoutCounts() {
    let interval = infiniteFit(infinity, 2, hasCounts: false).summaryPoint()
      .sensitivity
    #expect(interval.estimate == 1)
    #expect(interval.lower == nil)
    #expect(interval.undefinedReason == .infiniteEstimate)
  }

  // Of a sensitivity and a specificity: the odds ratio and both likelihood
  // ratios, with NaN for 0/0; expit(2) = 0.8807970779778823 and
  // expit(1) = 0.7310585786300049.
  private static let expectedRatios: [(mean: [Double], expected: [Double])] = [
    (means[0], [infinity, 8.3890560989306502, 0]),
    (means[1], [0, 0, 1.1353352832366127]),
    (means[2], [infinity, infinity, 0.2689414213699951]),
    (means[3], [0, 0.7310585786300049, infinity]),
    (means[4], [infinity, infinity, 0]),
    (means[5], [0, 0, infinity]),
    (means[6], [.nan, 1, .nan]),
    (means[7], [.nan, .nan, 1]),
  ]

  @Test(
    "ratios are the limits of their formulas, without an interval",
    arguments: expectedRatios)
  func ratios(mean: [Double], expected: [Double]) {
    let point = infiniteFit(mean[0], mean[1]).summaryPoint()
    let ratios = [
      point.diagnosticOddsRatio, point.positiveLikelihoodRatio,
      point.negativeLikelihoodRatio,
    ]
    for (ratio, value) in zip(ratios, expected) {
      #expect(
        ratio.estimate == value
          || (ratio.estimate.isNaN && value.isNaN)
          || relativeError(ratio.estimate, value) <= 1e-15)
      #expect(ratio.lower == nil)
      #expect(ratio.upper == nil)
      #expect(ratio.standardError == nil)
      #expect(ratio.undefinedReason == .infiniteEstimate)
    }
  }

  // At a prevalence of one half PPV = LR+ / (1 + LR+), 1 − NPV likewise, and
  // F₁ = 2 Se / (1 + Se + 1 − Sp); the values are by mpmath.
  private static let expectedPredictiveValues:
    [(mean: [Double], expected: [Double])] = [
      (means[0], [0.89349302108079925, 1, 0.94375105810614135]),
      (means[1], [0, 0.46831053083348119, 0]),
      (means[2], [1, 0.78805844238291455, 0.84463759650303639]),
      (means[3], [0.4223187982515182, 0, 0.5353664577906854]),
      (means[4], [1, 1, 1]), (means[5], [0, 0, 0]),
      (means[6], [0.5, .nan, 2 / 3]), (means[7], [.nan, 0.5, 0]),
    ]

  @Test(
    "predictive values are the limits of their formulas",
    arguments: expectedPredictiveValues)
  func predictiveValues(mean: [Double], expected: [Double]) throws {
    let values = infiniteFit(mean[0], mean[1]).predictiveValues(
      at: try Prevalence(0.5, logitStandardError: 0.1))
    let estimates = [
      values.positivePredictiveValue, values.negativePredictiveValue, values.f1,
    ]
    for (value, number) in zip(estimates, expected) {
      #expect(
        value.estimate == number
          || (value.estimate.isNaN && number.isNaN)
          || relativeError(value.estimate, number) <= 1e-14)
      #expect(value.lower == nil)
      #expect(value.undefinedReason == .infiniteEstimate)
    }
  }

  @Test("what needs two finite means says that it has none", arguments: means)
  func undefined(mean: [Double]) {
    let fit = infiniteFit(mean[0], mean[1])
    #expect(throws: UndefinedReason.infiniteEstimate) { try fit.hsroc() }
    #expect(throws: UndefinedReason.infiniteEstimate) {
      try HSROCParameters(
        mean: fit.mean, betweenStudyCovariance: fit.betweenStudyCovariance)
    }
    for line in SROCLine.allCases {
      #expect(throws: UndefinedReason.infiniteEstimate) {
        try fit.srocCurve(line)
      }
      #expect(throws: UndefinedReason.infiniteEstimate) {
        try fit.areaUnderCurve(line)
      }
    }
    for kind in [RegionKind.confidence, .prediction] {
      #expect(throws: UndefinedReason.infiniteEstimate) {
        try fit.region(kind)
      }
    }
    #expect(fit.betweenStudyCorrelation == nil)
  }

  @Test("prediction intervals remain for the finite mean", arguments: means)
  func prediction(mean: [Double]) {
    let intervals = infiniteFit(mean[0], mean[1]).predictionIntervals()
    for (interval, logit) in [
      (intervals.sensitivity, mean[0]), (intervals.specificity, mean[1]),
      (intervals.falsePositiveRate, -mean[1]),
    ] {
      #expect(!interval.estimate.isNaN)
      #expect((interval.lower == nil) == logit.isInfinite)
      #expect(
        (interval.undefinedReason == .infiniteEstimate) == logit.isInfinite)
    }
  }

  @Test("an I² remains for the finite mean", arguments: means)
  func iSquared(mean: [Double]) {
    let result = infiniteFit(mean[0], mean[1]).zhouDendukuri()
    #expect(result.bivariate.value.isNaN)
    #expect(
      result.bivariate.caveat == .undefinedBecauseEstimateIsInfinite)
    for (value, logit) in [
      (result.sensitivity, mean[0]), (result.specificity, mean[1]),
    ] {
      #expect(value.value.isNaN == logit.isInfinite)
      #expect(
        value.caveat
          == (logit.isInfinite ? .undefinedBecauseEstimateIsInfinite : nil))
    }
  }

  @Test("population means are 0 or 1 where the logit is infinite")
  func populationMean() {
    let upper = infiniteFit(infinity, 2).populationMean()
    #expect(upper.sensitivity.estimate == 1)
    #expect(upper.sensitivity.undefinedReason == .infiniteEstimate)
    #expect(
      upper.specificity.undefinedReason == .jointCovarianceUnavailable)
    #expect(upper.specificity.estimate < 1)
    let lower = infiniteFit(1, -infinity).populationMean()
    #expect(lower.specificity.estimate == 0)
    #expect(lower.specificity.undefinedReason == .infiniteEstimate)
  }

  @Test("criteria use the supremum of the likelihood")
  func criteria() {
    // 2 · 4 + 2 · 5
    #expect(infiniteFit(infinity, 2).akaikeInformationCriterion == 18)
  }

  @Test("the profile likelihood of a finite mean is not there")
  func profileOfFinite() {
    let interval = makeFit().summaryPoint(method: .profileLikelihood)
      .sensitivity
    #expect(interval.lower == nil)
    #expect(interval.standardError != nil)
    #expect(interval.undefinedReason == .profileLikelihoodUnavailable)
  }
}
