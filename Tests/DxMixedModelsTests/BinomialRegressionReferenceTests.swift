// Expected values are those of the fixtures: the maximum of the likelihood with
// 61 nodes a dimension, found by Newton's method with analytic derivatives in a
// program written for the purpose, which glmer and glmmTMB approach. The
// tolerances are those of Fixtures/README.md.

import DxLinearAlgebra
import DxMixedModels
import DxOptimization
import Testing
import _DxTestSupport

@Suite("Binomial regression of two outcomes, references")
struct BinomialRegressionReferenceTests {
  /// The tolerances of a comparison.
  struct Tolerances {
    var logLikelihood: Double
    var coefficients: Double
    var psi: Double
    var covariance: Double
  }

  private func check(
    _ estimate: BinomialRegressionEstimate, _ expected: ExpectedValue,
    _ tolerances: Tolerances, _ context: Comment
  ) throws {
    let logLikelihood = try #require(expected["loglik"].number)
    #expect(
      (estimate.logLikelihood - logLikelihood).magnitude
        <= tolerances.logLikelihood, context)
    #expect(
      largestError(
        estimate.coefficients, try #require(expected["beta"].numbers))
        <= tolerances.coefficients, context)
    let psi = SymmetricMatrix2x2(rows: try #require(expected["Sigma"].rows))
    #expect(
      largestError(estimate.psi[0].vech, psi.vech) <= tolerances.psi, context)
    #expect(estimate.boundaries == [.interior], context)
    #expect(estimate.infiniteCoefficients.isEmpty, context)
    #expect(estimate.certificate.criterion.isConverged, context)
    if let covariance = expected["vcov_beta"].rows {
      #expect(
        largestRelativeError(
          estimate.coefficientCovariance.rows, covariance)
          <= tolerances.covariance, context)
    }
    if let covariance = expected["vcov_beta_vechSigma"].rows {
      let joint = try #require(estimate.jointCovariance, context)
      #expect(
        largestRelativeError(joint.rows, covariance)
          <= tolerances.covariance, context)
    }
  }

  /// The largest error of a covariance matrix, relative to the product of the
  /// standard errors.
  private func largestRelativeError(
    _ got: [[Double]], _ want: [[Double]]
  ) -> Double {
    var largest = 0.0
    for i in want.indices {
      for j in want.indices {
        let scale = (want[i][i] * want[j][j]).squareRoot()
        largest = max(largest, (got[i][j] - want[i][j]).magnitude / scale)
      }
    }
    return largest
  }

  private func regressions(
    _ review: ReferenceReview
  ) throws -> [(String, ExpectedValue, BinomialRegression)] {
    try (review.expected["meta_regression"].members ?? [:]).map {
      (name, section) in
      let expected = section["glmm"]
      let columns = expected["columns"].elements?.compactMap(\.string) ?? []
      let rows = try designRows(
        try #require(review.covariates[name]), expected)
      return (
        name, expected,
        review.counts.binomialRegression(columns: columns, rows: rows)
      )
    }
  }

  static var reviews: [ReferenceReview] {
    get throws {
      try ReferenceReview.all.filter {
        !($0.expected["meta_regression"].members ?? [:]).isEmpty
      }
    }
  }

  /// Those that do not take long; cervical is scheidler with other names.
  static var smallReviews: [ReferenceReview] {
    get throws {
      try reviews.filter { $0.counts.count < 60 && $0.name != "cervical" }
    }
  }

  @Test("61 nodes", arguments: try smallReviews)
  func manyNodes(_ review: ReferenceReview) throws {
    for (name, expected, regression) in try regressions(review) {
      #expect(expected["separated_or_diverged"].boolean == false)
      try check(
        regression.fit(.nodes(61)), expected["ml"],
        Tolerances(
          logLikelihood: 1e-9, coefficients: 5e-7, psi: 1e-6,
          covariance: 1e-5), "\(review) \(name)")
    }
  }

  @Test("automatic quadrature", arguments: ["anti_ccp", "kearon1998"])
  func automatic(_ name: String) throws {
    let review = try ReferenceReview.named(name)
    for (name, expected, regression) in try regressions(review) {
      try check(
        regression.fit(), expected["ml"],
        Tolerances(
          logLikelihood: 1e-6, coefficients: 2e-6, psi: 2e-5,
          covariance: 2e-5), "\(review) \(name)")
    }
  }

  @Test("Laplace's approximation", arguments: try reviews)
  func laplace(_ review: ReferenceReview) throws {
    for (name, expected, regression) in try regressions(review) {
      try check(
        regression.fit(.nodes(1)), expected["laplace_ml"],
        Tolerances(
          logLikelihood: 1e-8, coefficients: 1e-6, psi: 1e-5,
          covariance: 1e-5), "\(review) \(name)")
    }
  }
}
