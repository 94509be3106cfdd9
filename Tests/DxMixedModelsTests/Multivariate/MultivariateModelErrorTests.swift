// Expected values: what the documentation of the errors says.

import DxLinearAlgebra
import DxMixedModels
import Testing

@Suite("Models of several outcomes, errors")
struct MultivariateModelErrorTests {
  private func outcomes(_ count: Int = 6) throws -> MultivariateOutcomes {
    var result = MultivariateOutcomes(names: ["a", "b"])
    for study in 0..<count {
      try result.append(
        "study \(study)",
        values: [0.1 * Double(study * study % 7), 0.2 * Double(study % 3)],
        covariance: [[0.2, 0.05], [0.05, 0.3]])
    }
    return result
  }

  @Test("data of a study that cannot be right")
  func studies() throws {
    var data = try outcomes()
    #expect(
      throws: MultivariateModelError.covarianceNotPositiveDefinite(
        study: "singular")
    ) {
      try data.append(
        "singular", values: [0, 1], covariance: [[1, 2], [2, 4]])
    }
    #expect(
      throws: MultivariateModelError.invalidObservation(
        study: "zero", outcome: "b", value: 1, variance: 0)
    ) {
      try data.append("zero", values: [0, 1], covariance: [[1, 0], [0, 0]])
    }
    // What is not reported need not have a covariance.
    try data.append(
      "half", values: [0, .nan], covariance: [[1, .nan], [.nan, .nan]])
    #expect(data.studyCount == 7)
  }

  @Test("columns that depend on others are named")
  func dependentColumns() throws {
    let data = try outcomes()
    let constant = Array(repeating: 2.0, count: 6)
    let trend = (0..<6).map(Double.init)
    expect(.dependentColumn("constant"), data, [.numeric("constant", constant)])
    expect(
      .dependentColumn("twice"), data,
      [.numeric("trend", trend), .numeric("twice", trend.map { 2 * $0 })])
    expect(
      .dependentColumn("(Intercept)"), data, [ModeratorTerm.intercept.shared])
    expect(
      .tooFewStudies(outcome: "a", reporting: 2, needed: 3),
      try outcomes(2), [.numeric("x", [0, 1]), .numeric("z", [1, 5])])
  }

  @Test("moderators that do not fit are named")
  func moderators() throws {
    let data = try outcomes()
    expect(
      .moderatorCount(term: "short", count: 2, studies: 6), data,
      [.numeric("short", [0, 1])])
    let values = [0, 1, 4, .infinity, 2, 1]
    expect(
      .invalidModerator(study: "study 3", column: "x", value: .infinity),
      data, [.numeric("x", values)])
    expect(
      .unknownOutcome("c"), data,
      [.numeric("x", [0, 1, 4, 9, 2, 1]).on("c")])
    expect(
      .unknownReference(term: "kind", reference: "z"), data,
      [.categorical("kind", ["x", "y", "x", "y", "x", "y"], reference: "z")])
  }

  @Test("structures that do not fit are refused")
  func structures() throws {
    let data = try outcomes()
    #expect(throws: MultivariateModelError.invalidRank(3, outcomes: 2)) {
      try MultivariateModel(structure: .lowRank(3)).fit(
        data, .maximumLikelihood)
    }
    for matrix: Matrix in [[[1, 2], [2, 1]], [[1]]] {
      #expect(
        throws: MultivariateModelError.invalidStructure(
          order: matrix.rowCount, outcomes: 2)
      ) {
        try MultivariateModel(structure: .proportional(to: matrix)).fit(
          data, .maximumLikelihood)
      }
    }
  }

  private func expect(
    _ error: MultivariateModelError, _ data: MultivariateOutcomes,
    _ terms: [ModeratorTerm]
  ) {
    #expect(throws: error) {
      try MultivariateModel(terms: [.intercept] + terms).fit(
        data, .restrictedMaximumLikelihood)
    }
  }
}
