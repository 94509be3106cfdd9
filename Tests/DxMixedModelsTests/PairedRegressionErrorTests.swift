// The errors follow from the data by inspection.

import DxLinearAlgebra
import DxMixedModels
import Testing
import _DxTestSupport

@Suite("Regression of two outcomes, errors")
struct PairedRegressionErrorTests {
  private static let covariance = SymmetricMatrix2x2(1, 0.5, 2)

  /// Five studies, with columns named by letters for both outcomes.
  private func regression(_ rows: [[Double]]) -> PairedRegression {
    let columns = Array(["a", "b", "c"].prefix(rows[0].count))
    var regression = PairedRegression(
      studyCount: rows.count, firstColumns: ["one"], secondColumns: columns)
    for (study, row) in rows.enumerated() {
      regression.set(
        study, values: SIMD2(Double(study), Double(study * study)),
        covariance: Self.covariance, firstRow: [1], secondRow: row)
    }
    return regression
  }

  private let valid: [[Double]] = [[1, 1], [1, 2], [1, 3], [1, 5], [1, 8]]

  private func expect(
    _ error: PairedRegressionError, from regression: PairedRegression,
    _ estimator: NormalEstimator = .maximumLikelihood,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(throws: error, sourceLocation: sourceLocation) {
      try regression.fit(estimator)
    }
  }

  @Test("the valid data have an estimate", arguments: NormalEstimator.allCases)
  func noError(_ estimator: NormalEstimator) throws {
    #expect(try regression(valid).fit(estimator).coefficients.count == 3)
  }

  @Test(
    "a dependent column is named",
    arguments: [
      ([[1, 0, 1], [1, 1, 0], [1, 0, 1], [1, 1, 0], [1, 1, 0]], "c"),
      ([[1, 3, 0], [1, 3, 1], [1, 3, 2], [1, 3, 5], [1, 3, 4]], "b"),
      ([[0, 1, 5], [0, 2, 1], [0, 3, 1], [0, 5, 1], [0, 8, 2]], "a"),
      // To rounding error only.
      (
        [
          [0.1, 0.2, 0.3], [0.3, 0.6, 0.9], [0.7, 0.1, 0.8],
          [0.1, 0.7, 0.8], [1.1, 2.2, 3.3],
        ], "c"
      ),
    ] as [([[Double]], String)])
  func dependentColumn(_ rows: [[Double]], _ column: String) {
    expect(
      .dependentColumn(outcome: 2, column: column), from: regression(rows))
  }

  @Test("a column that depends on others only where it is reported")
  func dependentWhereReported() {
    var regression = regression(valid)
    regression.set(
      0, values: SIMD2(0, .nan),
      covariance: SymmetricMatrix2x2(1, .nan, .infinity), firstRow: [1],
      secondRow: [1, 100])
    for study in 1..<5 {
      regression.set(
        study, values: SIMD2(0, Double(study)), covariance: Self.covariance,
        firstRow: [1], secondRow: [1, 7])
    }
    expect(.dependentColumn(outcome: 2, column: "b"), from: regression)
  }

  @Test("fewer studies than coefficients")
  func tooFewStudies() throws {
    let square = regression([[1, 0, 0], [1, 1, 0], [1, 0, 1]])
    expect(
      .tooFewStudies(outcome: 2, reporting: 3, needed: 4), from: square,
      .restrictedMaximumLikelihood)
    expect(
      .tooFewStudies(outcome: 2, reporting: 3, needed: 4), from: square,
      .methodOfMoments)
    // A perfect fit leaves nothing between studies.
    let estimate = try square.fit(.maximumLikelihood)
    #expect(estimate.psi.m22 == 0)
    expect(
      .tooFewStudies(outcome: 2, reporting: 2, needed: 3),
      from: regression([[1, 0, 0], [1, 1, 0]]))
    expect(
      .tooFewStudies(outcome: 1, reporting: 0, needed: 1),
      from: PairedRegression(
        studyCount: 0, firstColumns: ["one"], secondColumns: []))
  }

  @Test(
    "a covariance that is not positive definite",
    arguments: [-3, 2.0.squareRoot(), .nan, .infinity])
  func notPositiveDefinite(covariance: Double) throws {
    var regression = regression(valid)
    regression.set(
      3, values: .zero, covariance: SymmetricMatrix2x2(1, covariance, 2),
      firstRow: [1], secondRow: [1, 1])
    let error = #expect(throws: PairedRegressionError.self) {
      try regression.fit(.maximumLikelihood)
    }
    guard case .covarianceNotPositiveDefinite(let study, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(study == 3)
  }

  @Test("values and variances that are not admissible")
  func invalidObservation() {
    for variance in [0, -1, -Double.infinity] {
      var regression = regression(valid)
      regression.set(
        2, values: SIMD2(1, 2),
        covariance: SymmetricMatrix2x2(1, 0, variance), firstRow: [1],
        secondRow: [1, 1])
      expect(
        .invalidObservation(
          study: 2, outcome: 2, value: 2, variance: variance),
        from: regression)
    }
    var regression = regression(valid)
    regression.set(
      2, values: SIMD2(.infinity, 2), covariance: Self.covariance,
      firstRow: [1], secondRow: [1, 1])
    expect(
      .invalidObservation(
        study: 2, outcome: 1, value: .infinity, variance: 1),
      from: regression)
  }

  @Test("a regressor that is not finite")
  func invalidRegressor() {
    var rows = valid
    rows[4][1] = -.infinity
    expect(
      .invalidRegressor(
        study: 4, outcome: 2, column: "b", value: -.infinity),
      from: regression(rows))
  }
}
