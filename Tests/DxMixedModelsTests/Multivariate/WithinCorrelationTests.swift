// Expected values: exact arithmetic, and what the documentation of the errors
// says.

import DxLinearAlgebra
import DxMixedModels
import Testing
import _DxTestSupport

@Suite("Several outcomes with an assumed correlation")
struct WithinCorrelationTests {
  private func fit(_ outcomes: MultivariateOutcomes) throws -> MultivariateFit {
    try MultivariateModel().fit(outcomes, .restrictedMaximumLikelihood)
  }

  // The set mv_p53_r95 is mv_p53 with a correlation of 0.95.
  @Test("gives the covariances that the correlation stands for")
  func published() throws {
    let reference = try MultivariateReference.named("mv_p53")
    let assumed = try MultivariateReference.named("mv_p53_r95")
    var outcomes = MultivariateOutcomes(names: ["y1", "y2"])
    for study in reference.studies {
      try outcomes.append(
        study.name, values: study.y.map { $0 ?? .nan },
        standardErrors: [study.s11, study.s22].map {
          $0?.squareRoot() ?? .nan
        }, correlation: 0.95)
    }
    let tight = assumed.expected["models"]["intercept"]["reml"]["tight"]
    let expected = try #require(tight["coefficients"].numbers)
    // On the boundary, as Fixtures/README.md says.
    #expect(largestError(try fit(outcomes).coefficients, expected) <= 1e-6)
  }

  @Test("takes a matrix of correlations, of which it reads the lower triangle")
  func matrix() throws {
    var (first, second) = (
      MultivariateOutcomes(names: ["a", "b", "c"]),
      MultivariateOutcomes(names: ["a", "b", "c"])
    )
    for study in 0..<7 {
      let values = [0.3, 0.7, 1.1].map {
        (Double(study * study % 7) * $0).remainder(dividingBy: 2)
      }
      // Powers of two, so that the products are exact.
      try first.append(
        "\(study)", values: values, standardErrors: [0.5, 1, 2],
        correlation: [[1, .nan, 8], [0.25, .nan, -3], [-0.5, 0.125, 1]])
      try second.append(
        "\(study)", values: values,
        covariance: [[0.25, 0, 0], [0.125, 1, 0], [-0.5, 0.25, 4]])
    }
    #expect(try fit(first).coefficients == fit(second).coefficients)
    #expect(try fit(first).logLikelihood == fit(second).logLikelihood)
  }

  @Test("errors")
  func errors() throws {
    var data = MultivariateOutcomes(names: ["a", "b", "c"])
    for correlation in [1, -1, -0.5, 1.5, .nan, .infinity] {
      #expect(
        throws: MultivariateModelError.covarianceNotPositiveDefinite(
          study: "x")
      ) {
        try data.append(
          "x", values: [1, 2, 3], standardErrors: [1, 1, 1],
          correlation: correlation)
      }
    }
    // Between two outcomes −½ is a correlation.
    try data.append(
      "two", values: [1, .nan, 3], standardErrors: [1, -1, 1],
      correlation: -0.5)
    // Of one outcome there is none.
    try data.append(
      "one", values: [1, .nan, .nan], standardErrors: [1, .nan, 0],
      correlation: 7)
    #expect(data.studyCount == 2)
    for (error, variance) in [(0, 0), (-2, -4), (1e-200, 0)]
      as [(Double, Double)]
    {
      #expect(
        throws: MultivariateModelError.invalidObservation(
          study: "x", outcome: "b", value: 2, variance: variance)
      ) {
        try data.append(
          "x", values: [1, 2, 3], standardErrors: [1, error, 1],
          correlation: 0)
      }
    }
    for error in [Double.infinity, .nan, 1e200] {
      #expect(throws: MultivariateModelError.self) {
        try data.append(
          "x", values: [1, 2, 3], standardErrors: [1, error, 1],
          correlation: 0)
      }
    }
    #expect(data.studyCount == 2)
  }
}
