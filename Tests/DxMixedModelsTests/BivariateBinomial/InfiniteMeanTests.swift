// Expected values: limits that follow from the definition, and
// ``InfiniteMeanTests/profile``, computed in Python with scipy 1.17.1. There
// an arm with n₁, …, nₖ subjects and no error has the log-likelihood
//
//     ℓ(μ, τ) = Σᵢ log ∫ expit(μ + τz)^nᵢ φ(z) dz
//
// by a trapezoidal sum (8001 points on [−12, 12]); ℓ is maximised over τ from
// the best of 112 values between 0 and e⁶ with minimize_scalar, to 1e-12, and
// −2 ℓ = deviance is solved for μ with brentq, to 1e-12.

import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import RealModule
import Testing
import _DxTestSupport

@Suite("Binomial fit, infinite means")
struct InfiniteMeanTests {
  /// Studies without an error in the first arm, or without a success, and a
  /// second arm that varies or, by its proportions, does not.
  private func counts(
    firstFailures: Bool = false, isSecondVaried: Bool = true
  ) -> PairedCounts {
    let second = isSecondVaried ? [15.0, 36, 4, 68] : [20, 31, 9, 64]
    return PairedCounts(
      [(10.0, 23.0), (25, 37), (4, 10), (50, 71)].enumerated().map {
        (firstFailures ? 0 : $1.0, $1.0, second[$0], $1.1)
      })
  }

