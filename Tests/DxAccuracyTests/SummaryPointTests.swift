internal import DxAccuracy
internal import DxLinearAlgebra
internal import _DxTestSupport
import Testing

// Expected values: the `derived` sections of the reference reviews (R and
// Python); the Stata log of metandi for the CSF biomarker studies of dementia
// (github VNyaga/Metadta, RSM2023/Logs/stataout.txt), printed to 7 digits.

@Suite("Summary point")
struct SummaryPointTests {
  @Test("agrees with the reference", arguments: ReferenceFit.all)
  func reference(_ reference: ReferenceFit) throws {
    let point = reference.fit.summaryPoint()
    let derived = reference.derived
    let tolerance = ReferenceFit.tolerance
    #expect(intervalError(point.sensitivity, derived["sens"]) <= tolerance)
    #expect(intervalError(point.specificity, derived["spec"]) <= tolerance)
    #expect(intervalError(point.falsePositiveRate, derived["fpr"]) <= tolerance)
    #expect(
      intervalError(point.positiveLikelihoodRatio, derived["lr_pos"])
        <= tolerance)
    #expect(
      intervalError(point.negativeLikelihoodRatio, derived["lr_neg"])
        <= tolerance)
    #expect(
      intervalError(point.diagnosticOddsRatio, derived["dor"]) <= tolerance)
    let standardError = try #require(point.sensitivity.standardError)
    let expected = try #require(derived["sens"]["se_prob_delta"].number)
    #expect(scaledError(standardError, expected) <= tolerance)
  }

  @Test("there are reference fits")
  func referenceExists() {
    #expect(ReferenceFit.all.count == 56)
  }

  @Test("metandi prints the same")
  func metandi() throws {
    let point = makeFit(
      mean: (1.370958, 0.6368034),
      meanCovariance: SymmetricMatrix2x2(
        0.2128247 * 0.2128247, -0.0182542, 0.2075006 * 0.2075006)
    ).summaryPoint()
    // The printed inputs have 6 to 7 digits.
    let printed: [(IntervalEstimate, [Double])] = [
      (point.sensitivity, [0.7975349, 0.0343654, 0.7218847, 0.8566926]),
      (point.specificity, [0.6540305, 0.0469521, 0.5572749, 0.7395242]),
      (point.diagnosticOddsRatio, [7.446631, 1.695519, 4.765959, 11.63508]),
      (
        point.positiveLikelihoodRatio,
        [2.305218, 0.2864412, 1.806939, 2.940901]
      ),
      (
        point.negativeLikelihoodRatio,
        [0.3095652, 0.0478478, 0.2286581, 0.4190999]
      ),
    ]
    for (interval, values) in printed {
      let lower = try #require(interval.lower)
      let upper = try #require(interval.upper)
      let standardError = try #require(interval.standardError)
      #expect(relativeError(interval.estimate, values[0]) <= 2e-6)
      #expect(relativeError(standardError, values[1]) <= 2e-6)
      #expect(relativeError(lower, values[2]) <= 2e-6)
      #expect(relativeError(upper, values[3]) <= 2e-6)
    }
  }

  @Test("an infinite mean has an estimate and no interval")
  func infiniteMean() {
    let point = makeFit(mean: (.infinity, 2)).summaryPoint()
    #expect(point.sensitivity.estimate == 1)
    #expect(point.sensitivity.lower == nil)
    #expect(point.sensitivity.standardError == nil)
    #expect(point.sensitivity.undefinedReason == .infiniteEstimate)
    #expect(point.specificity.lower != nil)
    #expect(point.negativeLikelihoodRatio.estimate == 0)
    #expect(point.diagnosticOddsRatio.estimate == .infinity)
  }

  @Test("a variance that is not a number is named")
  func invalidVariance() {
    let point = makeFit(meanCovariance: SymmetricMatrix2x2(-1, 0, 1))
      .summaryPoint()
    #expect(point.sensitivity.undefinedReason == .invalidVariance(-1))
    #expect(point.specificity.undefinedReason == nil)
  }

  @Test("Student's t widens the interval and needs three studies")
  func studentT() throws {
    // expit(1.5 + t √0.05) with t = 2.2281388519862747 by mpmath.
    let point = makeFit().summaryPoint(method: .t)
    let upper = try #require(point.sensitivity.upper)
    #expect(scaledError(upper, 0.88061079796346969) <= 1e-14)
    let two = makeFit(studyCount: 2).summaryPoint(method: .t)
    #expect(two.sensitivity.undefinedReason == .tooFewStudies(count: 2))
    #expect(two.sensitivity.lower == nil)
    #expect(two.sensitivity.standardError != nil)
  }

  @Test("rates near zero keep their digits")
  func smallRate() {
    // exp(−60) to double precision; 1 − expit(60) would be 0.
    let point = makeFit(mean: (1, 60)).summaryPoint()
    #expect(
      relativeError(point.falsePositiveRate.estimate, 8.756510762696521e-27)
        <= 4 * .ulpOfOne)
  }
}
