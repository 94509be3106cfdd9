internal import Foundation
internal import Testing

@testable internal import DtaCommand

// Expected values: the restricted maximum of the same likelihood, found in
// 80-bit arithmetic and independently of this library; metafor 3.8-1 and
// mada 0.5.12 agree with it to the digits to which they converge. The shares
// are the logistic function of its logits.

@Suite("Fit")
struct FitTests {
  private static let header = "study,tp,fp,fn,tn\n"

  private static var auditC: String {
    URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Data/auditc.csv").standardized.path
  }

  private static let normal = ["--likelihood", "normal"]

  private func json(_ arguments: [String]) throws -> [String: Any] {
    let result = runDta(arguments + ["--format", "json"])
    #expect(result.diagnostics.isEmpty)
    #expect(result.status == .success)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        as? [String: Any])
  }

  private func number(_ object: [String: Any], _ path: String) throws -> Double
  {
    var value: Any? = object
    for key in path.split(separator: ".") {
      value = (value as? [String: Any])?[String(key)]
    }
    return try #require(value as? Double)
  }

  // The optimum is quadratic in the parameters, so that rounding of the
  // log-likelihood, 1e-14 relative, moves them by about 1e-7.
  @Test(
    "of the bundled data agrees with an independent optimum",
    arguments: [
      ("mean.logitSensitivity", 2.0997423515352898),
      ("mean.logitSpecificity", 1.263690925854559),
      ("betweenStudy.varianceLogitSensitivity", 1.3795843116637478),
      ("summary.sensitivity.estimate", 0.8908781342156749),
      ("summary.specificity.estimate", 0.7796608257174201),
    ])
  func auditC(path: String, expected: Double) throws {
    let report = try json(["fit", Self.auditC] + Self.normal)
    let error = (try number(report, path) - expected).magnitude
    #expect(error <= 1e-6 * expected)
  }

  @Test("names what was fitted")
  func names() throws {
    for method in ["ml", "reml", "fixed", "moments"] {
      let report = try json(
        ["fit", Self.auditC, "--method", method] + Self.normal)
      #expect(report["method"] as? String == method)
      #expect(report["likelihood"] as? String == "normal")
      #expect(report["studies"] as? Int == 14)
      #expect(report["quadratureNodes"] == nil)
    }
  }

  @Test("is of the binomial likelihood unless told otherwise")
  func binomial() throws {
    for arguments in [
      [], ["--likelihood", "binomial"], ["--method", "ml"],
      ["--quadrature", "9"],
    ] {
      let report = try json(["fit", Self.auditC] + arguments)
      #expect(report["likelihood"] as? String == "binomial")
      #expect(report["method"] as? String == "ml")
      #expect(report["quadratureNodes"] is Int)
      #expect(report["studies"] as? Int == 14)
      #expect(try number(report, "certificate.quadratureError") >= 0)
    }
    let result = runDta(["fit", Self.auditC])
    let words = result.output.split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    #expect(words.contains("exact binomial likelihood"))
    #expect(words.contains("none, the likelihood needs none"))
    // Two studies have no false negatives, so that the logits beside the
    // model were corrected.
    #expect(words.contains("added to each cell of 14 studies; the model"))
    let widest = result.output.split(separator: "\n").map(\.count).max() ?? 0
    #expect(widest <= 80)
  }

  @Test("leaves out what the method does not have")
  func absent() throws {
    let fixed = try json(
      ["fit", Self.auditC, "--method", "fixed"] + Self.normal)
    #expect(fixed["hsroc"] == nil)
    #expect(fixed["sroc"] == nil)
    let moments = try json(
      ["fit", Self.auditC, "--method", "moments"] + Self.normal)
    #expect(moments["logLikelihood"] == nil)
    #expect(moments["prevalence"] == nil)
  }

  @Test("of a wider level is wider")
  func level() throws {
    func width(_ level: String) throws -> Double {
      let report = try json(["fit", Self.auditC, "--level", level])
      return try number(report, "summary.sensitivity.upper")
        - number(report, "summary.sensitivity.lower")
    }
    #expect(try width("0.99") > width("0.9"))
  }

