internal import Foundation
internal import Testing

@testable internal import DtaCommand

// Expected values: the restricted maximum of the same likelihood, found in
// 80-bit arithmetic and independently of this library, as it stands in
// `smoking.json` among the fixtures of the library, in the entry
// meta_regression.type.normal_approx.all.reml.tight; what it says of the
// false-positive rate is turned into the specificity. Those of the binomial
// likelihood are in meta_regression.type.glmm.

@Suite("Moderators")
struct ModeratorTests {
  private static var smoking: String {
    URL(filePath: #filePath).deletingLastPathComponent()
      .appending(
        path: "../../../../Tests/_DxTestSupport/Fixtures/reviews/smoking.csv"
      )
      .standardized.path
  }

  // One fit serves all values.
  private static let report = runDta([
    "fit", smoking, "--likelihood", "normal", "--moderator", "type",
    "--format", "json",
  ])

  /// The number at a path of keys and indices in the report.
  private func number(
    _ path: String, in report: String = report.output
  ) throws -> Double {
    var value: Any? = try JSONSerialization.jsonObject(with: Data(report.utf8))
    for key in path.split(separator: ".") {
      if let index = Int(key) {
        let array = try #require(value as? [Any])
        try #require(array.indices.contains(index))
        value = array[index]
      } else {
        value = (value as? [String: Any])?[String(key)]
      }
    }
    return try #require(value as? Double)
  }

  private static let expected: [(path: String, value: Double)] = [
    ("mean.logitSensitivity", 3.0826426017670134),
    ("mean.logitSpecificity", 2.4560333640448415),
    ("betweenStudy.varianceLogitSensitivity", 1.6777162013100895),
    ("logLikelihood", -155.66664432200346),
    ("aic", 325.33328864400693),
    ("moderators.0.coefficients.0.estimate", -1.0730408426380038),
    ("moderators.0.coefficients.0.standardError", 0.3982479713630292),
    ("moderators.0.coefficients.1.estimate", -0.0684764501329679),
    ("moderators.0.waldTest.statistic", 9.844014188324705),
    ("moderators.0.waldTest.degreesOfFreedom", 2),
    ("moderators.0.waldTest.pValue", 0.00728449549605238),
    ("moderators.0.levels.0.sensitivity.estimate", 0.9561710642518761),
    ("moderators.0.levels.1.sensitivity.lower", 0.8204853214741336),
    ("moderators.0.levels.1.specificity.estimate", 0.9158735213908914),
    ("summary.specificity.upper", 0.9494422792611649),
  ]

  // Ten times the tolerance of the parameters, for what follows from them.
  @Test("agree with an independent optimum", arguments: expected)
  func values(path: String, expected: Double) throws {
    let error = (try number(path) - expected).magnitude
    #expect(error <= 1e-5 * expected.magnitude)
  }

  private static let exact = runDta([
    "fit", smoking, "--moderator", "type", "--format", "json",
  ])

  @Test(
    "agree with an independent optimum of the binomial likelihood",
    arguments: [
      ("mean.logitSensitivity", 3.3323680579031265),
      ("betweenStudy.varianceLogitSensitivity", 2.1393816744830034),
      ("logLikelihood", -392.81812359054857),
      ("moderators.0.coefficients.0.estimate", -1.1325892004292566),
      ("moderators.0.waldTest.statistic", 9.830159258065988),
      ("moderators.0.waldTest.pValue", 0.007335133779547998),
      ("moderators.0.levels.1.sensitivity.lower", 0.8388214578804407),
    ])
  func exactValues(path: String, expected: Double) throws {
    let error =
      (try number(path, in: Self.exact.output) - expected).magnitude
    #expect(error <= 1e-5 * expected.magnitude)
  }

  private func run(_ csv: String, _ arguments: [String]) throws
    -> CommandResult
  {
    try withTemporaryFile(csv.utf8) { path in
      var result = runDta(["fit", path, "--likelihood", "normal"] + arguments)
      result.diagnostics = result.diagnostics
        .replacingOccurrences(of: path, with: "FILE")
      return result
    }
  }

  private static let header = "study,tp,fp,fn,tn,Year,site\n"
  private static let rows = """
    A,10,2,3,20,1990,north
    B,15,5,4,30,1994,south
    C,12,3,2,18,1999,north
    D,30,9,6,41,2001,south
    E,22,4,9,33,2004,south

    """

  @Test("are numbers or categories by their values")
  func kinds() throws {
    let result = try run(
      Self.header + Self.rows, ["--moderator", "year", "--moderator", "site"])
    #expect(result.status == .success)
    for part in [
      "reference is 1997.6", #"category with 2 levels, reference "north""#,
      "site[south]", "degrees of freedom, p", "Accuracy by site",
      "The other moderators are at their reference.",
      "Accuracy at the reference, with 95 % interval",
    ] {
      #expect(result.output.contains(part))
    }
    let widest = result.output.split(separator: "\n").map(\.count).max() ?? 0
    #expect(widest <= 80)
  }

  @Test("are absent from a report without them")
  func absent() throws {
    let result = try run(Self.header + Self.rows, ["--format", "json"])
    #expect(result.status == .success)
    #expect(!result.output.contains("moderators"))
  }

  @Test(
    "are refused where a value is missing",
    arguments: [
      ("", "the value of the moderator is missing\n"),
      (" ", "the value of the moderator is missing\n"),
      ("NA", "the value of the moderator is missing: it is \"NA\"\n"),
    ])
  func missing(value: String, message: String) throws {
    let result = try run(
      Self.header + Self.rows + "F,22,4,9,33,\(value),south\n",
      ["--moderator", "YEAR"])
    #expect(result.status == .badInput)
    #expect(result.output.isEmpty)
    #expect(result.diagnostics == "FILE, line 7, column Year: \(message)")
  }

  @Test("are refused where the file has no such column")
  func noColumn() throws {
    let result = try run(Self.header + Self.rows, ["--moderator", "month"])
    #expect(result.status == .badInput)
    #expect(result.diagnostics.contains("lacks the column 'month'"))
  }

  @Test("are refused where the distance from the mean overflows")
  func overflow() throws {
    let rows = """
      A,10,2,3,20,1.7e308,x
      B,15,5,4,30,-1.7e308,x
      C,12,3,2,18,-1.7e308,x
      D,30,9,6,41,-1.7e308,x

      """
    let result = try run(Self.header + rows, ["--moderator", "Year"])
    #expect(result.status == .badInput)
    #expect(result.diagnostics.hasPrefix("FILE, line 2, column Year: "))
  }

  @Test("that say nothing leave no estimate")
  func noEstimate() throws {
    let csv = "study,tp,fp,fn,tn,a,b\nA,9,2,3,20,1,x\nB,15,5,4,30,1,x\n"
    for (column, message) in [
      ("a", #"FILE: no estimate: the moderator "a" is 1.0 in all studies"#),
      ("b", #"FILE: no estimate: the moderator "b" is "x" in all studies"#),
    ] {
      let result = try run(csv, ["--moderator", column])
      #expect(result.status == .noEstimate)
      #expect(result.diagnostics == message + "\n")
    }
  }

  @Test("that a typing error makes a category say so")
  func typingError() throws {
    let result = try run(
      Self.header + Self.rows + "F,22,4,9,33,19b3,south\n",
      ["--moderator", "Year"])
    #expect(result.status == .noEstimate)
    #expect(
      result.diagnostics.contains(
        #""Year" is a category because of "19b3" on line 7"#))
  }
}
