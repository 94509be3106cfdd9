// Expected values: trapezoidal sums in 34 digits, in Python with mpmath; see
// Fixtures/oracle/binomial_oracle.py.

import DxLinearAlgebra
import DxMixedModels
import Testing
import _DxTestSupport

@Suite("Binomial likelihood, small and extreme designs")
struct BinomialOracleTests {
  private func likelihood(
    _ reference: BinomialReference, nodes: Int
  ) -> BinomialLikelihood {
    let s = reference.covariance
    return reference.counts.paired.likelihood(
      means: SIMD2(reference.mean[0], reference.mean[1]),
      psi: SymmetricMatrix2x2(s[0], s[1], s[2]), nodes: nodes)
  }

  @Test(
    "node for node", arguments: try BinomialReference.all, [1, 5, 15])
  func nodes(_ reference: BinomialReference, _ nodes: Int) throws {
    let want = try #require(reference.adaptive[nodes])
    let got = likelihood(reference, nodes: nodes).logLikelihood
    #expect(scaledError(got, want) <= 1e-9, "\(got - want)")
  }

  /// How many nodes bring the approximation within 1e-8 of the integral.
  ///
  /// 45 do, but where the deviations are of several logits: the integrand of
  /// a study without errors is then a normal density cut off on one side.
  private func neededNodes(_ reference: BinomialReference) -> Int {
    switch reference.name {
    case "standard_deviation_three", "separated": 81
    case "standard_deviation_ten": 221
    default: 45
    }
  }

  @Test("exact value and score", arguments: try BinomialReference.all)
  func exact(_ reference: BinomialReference) throws {
    let got = likelihood(reference, nodes: neededNodes(reference))
    #expect(
      scaledError(got.logLikelihood, reference.logLikelihood) <= 1e-8,
      "\(got.logLikelihood - reference.logLikelihood)")
    #expect(
      largestError(
        got.meanScore.elements, Array(reference.score[0..<2])) <= 1e-7)
    let s = reference.covariance
    let isSingular = s[1] * s[1] >= s[0] * s[2]
    #expect((got.psiScore == nil) == isSingular)
    if let psiScore = got.psiScore {
      #expect(
        largestError(psiScore.elements, Array(reference.score[2...])) <= 1e-7)
    }
  }

  /// The contributions of the studies are those of the studies alone.
  @Test("study by study", arguments: try BinomialReference.all)
  func studies(_ reference: BinomialReference) {
    let s = reference.covariance
    let nodes = neededNodes(reference)
    for (index, want) in reference.studies.enumerated() {
      let got = reference.counts.pairedCounts(of: [index]).likelihood(
        means: SIMD2(reference.mean[0], reference.mean[1]),
        psi: SymmetricMatrix2x2(s[0], s[1], s[2]), nodes: nodes)
      #expect(scaledError(got.logLikelihood, want) <= 1e-8)
    }
  }

  /// Beyond the stated range there is no value, and no trap.
  @Test("range")
  func range() {
    let counts = PairedCounts([(3, 4, 5, 9)])
    for (mean, variance) in [(301.0, 1.0), (0, 400 * 400), (.nan, 1)] {
      let got = counts.likelihood(
        means: SIMD2(mean, 0), psi: SymmetricMatrix2x2(variance, 0, 1),
        nodes: 5)
      #expect(got.logLikelihood.isNaN)
    }
    let got = counts.likelihood(
      means: SIMD2(300, -300), psi: SymmetricMatrix2x2(1, 0, 1), nodes: 1)
    #expect(got.logLikelihood.isFinite)
  }
}
