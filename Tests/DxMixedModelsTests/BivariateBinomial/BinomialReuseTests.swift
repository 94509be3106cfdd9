// Expected values: other fits of the same counts.

import DxLinearAlgebra
import DxMixedModels
import Testing
import _DxTestSupport

@Suite("Binomial fit, reuse")
struct BinomialReuseTests {
  @Test("again, to the last bit", arguments: ["auditc", "telomerase"])
  func again(_ name: String) throws {
    var counts = try ReferenceReview.named(name).counts.paired
    let first = try counts.fit()
    #expect(try counts.fit() == first)
    _ = try counts.fit(.nodes(1), structure: .independent)
    #expect(try counts.fit() == first)
  }

  @Test("after a change, as if new")
  func changed() throws {
    let auditc = try ReferenceReview.named("auditc").counts
    let iqcode = try ReferenceReview.named("iqcode").counts
    var reused = auditc.pairedCounts(of: Array(0..<13))
    _ = try reused.fit()
    var fresh = iqcode.paired
    for study in 0..<13 {
      reused.set(
        study, successes: fresh.successes(of: study),
        trials: fresh.trials(of: study))
    }
    #expect(reused == fresh)
    #expect(try reused.fit() == fresh.fit())
  }

  @Test(
    "warm starts end where cold ones do",
    arguments: ["auditc", "telomerase", "scheidler_ct"])
  func warmStart(_ name: String) throws {
    var counts = try ReferenceReview.named(name).counts.paired
    let cold = try counts.fit()
    let starts = [
      BinomialParameters(means: cold.means, psi: cold.psi),
      BinomialParameters(
        means: cold.means + SIMD2(0.3, -0.3),
        psi: SymmetricMatrix2x2(0.5, 0, 0.5)),
    ]
    for start in starts {
      let warm = try counts.fit(startingFrom: start)
      #expect(scaledError(warm.logLikelihood, cold.logLikelihood) <= 1e-9)
      #expect(
        largestError(warm.means.elements, cold.means.elements) <= 1e-7)
      #expect(largestError(warm.psi.vech, cold.psi.vech) <= 1e-6)
      #expect(warm.boundary == cold.boundary)
    }
  }

  @Test("counts are equal where their numbers are")
  func equality() throws {
    let counts = try ReferenceReview.named("auditc").counts.paired
    var fitted = counts
    _ = try fitted.fit(.nodes(1))
    #expect(fitted == counts)
    #expect(Set([fitted, counts]).count == 1)
    var other = counts
    other.set(3, successes: SIMD2(1, 2), trials: SIMD2(3, 4))
    #expect(other != counts)
    #expect(counts != counts.rearranged([0, 1]))
    #expect(try JSONRoundTrip.copy(of: fitted) == counts)
    #expect(other.successes(of: 3) == SIMD2(1, 2))
    #expect(other.trials(of: 3) == SIMD2(3, 4))
  }

  @Test("estimates are coded and decoded")
  func coding() throws {
    for name in ["auditc", "telomerase"] {
      var counts = try ReferenceReview.named(name).counts.paired
      let estimate = try counts.fit(.nodes(5))
      let copy = try JSONRoundTrip.copy(of: estimate)
      #expect(copy == estimate)
      #expect(Set([copy, estimate]).count == 1)
    }
    for quadrature in [
      BinomialQuadrature.automatic(tolerance: 1e-5), .nodes(3),
    ] {
      #expect(try JSONRoundTrip.copy(of: quadrature) == quadrature)
    }
  }

  @Test("a looser tolerance takes fewer nodes, and says what it costs")
  func tolerance() throws {
    var counts = try ReferenceReview.named("iqcode").counts.paired
    let exact = try counts.fit(.automatic(tolerance: 1e-9))
    let loose = try counts.fit(.automatic(tolerance: 1e-2))
    #expect(loose.quadratureNodes < exact.quadratureNodes)
    #expect(try #require(loose.certificate.quadratureError) <= 1e-2)
    #expect(try #require(exact.certificate.quadratureError) <= 1e-9)
    #expect(
      (loose.logLikelihood - exact.logLikelihood).magnitude
        <= (try #require(loose.certificate.quadratureError)))
  }
}
