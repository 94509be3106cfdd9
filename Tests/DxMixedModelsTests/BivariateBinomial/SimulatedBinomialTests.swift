// Expected values are those of the fixtures: the best optimum that a search
// from many starts over all faces found, in Python, for 100 reviews of 4 to 20
// sparse studies.

import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import Testing
import _DxTestSupport

@Suite("Binomial fit, simulated reviews")
struct SimulatedBinomialTests {
  @Test("exact likelihood", arguments: try SimulatedReview.all)
  func exact(_ review: SimulatedReview) throws {
    var counts = review.counts.paired
    let estimate = try counts.fit()
    let best = review.binomial
    let error = estimate.logLikelihood - best.logLikelihood
    #expect(estimate.certificate.criterion.isConverged)
    // The supremum beside an infinite mean has one integral, or none.
    #expect(error.magnitude <= (best.isFinite ? 1e-6 : 1e-8), "\(error)")
    #expect(
      estimate.infiniteMeans.isInfinite
        == (best.separatesSensitivity, best.separatesSpecificity))
    #expect(
      error.magnitude
        <= max(try #require(estimate.certificate.quadratureError), 1e-8),
      "\(error)")
    // A mean that was estimated has a standard error.
    for mean in 0..<2 {
      #expect(estimate.meanCovariance.vech[2 * mean] > 0)
      #expect(
        estimate.meanCovariance.vech[2 * mean].isFinite
          == estimate.means[mean].isFinite)
    }
    try checkPlace(estimate, best)
  }

  /// The likelihood is so flat in these reviews that the best known may be
  /// off by more than a fit may.
  private func checkPlace(
    _ estimate: BivariateBinomialEstimate, _ best: BinomialOptimum
  ) throws {
    #expect(
      scaledError(estimate.means.x, best.logitSensitivity) <= 1e-4)
    #expect(
      scaledError(estimate.means.y, best.logitSpecificity) <= 1e-4)
    let deviations = [
      (estimate.psi.m11.squareRoot(), best.tauSensitivity),
      (estimate.psi.m22.squareRoot(), best.tauSpecificity),
    ]
    for (got, want) in deviations {
      // The reference reached a zero only to 3e-8.
      if let want { #expect(scaledError(got, want) <= 1e-3) }
    }
    guard best.isFinite else { return }
    #expect(
      isConsistent(estimate, best),
      "\(estimate.boundary) at \(estimate.psi), \(best)")
  }

  private func isConsistent(
    _ estimate: BivariateBinomialEstimate, _ best: BinomialOptimum
  ) -> Bool {
    let isFirstZero = (best.tauSensitivity ?? 0) < 1e-6
    let isSecondZero = (best.tauSpecificity ?? 0) < 1e-6
    let correlation = best.correlation ?? 0
    switch estimate.boundary {
    case .zeroVarianceBoth: return isFirstZero && isSecondZero
    case .zeroVarianceFirst: return isFirstZero && !isSecondZero
    case .zeroVarianceSecond: return !isFirstZero && isSecondZero
    case .correlationAtMinusOne: return correlation < -1 + 1e-6
    case .correlationAtPlusOne: return correlation > 1 - 1e-6
    case .interior:
      return !isFirstZero && !isSecondZero && correlation.magnitude < 1 - 1e-9
    }
  }

  @Test("Laplace's approximation", arguments: try SimulatedReview.all)
  func laplace(_ review: SimulatedReview) throws {
    var counts = review.counts.paired
    let estimate = try counts.fit(.nodes(1))
    #expect(estimate.certificate.criterion.isConverged)
    guard let best = review.laplace else {
      #expect(estimate.infiniteMeans != .none)
      return
    }
    let error = estimate.logLikelihood - best.logLikelihood
    #expect(error >= -1e-6 && error <= 1e-6, "\(error)")
    #expect(scaledError(estimate.means.x, best.logitSensitivity) <= 1e-4)
    #expect(scaledError(estimate.means.y, best.logitSpecificity) <= 1e-4)
  }
}
