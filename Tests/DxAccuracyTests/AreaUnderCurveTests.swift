internal import DxLinearAlgebra
internal import DxMixedModels
internal import RealModule
internal import _DxTestSupport
import Testing

@testable internal import DxAccuracy

// Expected values: mpmath with 40 digits (adaptive quadrature of
// expit(A + B t) expit′(t), cut where the integrand bends); the closed form
// for B = 1 (Walter 2002); the `derived` sections of the reference reviews;
// the mada vignette.

private struct AreaCase: Sendable {
  let intercept, slope, value, complement, byIntercept, bySlope: Double

  init(
    _ intercept: Double, _ slope: Double, _ value: Double,
    _ complement: Double, _ byIntercept: Double, _ bySlope: Double
  ) {
    self.intercept = intercept
    self.slope = slope
    self.value = value
    self.complement = complement
    self.byIntercept = byIntercept
    self.bySlope = bySlope
  }

  static let all: [AreaCase] = [
    AreaCase(0, 1, 0.5, 0.5, 0.16666666666666667, 0),
    AreaCase(
      2.5, 1, 0.84586946966916106, 0.15413053033083894, 0.092271436843360246,
      -0.11533929605420031),
    AreaCase(
      3, 0.4, 0.94123429675229186, 0.058765703247708139, 0.053181055611186763,
      -0.058145357111992935),
    AreaCase(
      1.5, 2.2, 0.64549418531451207, 0.35450581468548793, 0.091798546554697756,
      -0.049411561138704855),
    AreaCase(
      -1, 0.7, 0.31427290844598757, 0.68572709155401243, 0.16965284139425956,
      0.08629661931730978),
    AreaCase(
      3, 0.0, 0.95257412682243322, 0.047425873177566781, 0.045176659730912133, 0
    ),
    AreaCase(
      4, -0.6, 0.96928228916770008, 0.030717710832299917, 0.027664671196208059,
      0.048370403915645116),
    AreaCase(
      0.5, 1e-06, 0.62245933120175989, 0.37754066879824011, 0.23500371220143599,
      -1.8935426526156037e-7),
    AreaCase(
      0.5, 1e6, 0.500000125, 0.499999875, 2.4999999999977876e-7,
      -1.2499999999968376e-13),
    AreaCase(
      40, 1, 0.99999999999999983, 1.6568581595637197e-16,
      1.6143746170108038e-16, -3.2287492340216077e-15),
    AreaCase(
      -40, 0.98, 1.1434223970916322e-16, 0.99999999999999989,
      1.1242460395691793e-16, 2.0089882544599484e-15),
    AreaCase(
      -300, 0.999, 1.3303188069493743e-128, 1.0, 1.3265022487159121e-128,
      1.8934909314651147e-126),
    AreaCase(
      300, 50, 0.99752576124890161, 0.0024742387510983859, 4.936217729990708e-5,
      -0.00029610841112909684),
    AreaCase(
      8, 0.01, 0.99966459475581188, 0.0003354052441881191,
      0.00033529271051061322, -1.1024008554360756e-5),
    AreaCase(
      -5, 25, 0.45023069610275119, 0.54976930389724881, 0.0098880666033347049,
      0.0019724564440401507),
    AreaCase(
      700, 1, 1.0, 6.8919139040883368e-302, 6.8820542275445816e-302,
      -2.4087189796406035e-299),
  ]
}

private struct PartialCase: Sendable {
  let lower, upper: Double
  let area: AreaCase

  init(
    _ intercept: Double, _ slope: Double, _ lower: Double, _ upper: Double,
    _ value: Double, _ complement: Double, _ byIntercept: Double,
    _ bySlope: Double
  ) {
    self.lower = lower
    self.upper = upper
    area = AreaCase(
      intercept, slope, value, complement, byIntercept, bySlope)
  }

