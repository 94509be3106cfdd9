import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import Testing
import _DxTestSupport

/// Without regressors the model is the bivariate one in other coordinates.
///
/// The likelihood at any number of nodes, the estimates and the inverse of the
/// information must agree with those of `PairedCounts` up to rounding. The
/// values of the latter are tested against other programs.
@Suite("Sum and difference, against the bivariate model")
struct SumDifferenceIdentityTests {
  @Test("has its maximum", arguments: try ReferenceReview.all)
  func maximum(review: ReferenceReview) throws {
    // Seven nodes, since the identity holds for any rule.
    let fits = try Fits(review.counts, .nodes(7))
    #expect(fits.sum.certificate.criterion.isConverged)
    // Climbs end within 1e-13 of the maximum, and sums of up to 216 terms
    // of size 5 carry rounding of that order.
    #expect(fits.likelihoodDifference <= 1e-11)
    // The maxima are flat: 1e-7 in a parameter is 1e-13 in the likelihood.
    #expect(fits.parameterError <= 1e-6)
  }

  @Test(
    "has its maximum with as many nodes as are needed",
    arguments: ["telomerase", "scheidler_ct", "auditc"])
  func escalation(name: String) throws {
    let review = try ReferenceReview.named(name)
    let fits = try Fits(review.counts, .automatic())
    #expect(fits.likelihoodDifference <= 1e-10)
    #expect(fits.parameterError <= 1e-6)
    #expect(fits.sum.quadratureNodes == fits.bivariate.quadratureNodes)
  }

  @Test("puts a correlation of −1 at a sum without variance")
  func boundary() throws {
    for name in ["telomerase", "scheidler_ct"] {
      let review = try ReferenceReview.named(name)
      let fit = try Fits(review.counts, .nodes(7)).sum
      #expect(fit.boundary == .zeroSumVariance)
      #expect(fit.sumVariance == 0)
      let covariance = try #require(fit.covariance)
      #expect((0..<5).allSatisfy { covariance[3, $0] == 0 })
      #expect((0..<5).allSatisfy { covariance[$0, $0] > 0 || $0 == 3 })
    }
  }

  @Test("has its standard errors", arguments: try ReferenceReview.all)
  func standardErrors(review: ReferenceReview) throws {
    let fits = try Fits(review.counts, .nodes(7))
    let joint = try #require(fits.bivariate.jointCovariance)
    let covariance = try #require(fits.sum.covariance)
    for (index, gradient) in fits.gradients.enumerated() {
      let want = joint.variance(
        meanGradient: gradient.mean, psiGradient: gradient.psi)
      // The two informations are taken 1e-7 apart.
      #expect(
        (covariance[index, index] - want).magnitude <= 1e-6 * want + 1e-12)
    }
  }

  /// Simulated reviews, half of which have their maximum on a boundary.
  @Test("finds every maximum of sparse data")
  func simulated() throws {
    for review in try SimulatedReview.all {
      let binomial = review.binomial
      if binomial.separatesSensitivity || binomial.separatesSpecificity {
        continue
      }
      let fits = try Fits(review.counts, .nodes(7))
      #expect(fits.likelihoodDifference <= 1e-8, "\(review)")
      #expect(
        fits.sum.boundary == .init(fits.bivariate.boundary), "\(review)")
    }
  }
}

/// A review fitted in both coordinates.
private struct Fits {
  let bivariate: BivariateBinomialEstimate
  let sum: SumDifferenceEstimate

  init(_ counts: ReferenceCounts, _ quadrature: BinomialQuadrature) throws {
    var counts = PairedCounts(counts)
    bivariate = try counts.fit(quadrature)
    sum = try SumDifferenceRegression(counts).fit(quadrature)
  }

  var likelihoodDifference: Double {
    (sum.logLikelihood - bivariate.logLikelihood).magnitude
  }

  /// The largest difference of a parameter from that of the bivariate fit.
  var parameterError: Double {
    let got = sum.parameters(
      sumRow: [1], halfDifferenceRow: [1], logScaleRatioRow: [1])
    let want = SumDifferenceParameters(
      means: bivariate.means, psi: bivariate.psi)
    let errors = [
      scaledError(got.sum, want.sum),
      scaledError(got.halfDifference, want.halfDifference),
      scaledError(got.logScaleRatio, want.logScaleRatio),
      scaledError(got.sumVariance, want.sumVariance),
      scaledError(got.halfDifferenceVariance, want.halfDifferenceVariance),
    ]
    return errors.max() ?? .nan
  }

  /// The derivatives of the five parameters by those of the bivariate model.
  ///
  /// From the definitions of Harbord et al., *Biostatistics* 8:239–251, 2007.
  var gradients: [(mean: SIMD2<Double>, psi: SIMD3<Double>)] {
    let (a, b) = (bivariate.psi.m11, bivariate.psi.m22)
    let ratio = (b / a).squareRoot()
    let q = ratio.squareRoot()
    let s = q * bivariate.means.x + bivariate.means.y / q
    let d = (q * bivariate.means.x - bivariate.means.y / q) / 2
    return [
      (SIMD2(q, 1 / q), SIMD3(-d / (2 * a), 0, d / (2 * b))),
      (SIMD2(q / 2, -1 / (2 * q)), SIMD3(-s / (8 * a), 0, s / (8 * b))),
      (.zero, SIMD3(-1 / (2 * a), 0, 1 / (2 * b))),
      (.zero, SIMD3(ratio, 2, 1 / ratio)),
      (.zero, SIMD3(ratio / 4, -0.5, 1 / (4 * ratio))),
    ]
  }
}

extension SumDifferenceBoundary {
  /// The same place in the other coordinates.
  fileprivate init(_ boundary: CovarianceBoundary) {
    self =
      switch boundary {
      case .interior: .interior
      case .correlationAtMinusOne: .zeroSumVariance
      case .correlationAtPlusOne: .zeroHalfDifferenceVariance
      case .zeroVarianceFirst, .zeroVarianceSecond: .unboundedScaleRatio
      case .zeroVarianceBoth: .zeroVariances
      }
  }
}
