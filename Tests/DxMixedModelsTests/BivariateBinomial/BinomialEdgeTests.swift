// Expected values: identities between fits, and errors that follow from the
// data by inspection.

import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import DxSpecialFunctions
import RealModule
import Testing
import _DxTestSupport

/// Six studies of ordinary size, with an interior maximum.
private let six = PairedCounts([
  (19, 20, 46, 50), (35, 44, 80, 92), (8, 11, 25, 25), (60, 64, 110, 132),
  (14, 14, 31, 34), (27, 33, 40, 49),
])

@Suite("Binomial fit, edges")
struct BinomialEdgeTests {
  // MARK: Sizes

  @Test("arms of one subject")
  func armsOfOne() throws {
    var counts = PairedCounts(
      (0..<40).map { index in
        (index % 3 == 0 ? 0 : 1, 1, index % 4 == 0 ? 0 : 1, 1)
      })
    let fit = try counts.fit()
    #expect(fit.certificate.criterion.isConverged)
    // A single trial tells nothing of a variance: the likelihood is that of
    // the marginal proportions, and 26 of 40 and 30 of 40 are the largest.
    // The four cells of the two outcomes occur as if independent, to 1 in 40.
    let pooled =
      26 * Double.log(26.0 / 40) + 14 * Double.log(14.0 / 40)
      + 30 * Double.log(0.75) + 10 * Double.log(0.25)
    #expect(fit.logLikelihood >= pooled - 1e-9)
    #expect(fit.logLikelihood <= pooled + 0.1)
  }

