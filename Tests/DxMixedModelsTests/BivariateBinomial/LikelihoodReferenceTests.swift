// Expected values are those of the fixtures: the quadrature as defined in
// Fixtures/README.md, in Python, and the exact likelihood by many nodes, by a
// trapezoidal rule and by mpmath.

import DxLinearAlgebra
import DxMixedModels
import Testing
import _DxTestSupport

@Suite("Binomial likelihood, references")
struct BinomialLikelihoodReferenceTests {
  /// The point at which no review has its maximum.
  private func probe(
    _ counts: PairedCounts, _ expected: ExpectedValue, nodes: Int
  ) throws -> BinomialLikelihood {
    let means = try #require(expected["beta"].numbers)
    let psi = SymmetricMatrix2x2(rows: try #require(expected["Sigma"].rows))
    return counts.likelihood(
      means: SIMD2(means[0], means[1]), psi: psi, nodes: nodes)
  }

  @Test("node for node", arguments: try ReferenceReview.all)
  func nodes(_ review: ReferenceReview) throws {
    let glmm = review.expected["glmm"]
    let counts = review.counts.paired
    for place in ["probe_point", "ml"] {
      let expected = glmm[place]
      let values = expected["quadrature"]["lowerCholInvHess"]
      for nodes in [1, 5, 7, 9, 15] {
        let want = try #require(values["\(nodes)"].number)
        let got = try probe(counts, expected, nodes: nodes).logLikelihood
        // The reference is good to 1e-11.
        #expect(
          (got - want).magnitude <= 1e-9, "\(place), \(nodes): \(got - want)")
      }
    }
  }

  @Test("score at the probe point", arguments: try ReferenceReview.all)
  func score(_ review: ReferenceReview) throws {
    let expected = review.expected["glmm"]["probe_point"]
    let got = try probe(review.counts.paired, expected, nodes: 45)
    let want = try #require(expected["score_beta_vechSigma"].numbers)
    let psiScore = try #require(got.psiScore)
    #expect(
      largestError(got.meanScore.elements + psiScore.elements, want) <= 1e-8)
    let exact = try #require(expected["quadrature"]["exact"].number)
    #expect((got.logLikelihood - exact).magnitude <= 1e-9)
  }

  /// Where a review has its maximum, the score there is zero; on a boundary
  /// that holds for the means alone.
  @Test("score at the maximum", arguments: try ReferenceReview.all)
  func scoreAtMaximum(_ review: ReferenceReview) throws {
    let expected = review.expected["glmm"]["ml"]
    let got = try probe(review.counts.paired, expected, nodes: 31)
    // 31 nodes are off by 2e-7, and so is their score in units of it.
    #expect(largestError(got.meanScore.elements, [0, 0]) <= 1e-5)
    if expected["boundary"].string == "interior" {
      let psiScore = try #require(got.psiScore)
      #expect(largestError(psiScore.elements, [0, 0, 0]) <= 1e-5)
    } else {
      #expect(got.psiScore == nil)
    }
  }
}
