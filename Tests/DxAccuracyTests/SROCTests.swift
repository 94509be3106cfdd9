internal import DxAccuracy
internal import DxLinearAlgebra
internal import _DxTestSupport
import Testing

// Expected values: the `derived` sections of the reference reviews; elsewhere
// the defining property of each line.

@Suite("SROC curves")
struct SROCTests {
  @Test("agree with the reference", arguments: ReferenceFit.all)
  func reference(_ reference: ReferenceFit) throws {
    let expected = reference.derived["sroc"]
    let rates = try #require(expected["fpr"].numbers)
    for (line, key) in [
      (SROCLine.rutterGatsonis, "rutter_gatsonis"), (.yOnX, "naive"),
    ] {
      let curve = try reference.fit.srocCurve(line)
      let values = try #require(expected[key].numbers)
      for (rate, value) in zip(rates, values) {
        let sensitivity = curve.sensitivity(atFalsePositiveRate: rate)
        #expect(scaledError(sensitivity, value) <= ReferenceFit.tolerance)
      }
    }
  }

  @Test("go through the mean", arguments: SROCLine.allCases)
  func mean(line: SROCLine) throws {
    let fit = makeFit()
    let curve = try fit.srocCurve(line)
    #expect(
      scaledError(curve.logitSensitivity(atLogitFalsePositiveRate: -2), 1.5)
        <= 4 * .ulpOfOne)
    #expect(!curve.isDecreasing)
  }

  @Test("have the slopes of their definitions")
  func slopes() throws {
    // σ²y = 0.5, σ²x = 0.8, σxy = 0.2.
    let fit = makeFit()
    #expect(scaledError(try fit.srocCurve(.yOnX).slope, 0.25) <= 1e-15)
    #expect(scaledError(try fit.srocCurve(.xOnY).slope, 2.5) <= 1e-15)
    #expect(scaledError(try fit.srocCurve(.dOnS).slope, 0.7) <= 1e-15)
    // −0.3 + √(0.09 + 0.16) over 0.4.
    #expect(scaledError(try fit.srocCurve(.majorAxis).slope, 0.5) <= 1e-15)
    #expect(
      scaledError(try fit.srocCurve(.rutterGatsonis).slope, 0.625.squareRoot())
        <= 1e-15)
  }

  @Test("fall where sensitivity and specificity rise together")
  func decreasing() throws {
    let fit = makeFit(psi: SymmetricMatrix2x2(0.5, 0.2, 0.8))
    #expect(try fit.srocCurve(.yOnX).isDecreasing)
    #expect(try fit.srocCurve(.xOnY).isDecreasing)
    #expect(try fit.srocCurve(.majorAxis).isDecreasing)
    #expect(try !fit.srocCurve(.rutterGatsonis).isDecreasing)
  }

  @Test("do not exist without a slope")
  func undefined() {
    let vertical = makeFit(psi: SymmetricMatrix2x2(0.5, 0, 0.2))
    #expect(throws: UndefinedReason.slopeNotFinite) {
      try vertical.srocCurve(.xOnY)
    }
    #expect(throws: UndefinedReason.slopeNotFinite) {
      try vertical.srocCurve(.majorAxis)
    }
    #expect(throws: UndefinedReason.zeroVarianceBoth) {
      try makeFit(psi: .zero).srocCurve(.rutterGatsonis)
    }
    #expect(throws: UndefinedReason.infiniteEstimate) {
      try makeFit(mean: (.infinity, 1)).srocCurve()
    }
  }

  @Test("have an inverse", arguments: [-0.7, 0.3, 1, 4])
  func inverse(slope: Double) {
    let curve = SROCCurve(intercept: 0.8, slope: slope)
    for rate in [1e-6, 0.1, 0.5, 0.9] {
      let back = curve.falsePositiveRate(
        atSensitivity: curve.sensitivity(atFalsePositiveRate: rate))
      // One minus a sensitivity near one loses digits, by the slope.
      #expect(scaledError(back, rate) <= 1e-13)
    }
  }

  @Test("have limits at zero and one")
  func limits() {
    let curve = SROCCurve(intercept: 1, slope: 0.5)
    #expect(curve.sensitivity(atFalsePositiveRate: 0) == 0)
    #expect(curve.sensitivity(atFalsePositiveRate: 1) == 1)
    #expect(curve.sensitivity(atFalsePositiveRate: -0.1).isNaN)
    let flat = SROCCurve(intercept: 0, slope: 0)
    #expect(flat.sensitivity(atFalsePositiveRate: 0) == 0.5)
    #expect(flat.falsePositiveRate(atSensitivity: 0.5).isNaN)
  }

  @Test("cross the diagonal at Q*")
  func sensitivityEqualToSpecificity() {
    let curve = SROCCurve(intercept: 1.7, slope: 0.6)
    let q = curve.sensitivityEqualToSpecificity
    #expect(
      scaledError(curve.sensitivity(atFalsePositiveRate: 1 - q), q) <= 1e-15)
  }

  @Test("are the same from the HSROC parameters")
  func hsroc() throws {
    let fit = makeFit()
    let direct = try fit.srocCurve()
    let other = try HSROCParameters(
      mean: fit.mean, betweenStudyCovariance: fit.betweenStudyCovariance
    ).srocCurve
    #expect(scaledError(other.intercept, direct.intercept) <= 1e-15)
    #expect(scaledError(other.slope, direct.slope) <= 1e-15)
  }

  @Test("of Moses and Littenberg recover an exact line")
  func mosesLittenberg() throws {
    // Points on y = 2 + 0.5 x.
    let points = [-3.0, -1.5, 0.2, 1].map {
      LogitPair(logitSensitivity: 2 + 0.5 * $0, logitSpecificity: -$0)
    }
    let curve = try SROCCurve.mosesLittenberg(points)
    #expect(scaledError(curve.intercept, 2) <= 1e-14)
    #expect(scaledError(curve.slope, 0.5) <= 1e-14)
    #expect(throws: UndefinedReason.tooFewStudies(count: 1)) {
      try SROCCurve.mosesLittenberg([points[0]])
    }
    #expect(throws: UndefinedReason.constantValues) {
      try SROCCurve.mosesLittenberg([points[0], points[0]])
    }
  }

  @Test("have the range of the studies")
  func observedRange() throws {
    let range = try FalsePositiveRateRange(observed: [0.3, 0.05, 0.2])
    #expect(range == FalsePositiveRateRange(lower: 0.05, upper: 0.3))
    #expect(throws: UndefinedReason.emptyRange) {
      try FalsePositiveRateRange(observed: [0.3, 0.3])
    }
  }
}
