internal import DxAccuracy
internal import DxLinearAlgebra
internal import DxMixedModels
internal import RealModule
internal import _DxTestSupport
import Testing

// Expected values: the I² and Q of the reference reviews; metadta's printed
// values for dementia (Stata log); a small example by scipy.

@Suite("Heterogeneity")
struct HeterogeneityTests {
  @Test("Zhou–Dendukuri agrees with the reference", arguments: ReferenceFit.all)
  func zhouDendukuri(_ reference: ReferenceFit) throws {
    let (diseased, healthy) = sizes(reference)
    let found = reference.fit.zhouDendukuri(
      meanInverseDiseased: diseased, meanInverseNonDiseased: healthy)
    let expected = reference.iSquared
    let tolerance = ReferenceFit.tolerance
    let bivariate = try #require(expected["bivariate"].number)
    let sensitivity = try #require(expected["sens"].number)
    let specificity = try #require(expected["spec"].number)
    #expect(scaledError(found.bivariate.value, bivariate) <= tolerance)
    #expect(scaledError(found.sensitivity.value, sensitivity) <= tolerance)
    #expect(scaledError(found.specificity.value, specificity) <= tolerance)
    let isInterior = reference.fit.boundary == .interior
    #expect((found.bivariate.caveat == nil) == isInterior)
    if !isInterior { #expect(found.bivariate.value == 0) }
  }

  /// The mean inverse sizes of the arms, uncorrected.
  private func sizes(_ reference: ReferenceFit) -> (Double, Double) {
    let counts = reference.counts
    var diseased = 0.0
    var healthy = 0.0
    for index in 0..<counts.count {
      diseased += 1 / (counts.tp[index] + counts.fn[index])
      healthy += 1 / (counts.fp[index] + counts.tn[index])
    }
    let count = Double(counts.count)
    return (diseased / count, healthy / count)
  }

  @Test("Cochran's Q agrees with the reference")
  func cochranQ() throws {
    for review in try ReferenceReview.all {
      for rule in ["all", "single"] {
        let tables = CorrectedTables(review, rule: rule)
        let expected =
          review.expected["normal_approx"][rule]["fixed"]["tight"]["cochran_Q"]
        let first = CochranQ(
          estimates: tables.logitSensitivities,
          variances: tables.sensitivityVariances)
        let second = CochranQ(
          estimates: tables.logitSpecificities,
          variances: tables.specificityVariances)
        let joint = CochranQ.joint(first, second)
        let q = try #require(expected["Q_all"].number)
        let p = try #require(expected["p_all"].number)
        let firstQ = try #require(expected["Q_tsens"].number)
        let secondQ = try #require(expected["Q_tfpr"].number)
        let share = try #require(expected["I2_all"].number)
        #expect(scaledError(first.statistic, firstQ) <= 1e-11)
        #expect(scaledError(second.statistic, secondQ) <= 1e-11)
        #expect(scaledError(joint.statistic, q) <= 1e-11)
        // The tail loses as many digits as its logarithm is large.
        #expect(relativeError(joint.pValue, p) <= 1e-9)
        #expect(scaledError(100 * joint.iSquared.value, share) <= 1e-10)
      }
    }
  }

  @Test("a small example has the I² interval of Higgins and Thompson")
  func example() throws {
    let q = CochranQ(
      estimates: [1.2, 0.4, 2.2, 0.9, 1.8],
      variances: [0.1, 0.2, 0.05, 0.3, 0.15])
    #expect(relativeError(q.statistic, 17.877777777777787) <= 1e-14)
    #expect(relativeError(q.pValue, 0.0013038502562048215) <= 1e-12)
    #expect(q.degreesOfFreedom == 4)
    let interval = try q.iSquaredInterval()
    #expect(relativeError(interval.lower, 0.4604521180840758) <= 1e-13)
    #expect(relativeError(interval.upper, 0.9072181727352522) <= 1e-13)
  }

  @Test("equal estimates have no heterogeneity")
  func homogeneous() throws {
    let q = CochranQ(estimates: [1, 1, 1], variances: [1, 2, 3])
    #expect(q.statistic == 0)
    #expect(q.pValue == 1)
    #expect(q.iSquared.value == 0)
    #expect(q.iSquared.definition == .higginsThompson)
    let one = CochranQ(estimates: [1], variances: [1])
    #expect(one.degreesOfFreedom == 0 && one.pValue.isNaN)
    #expect(throws: UndefinedReason.tooFewStudies(count: 1)) {
      try one.iSquaredInterval()
    }
  }

  @Test("Zhou–Dendukuri takes the sizes from the fit")
  func sizesOfFit() {
    var fit = makeFit()
    #expect(fit.zhouDendukuri().bivariate.value.isNaN)
    fit.description.meanInverseDiseased = 0.02
    fit.description.meanInverseNonDiseased = 0.01
    #expect(
      fit.zhouDendukuri()
        == fit.zhouDendukuri(
          meanInverseDiseased: 0.02, meanInverseNonDiseased: 0.01))
  }

  @Test("a bivariate I² of zero says why")
  func caveats() {
    let cases: [(CovarianceBoundary, ISquaredCaveat?)] = [
      (.correlationAtPlusOne, .zeroBecauseCorrelationIsAtBoundary),
      (.zeroVarianceSecond, .zeroBecauseOneVarianceIsZero),
      (.zeroVarianceBoth, nil),
    ]
    for (boundary, caveat) in cases {
      let found = makeFit(boundary: boundary).zhouDendukuri(
        meanInverseDiseased: 0.02, meanInverseNonDiseased: 0.01)
      #expect(found.bivariate.value == 0)
      #expect(found.bivariate.caveat == caveat)
    }
  }

  @Test("metadta prints the same for dementia")
  func metadta() {
    // 59.43, 48.17 and 78.26 %, from the maximum likelihood estimates of
    // metandi on the same data.
    let counts: [(Double, Double)] = [
      (22, 42), (20, 142), (22, 31), (29, 23), (23, 18), (57, 77), (14, 14),
      (11, 44), (37, 159), (52, 108), (11, 26), (5, 48), (42, 58), (91, 123),
    ]
    let k = Double(counts.count)
    let found = makeFit(
      mean: (1.370958, 0.6368034),
      psi: SymmetricMatrix2x2(0.3590741, -0.598757 * 0.41622465, 0.4824725)
    ).zhouDendukuri(
      meanInverseDiseased: counts.reduce(0) { $0 + 1 / $1.0 } / k,
      meanInverseNonDiseased: counts.reduce(0) { $0 + 1 / $1.1 } / k)
    #expect((found.bivariate.value - 0.5943).magnitude <= 6e-5)
    #expect((found.sensitivity.value - 0.4817).magnitude <= 6e-5)
    #expect((found.specificity.value - 0.7826).magnitude <= 6e-5)
  }
}
