// Expected values are those of the fixtures: the maximum of the likelihood with
// 61 nodes a dimension and more, found by Newton's method with analytic
// derivatives in a program written for the purpose, and the maximum of
// Laplace's approximation, which glmmTMB reaches. The tolerances are those of
// Fixtures/README.md.

import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import Testing
import _DxTestSupport

@Suite("Binomial fit, references")
struct BinomialFitReferenceTests {
  /// The tolerances of a comparison.
  struct Tolerances {
    var logLikelihood: Double
    var means: Double
    /// Relative to the largest variance.
    var psi: Double
    /// Relative to the product of two standard errors.
    var covariance: Double
  }

  private func check(
    _ estimate: BivariateBinomialEstimate, _ expected: ExpectedValue,
    _ tolerances: Tolerances
  ) throws {
    let want = try BinomialMaximum(expected)
    let error = (estimate.logLikelihood - want.logLikelihood).magnitude
    #expect(error <= tolerances.logLikelihood)
    #expect(
      largestError(estimate.means.elements, want.means) <= tolerances.means)
    #expect(
      normwiseError(estimate.psi.vech, want.psi.vech) <= tolerances.psi)
    #expect(estimate.boundary == want.boundary)
    #expect(estimate.infiniteMeans == .none)
    #expect(estimate.certificate.criterion.isConverged)
    #expect(estimate.certificate.startsAgreed)
    let eigenvalue = try #require(
      estimate.certificate.smallestHessianEigenvalue)
    #expect(eigenvalue > 0)
    #expect(estimate.steps.isEmpty == (want.boundary == .interior))
    if let last = estimate.steps.last {
      #expect(scaledError(last.logLikelihood, estimate.logLikelihood) <= 1e-14)
      #expect(last.face == .perfectCorrelation)
    }
    try checkCovariance(estimate, expected, tolerances)
  }

  private func checkCovariance(
    _ estimate: BivariateBinomialEstimate, _ expected: ExpectedValue,
    _ tolerances: Tolerances
  ) throws {
    guard let reference = expected["vcov_beta_vechSigma"].rows else { return }
    let means = estimate.meanCovariance
    #expect(
      standardizedError([[means.m11], [means.m21, means.m22]], reference)
        <= tolerances.covariance)
    let joint = try #require(estimate.jointCovariance)
    #expect(joint.means == means)
    // The variances of Ψ depend on it as the third power.
    #expect(
      standardizedError(joint.lowerRows, reference)
        <= 5 * tolerances.covariance)
  }

  @Test("Laplace's approximation", arguments: try ReferenceReview.all)
  func laplace(_ review: ReferenceReview) throws {
    var counts = review.counts.paired
    let estimate = try counts.fit(.nodes(1))
    try check(
      estimate, review.expected["glmm"]["laplace_ml"],
      Tolerances(
        logLikelihood: 1e-8, means: 1e-6, psi: 1e-5, covariance: 0))
    #expect(estimate.quadratureNodes == 1)
    // Not assessed by the fit of a given number of nodes, but on request: the
    // reference has the exact value at the same estimate.
    #expect(estimate.certificate.quadratureError == nil)
    let exact = review.expected["glmm"]["laplace_ml"]
    let difference =
      (try #require(exact["exact_loglik_at_laplace_estimate"].number))
      - estimate.logLikelihood
    let error = try #require(counts.quadratureError(of: estimate))
    #expect(scaledError(error, difference.magnitude) <= 1e-4)
  }

  @Test("automatic quadrature", arguments: try ReferenceReview.all)
  func automatic(_ review: ReferenceReview) throws {
    let expected = review.expected["glmm"]["ml"]
    var counts = review.counts.paired
    let estimate = try counts.fit()
    try check(
      estimate, expected,
      Tolerances(
        logLikelihood: 1e-6, means: 2e-6, psi: 2e-5, covariance: 2e-5))
    // What the certificate says of the integration is true, to rounding.
    let error =
      estimate.logLikelihood - (try #require(expected["loglik"].number))
    let bound = try #require(estimate.certificate.quadratureError)
    #expect(error.magnitude <= bound + 1e-10, "\(error), said \(bound)")
    #expect(bound <= BinomialQuadrature.defaultTolerance)
  }

  @Test(
    "61 nodes",
    // The larger reviews take seconds each without optimisation.
    arguments: try ReferenceReview.all.filter(\.counts.isSmall))
  func manyNodes(_ review: ReferenceReview) throws {
    var counts = review.counts.paired
    let estimate = try counts.fit(.nodes(61))
    try check(
      estimate, review.expected["glmm"]["ml"],
      Tolerances(
        logLikelihood: 1e-9, means: 5e-7, psi: 1e-6, covariance: 1e-5))
    #expect(estimate.quadratureNodes == 61)
  }

  /// Nine evaluations of Laplace's approximation, and five with nodes.
  @Test("effort", arguments: try ReferenceReview.all)
  func effort(_ review: ReferenceReview) throws {
    let expected = review.expected["glmm"]["ml"]
    guard expected["boundary"].string == "interior" else { return }
    var counts = review.counts.paired
    let laplace = try counts.fit(.nodes(1)).certificate.evaluations
    #expect(laplace <= 9)
    let full = try counts.fit(.nodes(15)).certificate.evaluations
    #expect(full <= 14, "\(full)")
  }
}