  @Test("a study")
  func oneStudy() throws {
    var counts = PairedCounts([(8, 10, 45, 50)])
    let fit = try counts.fit()
    #expect(fit.boundary == .zeroVarianceBoth)
    // The proportions as observed, with log C(10, 8) + 8 log .8 + 2 log .2 and
    // the same of 45 of 50.
    #expect(scaledError(fit.means.x, .log(4.0)) <= 1e-9)
    #expect(scaledError(fit.means.y, .log(9.0)) <= 1e-9)
    #expect(
      scaledError(fit.logLikelihood, -1.197361745611559 - 1.6878070997086408)
        <= 1e-9)
    #expect(scaledError(fit.meanCovariance.m11, 1 / 1.6) <= 1e-7)
    #expect(scaledError(fit.meanCovariance.m22, 1 / 4.5) <= 1e-7)
  }

  @Test("two studies")
  func twoStudies() throws {
    var counts = PairedCounts([(80, 100, 45, 50), (99, 100, 20, 50)])
    let fit = try counts.fit()
    #expect(fit.certificate.criterion.isConverged)
    #expect(fit.boundary == .correlationAtMinusOne)
    let fixed = try counts.fit(structure: .zeroVarianceBoth)
    #expect(fit.logLikelihood > fixed.logLikelihood + 10)
  }

  @Test("a thousand million subjects an arm")
  func largeArms() throws {
    let n = 1e9
    var counts = PairedCounts([
      (0.9 * n, n, 0.75 * n, n), (0.8 * n, n, 0.85 * n, n),
      (0.95 * n, n, 0.7 * n, n), (0.85 * n, n, 0.9 * n, n),
    ])
    let fit = try counts.fit()
    #expect(fit.certificate.criterion.isConverged)
    // The logits are known to 1e-4, and the model is that of four normal
    // pairs: the mean and the covariance of the observed ones.
    let first = [0.9, 0.8, 0.95, 0.85].map { Double.log($0 / (1 - $0)) }
    let second = [0.75, 0.85, 0.7, 0.9].map { Double.log($0 / (1 - $0)) }
    let means = [first, second].map { $0.reduce(0, +) / 4 }
    func moment(_ a: [Double], _ i: Int, _ b: [Double], _ j: Int) -> Double {
      zip(a, b).reduce(0) { $0 + ($1.0 - means[i]) * ($1.1 - means[j]) } / 4
    }
    let psi = [
      moment(first, 0, first, 0), moment(second, 1, first, 0),
      moment(second, 1, second, 1),
    ]
    #expect(largestError(fit.means.elements, means) <= 1e-7)
    #expect(largestError(fit.psi.vech, psi) <= 1e-7)
  }

  @Test("five thousand studies")
  func manyStudies() throws {
    var generator = SplitMix64(seed: 11)
    func draw(_ n: Double, _ p: Double) -> Double {
      (0..<Int(n)).reduce(0) { count, _ in
        count + (Double.random(in: 0..<1, using: &generator) < p ? 1 : 0)
      }
    }
    var counts = PairedCounts(
      (0..<5000).map { _ in
        // Two points of the logit with mean 1.5 and deviation 0.5, and their
        // mirror images about 2 for the other outcome.
        let shift = Bool.random(using: &generator) ? 0.5 : -0.5
        return (
          draw(20, expit(1.5 + shift)), 20, draw(30, expit(2 - shift)), 30
        )
      })
    let fit = try counts.fit(.nodes(1))
    #expect(fit.certificate.criterion.isConverged)
    // Five standard errors, which are about .01, and the bias of Laplace's
    // approximation and of the wrong distribution, which is as large.
    #expect((fit.means.x - 1.5).magnitude <= 0.05)
    #expect((fit.means.y - 2).magnitude <= 0.05)
    #expect((fit.psi.m11 - 0.25).magnitude <= 0.05)
    #expect((fit.psi.m21 + 0.25).magnitude <= 0.05)
    #expect((fit.psi.m22 - 0.25).magnitude <= 0.05)
  }

  // MARK: Missing arms

  @Test("a study without trials says nothing")
  func emptyStudy() throws {
    var counts = PairedCounts(studyCount: 8)
    for study in 0..<6 {
      counts.set(
        study + 1, successes: six.successes(of: study),
        trials: six.trials(of: study))
    }
    var plain = six
    let got = try counts.fit()
    let want = try plain.fit()
    #expect(scaledError(got.logLikelihood, want.logLikelihood) <= 1e-12)
    #expect(largestError(got.means.elements, want.means.elements) <= 1e-8)
    #expect(largestError(got.psi.vech, want.psi.vech) <= 1e-7)
  }

  /// The pairs that are complete, and the others for their one arm: with
  /// independent outcomes that is a fit of each outcome alone.
  @Test("one-armed studies")
  func oneArmed() throws {
    var mixed = PairedCounts([
      (19, 20, 0, 0), (35, 44, 80, 92), (0, 0, 25, 27), (60, 64, 110, 132),
      (10, 14, 0, 0), (27, 33, 30, 49), (0, 0, 12, 30),
    ])
    let fit = try mixed.fit(structure: .independent)
    var sum = 0.0
    for outcome in 0..<2 {
      var alone = self.alone(mixed, outcome: outcome)
      let other = try alone.fit()
      #expect(other.infiniteMeans == .second)
      sum += other.logLikelihood
      #expect(scaledError(fit.means[outcome], other.means.x) <= 1e-7)
      #expect(
        scaledError(fit.psi.vech[2 * outcome], other.psi.m11) <= 1e-6)
    }
    #expect(scaledError(fit.logLikelihood, sum) <= 1e-8)
    let full = try mixed.fit()
    #expect(full.logLikelihood >= fit.logLikelihood - 1e-9)
  }

  /// One outcome with, as the other, a success in a trial: its mean is
  /// infinite and its likelihood one.
  private func alone(
    _ counts: PairedCounts, outcome: Int
  ) -> PairedCounts {
    var result = PairedCounts(studyCount: counts.studyCount)
    for study in 0..<counts.studyCount {
      result.set(
        study,
        successes: SIMD2(counts.successes(of: study)[outcome], 1),
        trials: SIMD2(counts.trials(of: study)[outcome], 1))
    }
    return result
  }

  /// Where no study has both arms, nothing tells a correlation, and the search
  /// does not look for one.
  @Test("no study with two arms")
  func separateArms() throws {
    var counts = PairedCounts([
      (19, 20, 0, 0), (30, 44, 0, 0), (0, 0, 25, 27), (60, 64, 0, 0),
      (0, 0, 40, 49), (0, 0, 12, 30),
    ])
    let fit = try counts.fit()
    #expect(fit == (try counts.fit(structure: .independent)))
    #expect(fit.structure == .independent)
    #expect(fit.boundary == .interior)
    #expect(fit.psi.m21 == 0)
    #expect(fit.jointCovariance != nil)
    // One study with both tells one.
    counts.set(0, successes: SIMD2(19, 30), trials: SIMD2(20, 40))
    #expect(try counts.fit().structure == .unstructured)
  }

  // MARK: Errors

  @Test("no studies, and no trials")
  func noTrials() {
    var none = PairedCounts(studyCount: 0)
    #expect(throws: BinomialModelError.noTrials(outcome: 1)) {
      try none.fit()
    }
    var unset = PairedCounts(studyCount: 3)
    #expect(throws: BinomialModelError.noTrials(outcome: 1)) {
      try unset.fit()
    }
    var half = PairedCounts([(3, 4, 0, 0), (2, 5, 0, 0)])
    #expect(throws: BinomialModelError.noTrials(outcome: 2)) {
      try half.fit()
    }
  }

  @Test(
    "counts that are none",
    arguments: [
      (-1.0, 5.0), (6, 5), (.nan, 5), (2, .nan), (2, .infinity),
      (.infinity, .infinity), (0, -1), (-.infinity, 4),
    ])
  func invalidCounts(successes: Double, trials: Double) {
    for outcome in 0..<2 {
      var counts = six
      var (y, n) = (six.successes(of: 4), six.trials(of: 4))
      y[outcome] = successes
      n[outcome] = trials
      counts.set(4, successes: y, trials: n)
      do {
        _ = try counts.fit()
        Issue.record("\(successes) of \(trials) were accepted")
      } catch .invalidCount(let study, let place, let y, let n) {
        #expect(study == 4 && place == outcome + 1)
        #expect(y == successes || (y.isNaN && successes.isNaN))
        #expect(n == trials || (n.isNaN && trials.isNaN))
      } catch {
        Issue.record("Unexpected error \(error)")
      }
    }
  }

  /// Each study has successes only or failures only: the more the proportions
  /// differ the likelier.
  @Test("all or none")
  func infiniteVariance() {
    var first = PairedCounts([
      (20, 20, 46, 50), (0, 44, 80, 92), (11, 11, 25, 28), (0, 64, 110, 132),
    ])
    #expect(throws: BinomialModelError.infiniteVariance(outcome: 1)) {
      try first.fit()
    }
    var second = first.rearranged([0, 1, 2, 3], isSwapped: true)
    #expect(throws: BinomialModelError.infiniteVariance(outcome: 2)) {
      try second.fit()
    }
    // The value can be used again.
    second = six
    #expect(throws: Never.self) { try second.fit() }
  }

  // MARK: Symmetries

  @Test("the order of the studies does not matter")
  func order() throws {
    var counts = try ReferenceReview.named("auditc").counts.paired
    var turned = counts.rearranged((0..<counts.studyCount).reversed())
    let got = try turned.fit(.nodes(15))
    let want = try counts.fit(.nodes(15))
    // Sums in another order.
    #expect(scaledError(got.logLikelihood, want.logLikelihood) <= 1e-13)
    #expect(largestError(got.means.elements, want.means.elements) <= 1e-10)
    #expect(largestError(got.psi.vech, want.psi.vech) <= 1e-9)
  }

  /// The grid of nodes depends on which outcome is the first, so that the
  /// estimates agree only where the quadrature is exact.
  @Test("swapped outcomes", arguments: ["auditc", "telomerase", "iqcode"])
  func swappedOutcomes(_ name: String) throws {
    var counts = try ReferenceReview.named(name).counts.paired
    var swapped = counts.rearranged(
      Array(0..<counts.studyCount), isSwapped: true)
    let got = try swapped.fit()
    let want = try counts.fit()
    #expect(scaledError(got.logLikelihood, want.logLikelihood) <= 1e-8)
    #expect(
      largestError(got.means.elements, [want.means.y, want.means.x]) <= 2e-6)
    #expect(
      normwiseError(
        got.psi.vech, [want.psi.m22, want.psi.m21, want.psi.m11]) <= 2e-5)
    #expect(got.boundary == want.boundary)
  }

  /// Failures in place of successes turn the sign of a mean.
  @Test("successes and failures exchanged")
  func exchanged() throws {
    var plain = six
    var turned = PairedCounts(studyCount: 6)
    for study in 0..<6 {
      let (y, n) = (six.successes(of: study), six.trials(of: study))
      turned.set(study, successes: SIMD2(y.x, n.y - y.y), trials: n)
    }
    let got = try turned.fit()
    let want = try plain.fit()
    #expect(scaledError(got.logLikelihood, want.logLikelihood) <= 1e-9)
    #expect(
      largestError(got.means.elements, [want.means.x, -want.means.y]) <= 1e-7)
    #expect(
      largestError(
        got.psi.vech, [want.psi.m11, -want.psi.m21, want.psi.m22]) <= 1e-6)
  }
}
