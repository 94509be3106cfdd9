// Expected values: Fixtures/oracle/posterior_oracle.py (mpmath, 32 digits) for
// the binomial model; lme4 1.1-31 (`ranef` with `condVar`) for its Laplace
// approximation; the textbook formulas of the best linear unbiased prediction
// with a dense inverse for the normal model; and identities.

import DxLinearAlgebra
import DxMixedModels
import Testing
import _DxTestSupport

@Suite("Study posteriors")
struct StudyPosteriorTests {
  /// The counts of tables in the order of the fixtures.
  private func counts(_ tables: [[Double]]) -> PairedCounts {
    var counts = PairedCounts(studyCount: tables.count)
    for (index, table) in tables.enumerated() {
      counts.set(
        index, successes: SIMD2(table[0], table[3]),
        trials: SIMD2(table[0] + table[2], table[1] + table[3]))
    }
    return counts
  }

  private func psi(_ entries: [Double]) -> SymmetricMatrix2x2 {
    SymmetricMatrix2x2(entries[0], entries[1], entries[2])
  }

  /// The derivatives by the means and by those entries of the factor by which
  /// the reference has some.
  private func byFactor(
    _ gradient: ParameterGradient, _ l: [Double]
  ) -> [Double] {
    let (by11, by21, by22) =
      (gradient.psi.x, gradient.psi.y, gradient.psi.z)
    return gradient.means.elements + [
      2 * l[0] * by11 + l[1] * by21, l[0] * by21 + 2 * l[1] * by22,
      2 * l[2] * by22,
    ]
  }