  static let all: [PartialCase] = [
    PartialCase(
      2, 0.8, 0.1, 0.5, 0.76912267285015737, 0.23087732714984263,
      0.17015260999673714, -0.18175568246810396),
    PartialCase(
      2, 3, 0, 0.2, 0.02365940117780721, 0.97634059882219279,
      0.02227995457340882, -0.037179342762180517),
    PartialCase(
      1, 1, 0.05, 0.06, 0.13656670308103732, 0.86343329691896268,
      0.11787332704475568, -0.33511152145798196),
    PartialCase(0, 40, 0.3, 0.7, 0.5, 0.5, 0.015616979624025836, 0),
    PartialCase(
      -3, 5, 0.5, 1, 0.71207100947929876, 0.28792899052070124,
      0.084729267948540408, 0.051506793247541774),
    PartialCase(2, 1e5, 0.1, 0.2, 0, 1.0, 0, 0),
    PartialCase(
      1.5, -0.5, 0.01, 0.99, 0.78959005187471021, 0.21040994812528979,
      0.14971267959253339, 0.097455822191940647),
    PartialCase(
      3, 0.6, 0, 1e-30, 1.2554959189735237e-17, 1.0, 1.2554959189735237e-17,
      -8.7514787239733795e-16),
    PartialCase(
      3, 0.0, 0.2, 0.9, 0.95257412682243322, 0.047425873177566781,
      0.045176659730912133, 0.011314781633556961),
  ]
}

