// Estimates of data in other units, which follow from those in the original
// units by hand, and errors that follow from the data by inspection.

import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import RealModule
import Testing
import _DxTestSupport

@Suite("Paired outcomes beyond the kernel's range")
struct PairedOutcomesRangeTests {
  /// An odd number of studies with two unreported outcomes, so that both
  /// stand-ins for an infinite variance are in use.
  private static func outcomes(
    unit: SIMD2<Double> = SIMD2(1, 1), origin: SIMD2<Double> = .zero
  ) -> PairedOutcomes {
    let example = RegressionExample()
    var outcomes = PairedOutcomes(studyCount: 9)
    for study in 0..<9 {
      let s = example.covariances[study]
      outcomes.set(
        study, values: unit * (example.values[study] + origin),
        variances: unit * unit * SIMD2(s.m11, s.m22))
    }
    return outcomes
  }

  private static let estimators = likelihoodEstimators + [.fixedEffect]

  /// Ψ is within 5e-10 standard errors of the maximum in any unit.
  @Test(
    "units change units alone", arguments: estimators,
    [
      SIMD2(1e3, 1e3), SIMD2(1e6, 1e6), SIMD2(1e12, 1e12), SIMD2(1, 1e6),
      SIMD2(1e-9, 1e-9), SIMD2(1e-30, 1e30),
    ])
  func units(_ estimator: NormalEstimator, _ unit: SIMD2<Double>) throws {
    let reference = try Self.outcomes().fit(estimator)
    let estimate = try Self.outcomes(unit: unit).fit(estimator)
    #expect(estimate.certificate.criterion.isConverged)
    #expect(
      largestError(
        (estimate.means / unit).elements, reference.means.elements) <= 1e-10)
    #expect(
      largestError(
        estimate.psi.scaled(by: 1 / unit).vech, reference.psi.vech) <= 1e-10)
    #expect(
      largestError(
        estimate.meanCovariance.scaled(by: 1 / unit).vech,
        reference.meanCovariance.vech) <= 1e-10)
    let freedom: Double =
      estimator == .restrictedMaximumLikelihood ? 7 : 8
    let jacobian = freedom * (.log(unit.x) + Double.log(unit.y))
    let value = try #require(estimate.logLikelihood) + jacobian
    let want = try #require(reference.logLikelihood)
    // Each logarithm of a variance is rounded, so errors grow with them.
    #expect((value - want).magnitude <= 1e-13 * (10 + jacobian.magnitude))
    if let joint = reference.jointCovariance {
      let scaled = try #require(estimate.jointCovariance)
      let gradient = SIMD3(
        1 / (unit.x * unit.x), 1 / (unit.x * unit.y), 1 / (unit.y * unit.y))
      let variance = scaled.variance(
        meanGradient: 1 / unit, psiGradient: gradient)
      let wanted = joint.variance(
        meanGradient: SIMD2(1, 1), psiGradient: SIMD3(1, 1, 1))
      #expect(relativeError(variance, wanted) <= 1e-6)
    }
  }

  @Test("the origin changes the means alone", arguments: estimators)
  func origin(_ estimator: NormalEstimator) throws {
    let reference = try Self.outcomes().fit(estimator)
    let origin = SIMD2(0x1p20, -0x1p30)
    let estimate = try Self.outcomes(origin: origin).fit(estimator)
    // The values themselves are rounded to 2⁻²³ at this origin.
    #expect(
      largestError((estimate.means - origin).elements, reference.means.elements)
        <= 1e-6)
    #expect(largestError(estimate.psi.vech, reference.psi.vech) <= 1e-6)
    let value = try #require(estimate.logLikelihood)
    #expect(scaledError(value, try #require(reference.logLikelihood)) <= 1e-6)
  }

  /// A study as good as unreported changes nothing but the likelihood's
  /// constant.
  @Test("one variance that equals the stand-in", arguments: estimators)
  func standIn(_ estimator: NormalEstimator) throws {
    var outcomes = Self.outcomes()
    outcomes.set(0, values: SIMD2(1, 1), variances: SIMD2(.infinity, 0.2))
    let reference = try outcomes.fit(estimator)
    #expect(outcomes.reportedCounts.first == 7)
    outcomes.set(0, values: SIMD2(1, 1), variances: SIMD2(0x1p60, 0.2))
    #expect(outcomes.reportedCounts.first == 8)
    let estimate = try outcomes.fit(estimator)
    #expect(
      largestError(estimate.means.elements, reference.means.elements)
        <= 1e-9)
    outcomes.set(0, values: .zero, variances: SIMD2(.infinity, 0.2))
    #expect(outcomes.reportedCounts.first == 7)
  }

  @Test("what is not admissible", arguments: NormalEstimator.allCases)
  func invalid(_ estimator: NormalEstimator) {
    let invalid: [(SIMD2<Double>, SIMD2<Double>)] = [
      (SIMD2(1, .nan), SIMD2(1, 1)), (SIMD2(1, .infinity), SIMD2(1, 1)),
      (SIMD2(1, 2), SIMD2(1, 0)), (SIMD2(1, 2), SIMD2(1, -1)),
      (SIMD2(1, 2), SIMD2(1, .nan)), (SIMD2(1, 2), SIMD2(1, -.infinity)),
    ]
    for (values, variances) in invalid {
      var outcomes = Self.outcomes()
      outcomes.set(4, values: values, variances: variances)
      let error = #expect(throws: NormalModelError.self) {
        try outcomes.fit(estimator)
      }
      guard case .invalidObservation(let study, let outcome, _, _) = error
      else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(study == 4)
      #expect(outcome == 2)
    }
  }
}