  @Test("moments and derivatives", arguments: try PosteriorReference.all)
  func reference(_ reference: PosteriorReference) throws {
    let counts = counts(reference.studies.map(\.table))
    let posteriors = counts.studyPosteriors(
      means: SIMD2(reference.mean[0], reference.mean[1]),
      psi: psi(reference.covariance))
    #expect(posteriors.count == reference.studies.count)
    for (got, want) in zip(posteriors, reference.studies) {
      // The quadrature stops at changes below 1e-8, and is then better.
      #expect(largestError(got.mean.elements, want.mean) <= 1e-9)
      // Newton's last step leaves the square of 1e-7.
      #expect(largestError(got.mode.elements, want.mode) <= 1e-13)
      #expect(normwiseError(got.covariance.vech, want.covariance) <= 1e-8)
      for (row, gradient) in [got.firstGradient, got.secondGradient]
        .enumerated()
      {
        let expected = want.gradient[row]
        let found = byFactor(gradient, reference.factor)
        #expect(
          largestError(Array(found.prefix(expected.count)), expected) <= 1e-8)
      }
    }
  }

  @Test("Laplace's approximation is that of lme4")
  func laplace() throws {
    let review = try ReferenceReview.named("auditc")
    let posteriors = review.counts.pairedCounts(of: [0, 1, 2])
      .studyPosteriors(
        means: SIMD2(2.50972751126256, 1.27619805209817),
        psi: SymmetricMatrix2x2(
          2.595913880438996, -0.813603987512628, 0.381179842489001),
        quadrature: .nodes(1))
    let modes = [
      [-0.934029039568392, 0.678642006197935],
      [-1.585879675696915, 0.460728810100783],
      [-1.959736983552596, 1.163792332346111],
    ]
    let covariances = [
      [0.11043627326582288, -0.00276860741842136, 0.01016253127593803],
      [0.026922881723405942, -0.000279845708426187, 0.004187692748083092],
      [0.1311759287739253, -0.0141849833646179, 0.0450701324007880],
    ]
    for (index, posterior) in posteriors.enumerated() {
      #expect(posterior.mean == posterior.mode)
      let effect = posterior.mode - SIMD2(2.50972751126256, 1.27619805209817)
      // lme4 ends its inner iterations early.
      #expect(largestError(effect.elements, modes[index]) <= 2e-5)
      #expect(
        normwiseError(posterior.covariance.vech, covariances[index]) <= 2e-5)
    }
  }

  @Test("the posterior means average to the fitted means")
  func averages() throws {
    let review = try ReferenceReview.named("auditc")
    var counts = review.counts.pairedCounts(
      of: Array(0..<review.counts.count))
    let fit = try counts.fit(.nodes(61))
    let posteriors = counts.studyPosteriors(means: fit.means, psi: fit.psi)
    // At a maximum Σ E[uᵢ] = 0 and Σ E[uᵢ uᵢᵀ] = k Ψ.
    var sum = SIMD2<Double>.zero
    var squares = SymmetricMatrix2x2.zero
    for posterior in posteriors {
      let u = posterior.mean - fit.means
      sum += u
      squares.m11 += u.x * u.x + posterior.covariance.m11
      squares.m21 += u.x * u.y + posterior.covariance.m21
      squares.m22 += u.y * u.y + posterior.covariance.m22
    }
    let count = Double(review.counts.count)
    // The optimum is known to about the root of the log-likelihood's rounding.
    #expect(max(sum.x.magnitude, sum.y.magnitude) <= 1e-6)
    #expect(
      largestError(squares.vech.map { $0 / count }, fit.psi.vech) <= 1e-6)
  }

  @Test("an infinite mean leaves the other outcome alone")
  func infiniteMean() {
    let tables: [[Double]] = [[10, 3, 0, 20], [25, 6, 0, 31], [4, 0, 0, 0]]
    let alone = tables.map { [0, $0[1], 0, $0[3]] }
    let psi = SymmetricMatrix2x2(0, 0, 0.5)
    let posteriors = counts(tables).studyPosteriors(
      means: SIMD2(.infinity, 1.5), psi: psi)
    let others = counts(alone).studyPosteriors(
      means: SIMD2(0, 1.5), psi: psi)
    for (posterior, other) in zip(posteriors, others) {
      #expect(posterior.mean.x == .infinity)
      #expect(posterior.mode.x == .infinity)
      #expect(posterior.mean.y == other.mean.y)
      #expect(
        posterior.covariance
          == SymmetricMatrix2x2(0, 0, other.covariance.m22))
      #expect(posterior.firstGradient.means == .zero)
      #expect(posterior.secondGradient.means == other.secondGradient.means)
      #expect(posterior.secondGradient.psi.x == 0)
    }
    let both = counts(tables).studyPosteriors(
      means: SIMD2(.infinity, -.infinity), psi: .zero)
    #expect(both.allSatisfy { $0.mean == SIMD2(.infinity, -.infinity) })
  }

  @Test("no studies, and means beyond the range")
  func edges() {
    let none = PairedCounts(studyCount: 0).studyPosteriors(
      means: .zero, psi: .zero)
    #expect(none.isEmpty)
    let far = counts([[1, 2, 3, 4]]).studyPosteriors(
      means: SIMD2(400, 0), psi: .zero)
    #expect(far.count == 1)
    #expect(far[0].mean.x.isNaN)
  }

  /// Estimates of three studies, the last without the second outcome, and a
  /// last one without any.
  private var outcomes: PairedOutcomes {
    var outcomes = PairedOutcomes(studyCount: 4)
    outcomes.set(
      0, values: SIMD2(1.6, 2.0), variances: SIMD2(0.13, 0.01))
    outcomes.set(
      1, values: SIMD2(0.9, 1.7), variances: SIMD2(0.03, 0.02))
    outcomes.set(
      2, values: SIMD2(2.4, 0), variances: SIMD2(0.3, .infinity))
    outcomes.set(
      3, values: .zero, variances: SIMD2(.infinity, .infinity))
    return outcomes
  }

  @Test("best linear unbiased prediction")
  func normal() {
    let psi = SymmetricMatrix2x2(0.5, -0.25, 0.75)
    let posteriors = outcomes.studyPosteriors(
      means: SIMD2(1.5, 1.8), psi: psi)
    // Ψ V⁻¹ (y − μ) + μ and Ψ − Ψ V⁻¹ Ψ in exact rational arithmetic (Python's
    // fractions), rounded once.
    let expected: [([Double], [Double])] = [
      (
        [1.5606533749699736, 1.9963728080711025],
        [0.09914724957963007, -0.0007806870045640163, 0.00984866682680759]
      ),
      (
        [0.9422743055555556, 1.7117476851851852],
        [0.027994791666666668, -0.00043402777777777775, 0.019386574074074073]
      ),
      (
        [2.0625, 1.51875],
        [0.1875, -0.09375, 0.671875]
      ),
      (
        [1.5, 1.8],
        [0.5, -0.25, 0.75]
      ),
    ]
    for (posterior, want) in zip(posteriors, expected) {
      #expect(largestError(posterior.mean.elements, want.0) <= 1e-15)
      #expect(posterior.mode == posterior.mean)
      #expect(normwiseError(posterior.covariance.vech, want.1) <= 1e-15)
    }
  }

  @Test("derivatives of the prediction are those of differences")
  func normalGradient() {
    let point = [1.5, 1.8, 0.5, -0.25, 0.75]
    func means(_ point: [Double]) -> [SIMD2<Double>] {
      outcomes.studyPosteriors(
        means: SIMD2(point[0], point[1]), psi: psi(Array(point[2...]))
      ).map(\.mean)
    }
    let posteriors = outcomes.studyPosteriors(
      means: SIMD2(point[0], point[1]), psi: psi(Array(point[2...])))
    let step = 1e-5
    for parameter in point.indices {
      var (above, below) = (point, point)
      above[parameter] += step
      below[parameter] -= step
      let differences = zip(means(above), means(below)).map {
        ($0 - $1) / (2 * step)
      }
      for (posterior, difference) in zip(posteriors, differences) {
        let rows = [posterior.firstGradient, posterior.secondGradient].map {
          ($0.means.elements + $0.psi.elements)[parameter]
        }
        // Third derivatives of order ten times the square of the step.
        #expect(largestError(rows, difference.elements) <= 1e-8)
      }
    }
  }

  @Test("a prediction adds the uncertainty of the parameters")
  func prediction() {
    let posterior = StudyPosterior(
      mean: .zero, mode: .zero, covariance: SymmetricMatrix2x2(1, 0.5, 2),
      firstGradient: ParameterGradient(
        means: SIMD2(1, 2), psi: SIMD3(3, 0, 1)),
      secondGradient: ParameterGradient(
        means: SIMD2(0, -1), psi: SIMD3(1, 1, 0)))
    let joint = JointCovariance(
      means: SymmetricMatrix2x2(4, 1, 3),
      firstMeanWithPsi: SIMD3(1, 0, 0), secondMeanWithPsi: SIMD3(0, 1, 0),
      psi: SymmetricMatrix3x3(5, 1, 0, 6, 2, 7))
    // By hand, J V Jᵀ: V g₁ = (9, 7, 16, 7, 7) and V g₂ = (0, −2, 6, 6, 2).
    #expect(
      posterior.predictionCovariance(joint)
        == SymmetricMatrix2x2(1 + 78, 0.5 + 16, 2 + 14))
  }
}