  @Test("first", arguments: [false, true], [false, true])
  func first(isNegative: Bool, isSecondVaried: Bool) throws {
    var counts = counts(
      firstFailures: isNegative, isSecondVaried: isSecondVaried)
    let fit = try counts.fit()
    #expect(fit.means.x == (isNegative ? -.infinity : .infinity))
    #expect(fit.meanCovariance.m11 == .infinity)
    #expect(fit.meanCovariance.m21 == 0)
    #expect(fit.infiniteMeans == .first)
    #expect(fit.jointCovariance == nil)
    #expect(fit.psi.m11 == 0 && fit.psi.m21 == 0)
    #expect(fit.certificate.criterion.isConverged)
    #expect(
      fit.boundary == (isSecondVaried ? .zeroVarianceFirst : .zeroVarianceBoth))
    // The other outcome is fitted as if it were alone.
    var other = counts.rearranged([0, 1, 2, 3])
    for study in 0..<4 {
      other.set(
        study,
        successes: SIMD2(Double(study + 1), counts.successes(of: study).y),
        trials: SIMD2(10, counts.trials(of: study).y))
    }
    let alone = try other.fit(structure: .independent)
    #expect(scaledError(fit.means.y, alone.means.y) <= 1e-6)
    #expect(scaledError(fit.psi.m22, alone.psi.m22) <= 1e-5)
    #expect(
      relativeError(fit.meanCovariance.m22, alone.meanCovariance.m22) <= 1e-5)
  }

  @Test("second mirrors first")
  func second() throws {
    var counts = counts()
    var swapped = counts.rearranged([0, 1, 2, 3], isSwapped: true)
    let got = try swapped.fit()
    let want = try counts.fit()
    #expect(got.infiniteMeans == .second)
    #expect(got.means.y == .infinity)
    #expect(got.means.x == want.means.y)
    #expect(got.psi.m11 == want.psi.m22)
    #expect(got.meanCovariance.m11 == want.meanCovariance.m22)
    #expect(got.logLikelihood == want.logLikelihood)
  }

  @Test("both")
  func both() throws {
    var counts = PairedCounts([(10, 10, 0, 20), (5, 5, 0, 0), (0, 0, 0, 9)])
    let fit = try counts.fit()
    #expect(fit.means == SIMD2(.infinity, -.infinity))
    #expect(fit.infiniteMeans == .both)
    #expect(fit.logLikelihood == 0)
    #expect(fit.psi == .zero)
    #expect(fit.meanCovariance.m22 == .infinity)
    #expect(fit.quadratureNodes == 1)
  }

  /// The structure is that of the outcome that is left.
  @Test("with a structure", arguments: CovarianceStructure.allCases)
  func structures(_ structure: CovarianceStructure) throws {
    var counts = PairedCounts([
      (10, 10, 12, 23), (25, 25, 35, 37), (4, 4, 3, 10), (50, 50, 64, 71),
    ])
    let fit = try counts.fit(structure: structure)
    #expect(fit.structure == structure)
    #expect(fit.infiniteMeans == .first)
    let isFixed =
      structure == .zeroVarianceSecond || structure == .zeroVarianceBoth
    #expect((fit.psi.m22 == 0) == isFixed)
    #expect(
      fit.boundary == (isFixed ? .zeroVarianceBoth : .zeroVarianceFirst))
  }

  @Test("a start is ignored")
  func start() throws {
    var counts = counts()
    let plain = try counts.fit()
    let warm = try counts.fit(
      startingFrom: BinomialParameters(means: SIMD2(9, 9), psi: .identity))
    #expect(warm == plain)
  }

  // MARK: Limits

  /// An arm without errors, a deviance and the limit.
  static let profile: [([Double], Double, Double)] = [
    ([10, 25, 4, 50], 1, 5.178973246458436),
    ([10, 25, 4, 50], 3.841458820694124, 3.825121333796985),
    ([12, 30, 8], 3.841458820694124, 3.2400492102717178),
    ([100, 3, 40, 7, 15, 60], 6.634896601021214, 4.20351044516178),
    // Their variance is far from zero at the limit.
    ([1000, 5, 5, 5, 5, 5], 3.841458820694124, 5.609906522911637),
    ([1000, 5, 5, 5, 5, 5], 6.634896601021214, 4.218926264670219),
    ([5000, 2, 2, 2, 300], 3.841458820694124, 7.082074024587682),
    ([7, 9], 2.705543454095404, 2.4278611545530384),
  ]

  @Test("limits without another outcome", arguments: profile)
  func limits(arm: [Double], deviance: Double, want: Double) {
    // The other arm is free of errors too, and its mean as infinite.
    let counts = PairedCounts(arm.map { ($0, $0, 7, 7) })
    let got = counts.limitOfInfiniteMean(outcome: 1, deviance: deviance)
    // The stated accuracy; the variance is large where sizes are uneven.
    let isUneven = (arm.max() ?? 0) > 100
    #expect(
      (got - want).magnitude <= (isUneven ? 1e-4 : 1e-6), "\(got - want)")
    guard arm.count < 4 else { return }
    let turned = PairedCounts(arm.map { (7, 7, 0, $0) })
    let mirrored = turned.limitOfInfiniteMean(outcome: 2, deviance: deviance)
    #expect(mirrored == -got)
  }

  /// In other studies the other outcome can tell nothing of this one.
  @Test("limits beside an outcome of other studies")
  func limitBesideOther() {
    let (arm, deviance, want) = Self.profile[1]
    let counts = PairedCounts(
      arm.map { ($0, $0, 0, 0) } + [(0, 0, 18, 20), (0, 0, 30, 44)])
    let got = counts.limitOfInfiniteMean(outcome: 1, deviance: deviance)
    #expect((got - want).magnitude <= 1e-6, "\(got - want)")
  }

  /// With k studies twice the log-likelihood never drops by more than
  /// 2 k log 2, which is 1.386 k.
  @Test("few studies have none")
  func noLimit() {
    for arm in [[7.0], [7, 9], [1000, 1000]] {
      let bound = 2 * Double(arm.count) * Double.log(2)
      let counts = PairedCounts(arm.map { ($0, $0, $0, $0) })
      for deviance in [bound, 3.84] {
        #expect(
          counts.limitOfInfiniteMean(outcome: 1, deviance: deviance)
            == -.infinity)
      }
      let turned = PairedCounts(arm.map { (0, $0, $0, $0) })
      #expect(
        turned.limitOfInfiniteMean(outcome: 1, deviance: 3.84) == .infinity)
      #expect(
        counts.limitOfInfiniteMean(outcome: 1, deviance: 0.9 * bound).isFinite)
    }
  }

  @Test("a larger deviance goes further")
  func monotone() {
    let counts = PairedCounts([12.0, 30, 8].map { ($0, $0, 0, $0) })
    var last = Double.infinity
    for deviance in [0.1, 1, 4.1, 4.2] {
      let limit = counts.limitOfInfiniteMean(outcome: 1, deviance: deviance)
      #expect(limit < last)
      last = limit
    }
    #expect(last == -.infinity)
  }

  /// The other outcome may share its random effect with this one, which makes
  /// low means likelier and the interval wider, never narrower.
  ///
  /// Two studies will do: the integrals have two dimensions.
  @Test("the other outcome only widens")
  func widens() {
    let counts = PairedCounts([(10, 10, 15, 20), (50, 50, 33, 70)])
    let limit = counts.limitOfInfiniteMean(outcome: 1, deviance: 1)
    let alone = PairedCounts([(10, 10, 1, 1), (50, 50, 1, 1)])
      .limitOfInfiniteMean(outcome: 1, deviance: 1)
    #expect(limit <= alone + 1e-6)
    #expect(limit > alone - 1)
  }

  @Test("a finite mean has no limit of this kind")
  func finiteMean() {
    #expect(
      counts().limitOfInfiniteMean(outcome: 2, deviance: 3.84).isNaN)
    let invalid = PairedCounts([(3, 2, 1, 1)])
    #expect(invalid.limitOfInfiniteMean(outcome: 1, deviance: 1).isNaN)
  }
}
