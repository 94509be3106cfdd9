// Expected values: closed forms, the fixtures' likelihood without random
// effects, and identities between nested models.

import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import RealModule
import Testing
import _DxTestSupport

@Suite("Binomial fit, structures")
struct BinomialStructureTests {
  @Test("no random effects", arguments: try ReferenceReview.all)
  func pooled(_ review: ReferenceReview) throws {
    var counts = review.counts.paired
    let fit = try counts.fit(structure: .zeroVarianceBoth)
    let want = try #require(
      review.expected["glmm"]["ml"]["loglik_fixed_effects"].number)
    // A sum over up to 108 studies of terms of any size.
    #expect(scaledError(fit.logLikelihood, want) <= 1e-11)
    let totals = [
      (review.counts.tp, review.counts.fn),
      (review.counts.tn, review.counts.fp),
    ]
    for (outcome, cells) in totals.enumerated() {
      let y = cells.0.reduce(0, +)
      let failures = cells.1.reduce(0, +)
      #expect(scaledError(fit.means[outcome], .log(y / failures)) <= 1e-9)
      // The information of a binomial proportion on the logit scale.
      #expect(
        relativeError(
          fit.meanCovariance.vech[2 * outcome], 1 / y + 1 / failures)
          <= 1e-7)
    }
    // Zero but for rounding.
    #expect(fit.meanCovariance.m21.magnitude <= 1e-15)
    #expect(fit.psi == .zero)
    #expect(fit.boundary == .zeroVarianceBoth)
    #expect(fit.structure == .zeroVarianceBoth)
    #expect(fit.steps.isEmpty)
  }

  @Test(
    "nested", arguments: ["auditc", "telomerase", "scheidler_ct", "iqcode"])
  func nested(_ name: String) throws {
    var counts = try ReferenceReview.named(name).counts.paired
    var fits: [CovarianceStructure: BivariateBinomialEstimate] = [:]
    for structure in CovarianceStructure.allCases {
      let fit = try counts.fit(.nodes(15), structure: structure)
      #expect(fit.structure == structure)
      #expect(fit.certificate.criterion.isConverged)
      fits[structure] = fit
    }
    func value(_ structure: CovarianceStructure) -> Double {
      fits[structure]?.logLikelihood ?? .nan
    }
    // Rounding apart.
    #expect(value(.unstructured) >= value(.independent) - 1e-9)
    for single in [
      CovarianceStructure.zeroVarianceFirst, .zeroVarianceSecond,
    ] {
      #expect(value(.independent) >= value(single) - 1e-9)
      #expect(value(single) >= value(.zeroVarianceBoth) - 1e-9)
    }
    #expect(fits[.independent]?.psi.m21 == 0)
    #expect(fits[.zeroVarianceFirst]?.psi.m11 == 0)
    #expect(fits[.zeroVarianceFirst]?.boundary == .zeroVarianceFirst)
    #expect(fits[.zeroVarianceSecond]?.psi.m22 == 0)
    #expect(fits[.zeroVarianceSecond]?.boundary == .zeroVarianceSecond)
    // Independent outcomes share nothing.
    let sum = value(.zeroVarianceFirst) + value(.zeroVarianceSecond)
    #expect(
      scaledError(value(.independent) + value(.zeroVarianceBoth), sum) <= 1e-6)
  }

  /// A correlation that the data do not show: both fits are one.
  @Test("the full model on a boundary is the model that it leaves")
  func boundaryIsModel() throws {
    // The specificities differ by no more than chance, the sensitivities do.
    var counts = PairedCounts([
      (10, 40, 80, 100), (30, 40, 81, 100), (38, 40, 79, 100),
      (20, 40, 80, 100), (35, 40, 80, 100),
    ])
    let full = try counts.fit()
    let single = try counts.fit(structure: .zeroVarianceSecond)
    #expect(full.logLikelihood >= single.logLikelihood - 1e-9)
    let last = try #require(full.steps.last)
    #expect(last.face != .full)
    #expect(
      full.steps.reduce(0) { $0 + $1.evaluations }
        <= full.certificate.evaluations)
  }
}
