// Expected values: the errors that the documentation promises.

import DxAccuracy
import DxLinearAlgebra
internal import Foundation
import Testing
import _DxTestSupport

@Suite("Bivariate regression, refusals")
struct BivariateRegressionErrorTests {
  private func studies(_ values: [CovariateValue?]) -> [Study] {
    values.enumerated().map { index, value in
      let count = Double(index)
      return Study(
        id: "S\(index)",
        table: TwoByTwoTable(
          truePositives: 20 + 3 * count, falsePositives: 5 + count,
          falseNegatives: 9 - count, trueNegatives: 40 + count * count),
        covariates: value.map { ["x": $0] } ?? [:])
    }
  }

  private func error(
    _ moderators: Moderator..., values: [CovariateValue?]
  ) -> BivariateRegressionError? {
    do throws(BivariateRegressionError) {
      _ = try BivariateRegressionModel.normalApproximation(
        moderators: moderators
      )
      .fit(studies(values))
      return nil
    } catch {
      return error
    }
  }

  private let numeric = Moderator("x", .numeric(center: .mean))
  private let categorical = Moderator("x", .categorical())

  @Test("names the study, the moderator and the value")
  func values() {
    #expect(
      error(numeric, values: [1, 2, nil, 4])
        == .missingCovariate(study: "S2", moderator: "x"))
    #expect(
      error(numeric, values: [1, "two", 3, 4])
        == .wrongKind(study: "S1", moderator: "x", value: "two"))
    #expect(
      error(categorical, values: ["a", "b", 3, "b"])
        == .wrongKind(study: "S2", moderator: "x", value: 3))
    #expect(
      error(numeric, values: [1, 2, 3, .number(.infinity)])
        == .notFinite(study: "S3", moderator: "x", value: .infinity))
    #expect(
      error(
        Moderator("x", .numeric(center: .value(-1.5e308))),
        values: [1, 2, 3, .number(1.5e308)])
        == .notFinite(study: "S3", moderator: "x", value: 1.5e308))
  }

  @Test("refuses columns that say nothing")
  func columns() {
    #expect(
      error(numeric, values: [2, 2, 2, 2])
        == .constantModerator("x", value: 2))
    #expect(
      error(categorical, values: ["a", "a", "a", "a"])
        == .singleLevel(moderator: "x", level: "a"))
    #expect(
      error(
        Moderator("x", .categorical(reference: "c")),
        values: ["a", "b", "a", "b"])
        == .unknownReference(moderator: "x", reference: "c"))
    #expect(
      error(numeric, numeric, values: [1, 2, 3, 4])
        == .repeatedModerator("x"))
    #expect(
      error(categorical, values: [])
        == .tooFewStudies(outcome: .sensitivity, reporting: 0, needed: 2))
    #expect(
      error(categorical, values: ["a", "b", "c", "d"])
        == .tooFewStudies(outcome: .sensitivity, reporting: 4, needed: 5))
  }

  @Test("names a column that others make up")
  func dependent() {
    var studies = studies(["a", "b", "a", "b", "a"])
    for index in studies.indices {
      studies[index].covariates["y"] = .number(index.isMultiple(of: 2) ? 3 : 7)
    }
    let model = BivariateRegressionModel.normalApproximation(moderators: [
      categorical, Moderator("y", .numeric(center: .zero), on: .specificity),
    ])
    #expect(
      throws: BivariateRegressionError.dependentColumn(
        "y", outcome: .specificity)
    ) { try model.fit(studies) }
  }

  @Test("passes on what is wrong with the counts")
  func counts() {
    var studies = studies([1, 2, 3, 4])
    studies[1].table.falsePositives = -1
    let model = BivariateRegressionModel.normalApproximation(moderators: [
      numeric
    ])
    #expect(
      throws: BivariateRegressionError.studyData(
        .invalidCount(study: "S1", cell: .falsePositives, value: -1))
    ) { try model.fit(studies) }
  }

  @Test("does not read the covariates of dropped studies")
  func dropped() throws {
    var studies = studies([1, 2, nil, 5, 4])
    studies[2].table = TwoByTwoTable(
      truePositives: 3, falsePositives: 0, falseNegatives: 4, trueNegatives: 0)
    let model = BivariateRegressionModel.normalApproximation(
      incompleteStudies: .drop, moderators: [numeric])
    let fit = try model.fit(studies)
    #expect(fit.studyCount == 4)
    #expect(fit.moderators[0].encoding == .numeric(center: 3))
    #expect(fit.description.droppedStudyCount == 1)
    // The index of the observation is not that of the study.
    studies[4].covariates = [:]
    #expect(
      throws: BivariateRegressionError.missingCovariate(
        study: "S4", moderator: "x")
    ) { try model.fit(studies) }
  }

  @Test("keeps the observed arm of an incomplete study")
  func oneArmed() throws {
    var studies = studies(["a", "b", "a", "b", "a", "c", "c"])
    for index in 5...6 {
      studies[index].table.truePositives = 0
      studies[index].table.falseNegatives = 0
    }
    let specificity = BivariateRegressionModel.normalApproximation(
      incompleteStudies: .keepObservedArm,
      moderators: [Moderator("x", .categorical(), on: .specificity)])
    #expect(try specificity.fit(studies).description.oneArmedStudyCount == 2)
    // No study in c has a sensitivity.
    let both = BivariateRegressionModel.normalApproximation(
      incompleteStudies: .keepObservedArm, moderators: [categorical])
    #expect(
      throws: BivariateRegressionError.dependentColumn(
        "x[c]", outcome: .sensitivity)
    ) { try both.fit(studies) }
  }

  @Test("levels stand in the order of their code points")
  func order() throws {
    // By code point Z comes before a, and the composed ä after both.
    let values: [CovariateValue] = ["a", "ä", "Z", "a", "ä", "Z"]
    let fit = try BivariateRegressionModel.normalApproximation(moderators: [
      categorical
    ])
    .fit(studies(values))
    #expect(fit.moderators[0].levels == ["Z", "a", "ä"])
  }

  @Test("refuses patterns that the model does not know")
  func patterns() throws {
    let studies = studies(["a", "b", "a", "b", "b"])
    let fit = try BivariateRegressionModel.normalApproximation(moderators: [
      categorical
    ])
    .fit(studies)
    #expect(throws: CovariatePatternError.missingCovariate(moderator: "x")) {
      try fit.fit(at: ["y": 1])
    }
    #expect(
      throws: CovariatePatternError.unknownLevel(moderator: "x", level: "c")
    ) { try fit.fit(at: ["x": "c"]) }
    #expect(
      throws: CovariatePatternError.wrongKind(moderator: "x", value: 1)
    ) { try fit.fit(at: ["x": 1]) }
  }

  @Test("a study keeps its covariates, or has none")
  func studyCoding() throws {
    let study = Study(
      id: "A", table: studies([1])[0].table,
      covariates: ["year": 1983, "type": "SAQ"])
    let data = try JSONEncoder().encode(study)
    #expect(try JSONDecoder().decode(Study.self, from: data) == study)
    let old = """
      {"id": "A", "table": {"truePositives": 1, "falsePositives": 2, \
      "falseNegatives": 3, "trueNegatives": 4}}
      """
    let decoded = try JSONDecoder().decode(Study.self, from: Data(old.utf8))
    #expect(decoded.covariates.isEmpty)
    #expect(decoded.table.falseNegatives == 3)
  }
}