@Suite("Area under the SROC curve")
struct AreaUnderCurveTests {
  @Test("is accurate for any line", arguments: AreaCase.all)
  fileprivate func whole(_ expected: AreaCase) {
    let area = LogisticLineArea(
      SROCCurve(intercept: expected.intercept, slope: expected.slope))
    // Some hundred roundings, and up to 700 u from exp of the intercept. An
    // expected derivative of zero is the sum of terms below 0.1.
    #expect(relativeError(area.value, expected.value) <= 1e-13)
    #expect(relativeError(area.complement, expected.complement) <= 2e-13)
    #expect(
      relativeError(area.interceptDerivative, expected.byIntercept) <= 2e-13)
    #expect(
      (area.slopeDerivative - expected.bySlope).magnitude
        <= max(2e-13 * expected.bySlope.magnitude, 2e-17))
  }

  @Test("is accurate over a range", arguments: PartialCase.all)
  fileprivate func part(_ expected: PartialCase) throws {
    let curve = SROCCurve(
      intercept: expected.area.intercept, slope: expected.area.slope)
    let area = try curve.normalizedArea(
      .exactIntegral,
      over: FalsePositiveRateRange(
        lower: expected.lower, upper: expected.upper))
    // The width of a narrow range has lost digits itself: 3e-15 of 0.01.
    #expect(scaledError(area.value, expected.area.value) <= 1e-14)
    #expect(scaledError(area.complement, expected.area.complement) <= 1e-14)
    #expect(
      scaledError(area.interceptDerivative, expected.area.byIntercept)
        <= 1e-14)
    #expect(
      scaledError(area.slopeDerivative, expected.area.bySlope) <= 2e-14)
  }

  @Test("has the closed form for a slope of one", arguments: [0.3, 2, 8])
  func closedForm(intercept: Double) {
    let odds = Double.exp(intercept)
    let expected =
      odds * (odds - 1 - intercept) / ((odds - 1) * (odds - 1))
    let area = SROCCurve(intercept: intercept, slope: 1).areaUnderCurve()
    // The closed form itself cancels at 0.3.
    #expect(relativeError(area, expected) <= 1e-14)
  }

  @Test("of two parts is that of the whole", arguments: [0.2, 1, 7])
  func additive(slope: Double) {
    let curve = SROCCurve(intercept: 1, slope: slope)
    let first = FalsePositiveRateRange(lower: 0, upper: 0.3)
    let second = FalsePositiveRateRange(lower: 0.3, upper: 1)
    let sum =
      0.3 * curve.partialAreaUnderCurve(over: first)
      + 0.7 * curve.partialAreaUnderCurve(over: second)
    #expect(scaledError(sum, curve.areaUnderCurve()) <= 1e-15)
    #expect(
      scaledError(
        curve.partialAreaUnderCurve(over: .full), curve.areaUnderCurve())
        <= 1e-14)
  }

  @Test("agrees with the reference", arguments: ReferenceFit.all)
  func reference(_ reference: ReferenceFit) throws {
    for (line, key) in [
      (SROCLine.rutterGatsonis, "rutter_gatsonis"), (.yOnX, "naive"),
    ] {
      let expected = reference.derived["auc"][key]
      let curve = try reference.fit.srocCurve(line)
      let exact = try #require(expected["auc_exact"].number)
      let mada = try #require(expected["auc_mada"].number)
      let partial = try #require(expected["pauc_mada"].number)
      let limits = try #require(expected["pauc_range"].numbers)
      let range = FalsePositiveRateRange(lower: limits[0], upper: limits[1])
      let tolerance = ReferenceFit.tolerance
      #expect(scaledError(curve.areaUnderCurve(), exact) <= tolerance)
      #expect(scaledError(curve.areaUnderCurve(.mada99), mada) <= tolerance)
      #expect(
        scaledError(
          curve.partialAreaUnderCurve(over: range, .mada99), partial)
          <= tolerance)
    }
  }

  @Test("has the interval of the delta method", arguments: SROCLine.allCases)
  func interval(line: SROCLine) throws {
    let fit = makeFit(joint: fullJointCovariance)
    for definition in [AreaUnderCurveDefinition.exactIntegral, .mada99] {
      let estimate = try fit.areaUnderCurve(line, definition: definition)
      let error = try #require(estimate.area.standardErrorOnScale)
      let numeric = try numericalVariance(fit) { fit throws in
        let area = try fit.srocCurve(line).areaUnderCurve(definition)
        return .log(area / (1 - area))
      }
      // Central differences of step 1e-5 are good to some 1e-9.
      #expect(relativeError(error * error, numeric) <= 1e-7)
      let lower = try #require(estimate.area.lower)
      let upper = try #require(estimate.area.upper)
      #expect(lower < estimate.area.estimate)
      #expect(estimate.area.estimate < upper && upper < 1)
    }
  }

  @Test("of a range has the interval of the delta method")
  func partialInterval() throws {
    let fit = makeFit(joint: fullJointCovariance)
    let range = FalsePositiveRateRange(lower: 0.05, upper: 0.4)
    let estimate = try fit.areaUnderCurve(over: range)
    let error = try #require(estimate.area.standardErrorOnScale)
    let numeric = try numericalVariance(fit) { fit throws in
      let area = try fit.srocCurve().partialAreaUnderCurve(over: range)
      return .log(area / (1 - area))
    }
    #expect(relativeError(error * error, numeric) <= 1e-7)
    #expect(
      estimate.unnormalizedEstimate == estimate.area.estimate * range.width)
  }

  @Test("says what it cannot know")
  func undefined() throws {
    let estimate = try makeFit().areaUnderCurve()
    #expect(
      estimate.area.undefinedReason == .jointCovarianceUnavailable)
    #expect(throws: UndefinedReason.zeroVarianceBoth) {
      try makeFit(psi: .zero).areaUnderCurve()
    }
    let decreasing = try makeFit(psi: SymmetricMatrix2x2(0.5, 0.2, 0.8))
      .areaUnderCurve(.yOnX)
    #expect(decreasing.curveIsDecreasing)
  }

  /// The delta-method variance with a gradient by central differences.
  private func numericalVariance(
    _ fit: BivariateFit, _ function: (BivariateFit) throws -> Double
  ) throws -> Double {
    let step = 1e-5
    func derivative(_ move: (inout BivariateFit, Double) -> Void) throws
      -> Double
    {
      var above = fit
      var below = fit
      move(&above, step)
      move(&below, -step)
      return (try function(above) - function(below)) / (2 * step)
    }
    let mean = SIMD2(
      try derivative { $0.mean.logitSensitivity += $1 },
      try derivative { $0.mean.logitSpecificity += $1 })
    let psi = SIMD3(
      try derivative { $0.betweenStudyCovariance.m11 += $1 },
      try derivative { $0.betweenStudyCovariance.m21 += $1 },
      try derivative { $0.betweenStudyCovariance.m22 += $1 })
    return fullJointCovariance.variance(meanGradient: mean, psiGradient: psi)
  }
}