  @Test("prints a report with a plot")
  func text() {
    let result = runDta(
      ["fit", Self.auditC, "--prevalence", "0.2"] + Self.normal)
    #expect(result.status == .success)
    for part in [
      "Sensitivity                 0.891     0.808 to 0.941",
      "At a prevalence of 20 %", "False-positive rate",
      "0.5 added to each cell of 14 of 14 studies",
    ] {
      #expect(result.output.contains(part))
    }
    let widest = result.output.split(separator: "\n").map(\.count).max() ?? 0
    #expect(widest <= 80)
  }

  private func run(_ rows: String, _ arguments: [String]) throws
    -> CommandResult
  {
    try withTemporaryFile((Self.header + rows).utf8) { path in
      var result = runDta(["fit", path] + arguments)
      result.diagnostics = result.diagnostics
        .replacingOccurrences(of: path, with: "FILE")
      return result
    }
  }

  private static let rows = """
    A,10,2,3,20
    B,15,5,4,30
    C,12,3,2,18
    D,30,9,6,41

    """

  @Test("refuses an incomplete study by name, or does as it is told")
  func incompleteStudies() throws {
    let rows = Self.rows + "E,0,3,0,9\n"
    for arguments in [
      Self.normal, ["--incomplete-studies", "refuse"],
    ] {
      let refused = try run(rows, arguments)
      #expect(refused.status == .badInput)
      #expect(refused.output.isEmpty)
      #expect(
        refused.diagnostics.hasPrefix(
          #"FILE, line 6: the study "E" has no diseased subjects"#))
    }
    for likelihood in [Self.normal, []] {
      let dropped = try run(
        rows, ["--incomplete-studies", "drop"] + likelihood)
      #expect(dropped.output.contains(#"incomplete: "E""#))
      #expect(dropped.output.contains("4, with 82 diseased"))
      let kept = try run(rows, ["--incomplete-studies", "keep"] + likelihood)
      #expect(kept.output.contains("5, with 82 diseased"))
    }
    // The binomial likelihood has a use for the other half.
    #expect(try run(rows, []).output.contains("5, with 82 diseased"))
  }

  @Test("refuses a study without subjects")
  func emptyStudy() throws {
    for likelihood in [Self.normal, []] {
      let result = try run(Self.rows + "E,0,0,0,0\n", likelihood)
      #expect(result.status == .badInput)
      #expect(
        result.diagnostics
          == "FILE, line 6: the study \"E\" has no subjects\n")
    }
  }

  @Test("refuses a count that the model cannot take")
  func hugeCount() throws {
    for likelihood in [Self.normal, []] {
      let result = try run(
        Self.rows + "E,1,9007199254740992,1,1\n", likelihood)
      #expect(result.status == .badInput)
      #expect(result.diagnostics.hasPrefix("FILE, line 6, column fp: "))
      #expect(result.diagnostics.contains("9007199254740992"))
    }
  }

  @Test(
    "ends with status 1 where no estimate exists",
    arguments: [
      ("A,10,2,3,20\n", "reml"), ("A,10,2,0,20\nB,15,5,4,30\n", "ml"),
    ])
  func noEstimate(rows: String, method: String) throws {
    let result = try run(
      rows, ["--correction", "none", "--method", method] + Self.normal)
    #expect(result.status == .noEstimate)
    #expect(result.output.isEmpty)
    #expect(result.diagnostics.hasPrefix("FILE: no estimate: "))
  }

  @Test("ends with status 1 where no study has subjects of a kind")
  func noSubjects() throws {
    let result = try run("A,0,2,0,20\nB,0,5,0,30\n", [])
    #expect(result.status == .noEstimate)
    #expect(result.output.isEmpty)
    #expect(
      result.diagnostics.contains("0 of the studies have diseased subjects"))
  }
}
