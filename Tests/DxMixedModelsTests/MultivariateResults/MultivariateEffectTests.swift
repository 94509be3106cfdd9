// Expected values are those of `ResultsCase`; predictions at the moderators of
// a study are compared with the expectations of that study.

import DxLinearAlgebra
import Testing
import _DxTestSupport

@testable import DxMixedModels

@Suite("Predictions from models of several outcomes")
struct MultivariateEffectTests {
  // As for the residuals.
  private let tolerance = 1e-10

  private func error(
    _ prediction: MultivariatePrediction, _ expected: ExpectedValue
  ) throws -> Double {
    Swift.max(
      largestError(
        prediction.values, try #require(expected["values"].numbers)),
      largestError(
        prediction.covariance.elements,
        try #require(expected["covariance"].rows).flatMap(\.self)))
  }

  @Test("effects of studies and groups", arguments: try ResultsCase.all)
  func effects(_ example: ResultsCase) throws {
    let fit = try example.fit()
    let effects = try fit.studyEffects()
    let expected = try #require(example.expected["effects"].elements)
    #expect(effects.count == expected.count)
    for (effect, reference) in zip(effects, expected) {
      let outcomes = try error(effect.trueOutcomes, reference["true"])
      #expect(outcomes <= tolerance)
      let effects = try error(effect.randomEffects, reference["random"])
      #expect(effects <= tolerance)
    }
    let groups = try fit.groupEffects()
    let others = try #require(example.expected["groups"].elements)
    #expect(groups.count == others.count)
    for (group, reference) in zip(groups, others) {
      let effects = try error(group.randomEffects, reference)
      #expect(effects <= tolerance)
    }
  }

  @Test("a new study has the moderators of an old one")
  func newStudy() throws {
    let example = try ResultsCase.named("laboratories")
    let fit = try example.fit()
    let columns = fit.model.terms
    let study = 4
    let value = try #require(columns[1].columns[0].values)[study]
    let arm = try #require(columns[2].columns[0].values)[study]
    let prediction = try fit.prediction(
      at: ["x1": .number(value), "x2": .number(arm)], .given(7))
    let expected = try fit.studyEffects()[study].expected
    #expect(
      largestError(prediction.mean.values, expected.values) <= tolerance)
    #expect(
      largestError(
        prediction.mean.covariance.elements, expected.covariance.elements)
        <= tolerance)
    let total =
      expected.covariance + fit.betweenStudyCovariance
      + fit.levelCovariances[0]
    #expect(
      largestError(
        prediction.trueOutcomes.covariance.elements, total.elements)
        <= tolerance)
    // t of 0.975 with 7 degrees of freedom, scipy 1.17.1.
    let limits = prediction.trueOutcomes.limits()
    #expect(
      scaledError(
        limits.upper[1],
        prediction.mean.values[1]
          + 2.3646242515927844 * total[1, 1].squareRoot()) <= tolerance)
    #expect(limits.lower[1] < prediction.mean.values[1])
  }

  private func fit() throws -> MultivariateFit {
    var outcomes = MultivariateOutcomes(names: ["a", "b"])
    let years = [1990.0, 1995, 2001, 2004, 2010, 2013]
    let designs = ["cohort", "trial", "cohort", "trial", "survey", "survey"]
    for study in 0..<6 {
      let y = Double((study * 3) % 5)
      try outcomes.append(
        "\(study)", values: [y, 1 - 0.5 * y],
        covariance: [[0.5, 0.1], [0.1, 0.3]])
    }
    let year = ModeratorTerm.numeric("year", years, center: 2000)
    let design = ModeratorTerm.categorical(
      "design", designs, reference: "trial")
    return try MultivariateModel(terms: [
      .intercept, year.shared, design.on("a"),
      year.interacting(with: design).on("b"),
    ]).fit(outcomes, .fixedEffect)
  }

  @Test("centres, references and interactions are those of the terms")
  func moderators() throws {
    let fit = try fit()
    func coefficient(_ column: String, _ outcome: String?) throws -> Double {
      let index = try #require(
        fit.labels.firstIndex { $0.column == column && $0.outcome == outcome })
      return fit.coefficients[index]
    }
    let at = try fit.prediction(at: ["year": 2010, "design": "survey"])
    let slope = try coefficient("year", nil)
    let first =
      try coefficient("(Intercept)", "a") + 10 * slope
      + coefficient("design[survey]", "a")
    let second =
      try coefficient("(Intercept)", "b") + 10 * slope
      + 10 * coefficient("year:design[survey]", "b")
    #expect(largestError(at.mean.values, [first, second]) <= tolerance)
    let reference = try fit.prediction(at: ["year": 2000.0, "design": "trial"])
    #expect(
      largestError(
        reference.mean.values,
        [
          try coefficient("(Intercept)", "a"),
          try coefficient("(Intercept)", "b"),
        ]) <= tolerance)
  }

  @Test("wrong moderators are refused by name")
  func wrongModerators() throws {
    let fit = try fit()
    let cases: [([String: ModeratorValue], MultivariateResultError)] = [
      (["year": 2000], .missingModerator("design")),
      (
        ["year": 2000, "design": "trial", "size": 3], .unknownModerator("size")
      ),
      (["year": "2000", "design": "trial"], .invalidModeratorValue("year")),
      (["year": 2000, "design": 1], .invalidModeratorValue("design")),
      (
        ["year": .number(.nan), "design": "trial"],
        .invalidModeratorValue("year")
      ),
      (
        ["year": 2000, "design": "case"],
        .unknownCategory(moderator: "design", category: "case")
      ),
    ]
    for (values, error) in cases {
      #expect(throws: error) { try fit.prediction(at: values) }
    }
  }

  @Test("an unknown moderator of what is not reported gives NaN")
  func unknownDesign() throws {
    var outcomes = MultivariateOutcomes(names: ["a", "b"])
    for study in 0..<5 {
      let y = Double((study * 2) % 5)
      try outcomes.append(
        "\(study)", values: [y, study == 3 ? .nan : 1 - y],
        covariance: [[0.5, 0.1], [0.1, 0.3]])
    }
    let x = ModeratorTerm.numeric("x", [1, 2, 4, .nan, 3]).on("b")
    let fit = try MultivariateModel(terms: [.intercept, x]).fit(
      outcomes, .fixedEffect)
    let effects = try fit.studyEffects()
    #expect(effects[3].trueOutcomes.values[1].isNaN)
    #expect(effects[3].trueOutcomes.values[0].isFinite)
    #expect(effects[3].expected.covariance[1, 1].isNaN)
    #expect(effects[2].trueOutcomes.values[1].isFinite)
  }
}
