internal import DxAccuracy
internal import DxLinearAlgebra
internal import RealModule
internal import _DxTestSupport
import Testing

// Expected values: the `derived` sections of the reference reviews, whose
// points are those of R's `ellipse`; radii and prediction limits by scipy.

@Suite("Regions")
struct RegionTests {
  @Test("agree with the reference", arguments: ReferenceFit.all)
  func reference(_ reference: ReferenceFit) throws {
    let fit = reference.fit
    let tolerance = ReferenceFit.tolerance
    for kind in [RegionKind.confidence, .prediction] {
      let expected = reference.derived["\(kind)_ellipse"]
      let ellipse = try fit.region(kind, radius: .chiSquared).ellipse
      let axes = try #require(expected["semi_axes"].numbers)
      let angle = try #require(expected["angle_major_rad"].number)
      let area = try #require(expected["area"].number)
      let radius = try #require(expected["radius_chi2"].number)
      #expect(scaledError(ellipse.radius, radius) <= tolerance)
      #expect(scaledError(ellipse.semiAxes.major, axes[0]) <= tolerance)
      #expect(scaledError(ellipse.semiAxes.minor, axes[1]) <= tolerance)
      // The other axis has the opposite sense, and an axis has no direction.
      let sum = (ellipse.majorAxisAngle + angle) / .pi
      #expect(scaledError(sum, sum.rounded()) <= tolerance)
      #expect(scaledError(ellipse.area, area) <= tolerance)
      let points = try #require(
        expected["points_logit_sens_logit_fpr"].rows)
      #expect(pointError(ellipse, points) <= tolerance)
    }
    let radius = try fit.region(.confidence).ellipse.radius
    let expected = try #require(
      reference.derived["ellipse_radius_F"].number)
    #expect(scaledError(radius, expected) <= tolerance)
  }

  /// The largest error of boundary points at R's multiples of π/4.
  ///
  /// R has cos(a + d/2) and cos(a − d/2) with d = arccos of the correlation
  /// with the *rate*; its a is our t − d/2.
  private func pointError(
    _ ellipse: AccuracyEllipse, _ points: [[Double]]
  ) -> Double {
    let covariance = ellipse.covariance
    let correlation =
      -covariance.m21 / (covariance.m11 * covariance.m22).squareRoot()
    let shift = Double.acos(correlation) / 2
    var error = 0.0
    for (index, point) in points.enumerated() {
      let found = ellipse.boundaryPoint(at: Double(index) * .pi / 4 + shift)
      error = max(
        error, scaledError(found.logitSensitivity, point[0]),
        scaledError(found.logitSpecificity, -point[1]))
    }
    return error
  }

  @Test("have boundaries on the quadratic form", arguments: [-0.99, 0, 0.6])
  func boundary(correlation: Double) {
    let ellipse = AccuracyEllipse(
      centre: LogitPair(logitSensitivity: 1, logitSpecificity: -2),
      covariance: SymmetricMatrix2x2(0.3, correlation * 0.6.squareRoot(), 2),
      radius: 1.7)
    let points = ellipse.boundary(count: 100)
    #expect(points.count == 100)
    for point in points {
      let offset = SIMD2(
        point.logitSensitivity - 1, point.logitSpecificity + 2)
      let form = ellipse.covariance.inverse.quadraticForm(offset)
      // The condition number of the form is at most some 400.
      #expect(scaledError(form, 1.7 * 1.7) <= 400 * 4 * .ulpOfOne)
    }
  }

  @Test("contain what lies inside")
  func contains() {
    let ellipse = AccuracyEllipse(
      centre: LogitPair(logitSensitivity: 0, logitSpecificity: 0),
      covariance: SymmetricMatrix2x2(4, 0, 1), radius: 1)
    func point(_ x: Double, _ y: Double) -> LogitPair {
      LogitPair(logitSensitivity: x, logitSpecificity: y)
    }
    #expect(ellipse.contains(point(2, 0)))
    #expect(ellipse.contains(point(0, -1)))
    #expect(!ellipse.contains(point(0, 1.001)))
    #expect(!ellipse.contains(point(1.9, 0.9)))
    #expect(!ellipse.contains(point(.nan, 0)))
  }

  @Test("degenerate to a segment and a point")
  func singular() {
    let segment = AccuracyEllipse(
      centre: LogitPair(logitSensitivity: 0, logitSpecificity: 0),
      covariance: SymmetricMatrix2x2(0, 0, 4), radius: 1)
    #expect(segment.semiAxes == (2, 0))
    #expect(segment.area == 0)
    #expect(segment.boundaryPoint(at: 0).logitSpecificity == 2)
    #expect(segment.boundaryPoint(at: 0).logitSensitivity == 0)
    #expect(segment.contains(segment.centre))
    #expect(
      !segment.contains(LogitPair(logitSensitivity: 0, logitSpecificity: 1)))
    let point = AccuracyEllipse(
      centre: segment.centre, covariance: .zero, radius: 1)
    #expect(point.boundaryPoint(at: 1) == point.centre)
  }

  @Test(
    "have Fisher radii",
    arguments: zip(
      [3, 5, 10, 20, 50],
      [
        19.97498435543816, 4.370833901195778, 2.9862920511981113,
        2.6662922366694115, 2.5261541267026835,
      ]))
  func fisher(studyCount: Int, expected: Double) throws {
    let radius = try RegionRadius.fisher.value(
      level: .ninetyFivePercent, studyCount: studyCount)
    #expect(relativeError(radius, expected) <= 1e-14)
  }

  @Test(
    "have chi-squared radii",
    arguments: zip(
      [0.5, 0.95, 0.999],
      [1.1774100225154749, 2.447746830680816, 3.7169221888498383]))
  func chiSquared(level: Double, expected: Double) throws {
    let radius = try RegionRadius.chiSquared.value(
      level: ConfidenceLevel(level), studyCount: 2)
    #expect(relativeError(radius, expected) <= 1e-14)
  }

  @Test("need three studies for a Fisher radius")
  func tooFewStudies() {
    #expect(throws: UndefinedReason.tooFewStudies(count: 2)) {
      try makeFit(studyCount: 2).region(.confidence)
    }
    #expect(throws: UndefinedReason.infiniteEstimate) {
      try makeFit(mean: (1, .infinity)).region(.prediction)
    }
  }

  @Test("have marginal prediction intervals")
  func predictionIntervals() throws {
    let reference = try #require(
      ReferenceFit.all.first { $0.description == "auditc, all, reml" })
    let intervals = reference.fit.predictionIntervals()
    let limits = try [
      #require(intervals.sensitivity.lower),
      #require(intervals.sensitivity.upper),
      #require(intervals.specificity.lower),
      #require(intervals.specificity.upper),
    ]
    let expected = [
      0.3628160423041086, 0.9915293992784316, 0.45571077114665287,
      0.9373212908438359,
    ]
    for (limit, value) in zip(limits, expected) {
      #expect(scaledError(limit, value) <= 1e-14)
    }
    #expect(
      makeFit(studyCount: 2).predictionIntervals().sensitivity.undefinedReason
        == .tooFewStudies(count: 2))
  }
}
