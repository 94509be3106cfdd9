internal import Foundation
internal import Testing

@testable internal import DtaCommand

// Expected values: those of the library's fixtures, a maximisation in 80-bit
// arithmetic written for the purpose. The tolerances are those of
// Tests/_DxTestSupport/Fixtures/README.md.

@Suite("Multivariate")
struct MultivariateTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent()
    .appending(path: "../../../../Tests/_DxTestSupport/Fixtures/multivariate")
    .standardized

  private func path(_ name: String) -> String {
    Self.folder.appending(path: name + ".csv").path
  }

  private func json(_ arguments: [String]) throws -> [String: Any] {
    let result = runDta(
      ["multivariate"] + arguments + ["--format", "json"])
    #expect(result.diagnostics.isEmpty)
    try #require(result.status == .success)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        as? [String: Any])
  }

  private func expected(_ name: String, _ keys: String...) throws
    -> [String: Any]
  {
    let data = try Data(
      contentsOf: Self.folder.appending(path: name + ".json"))
    var value = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    for key in ["models"] + keys { value = value?[key] as? [String: Any] }
    return try #require(value)
  }

  private func matrix(_ value: Any?) throws -> [Double] {
    try #require(value as? [[Double]]).flatMap(\.self)
  }

  private func error(_ values: [Double], _ reference: [Double]) -> Double {
    guard values.count == reference.count else { return .infinity }
    return zip(values, reference).map {
      ($0 - $1).magnitude / max(1, $1.magnitude)
    }
    .max() ?? 0
  }

  private static let sets = [
    "mv_berkey98", "mv_fibrinogen", "mv_hsls", "mv_hyp", "mv_p53",
    "mv_p53_r95",
  ]

  @Test(
    "of the published data agrees with an independent optimum",
    arguments: sets, ["reml", "ml"])
  func published(name: String, method: String) throws {
    let report = try json([path(name), "--method", method])
    try check(
      report, try expected(name, "intercept", method, "tight"), method)
    #expect(report["method"] as? String == method)
    #expect(report["structure"] as? String == "unstructured")
    let certificate = try #require(report["certificate"] as? [String: Any])
    #expect(certificate["gradientNorm"] is Double)
    #expect(certificate["evaluations"] is Int)
  }

  @Test(
    "of a centred moderator agrees with an independent optimum",
    arguments: [("mv_berkey98", "pubyear"), ("mv_hyp", "ish")],
    ["reml", "ml"])
  func moderator(set: (name: String, column: String), method: String) throws {
    let model = try expected(set.name, set.column)
    let covariate = try #require(model["covariate"] as? [String: Any])
    let center = try #require(covariate["center"] as? Double)
    let report = try json([
      path(set.name), "--moderator", set.column, "--center",
      "\(set.column)=\(center)", "--method", method,
    ])
    let optimum = try expected(set.name, set.column, method, "tight")
    try check(report, optimum, method)
    #expect(
      report["coefficientNames"] as? [String] == [
        "y1:(Intercept)", "y1:\(set.column)", "y2:(Intercept)",
        "y2:\(set.column)",
      ])
    // Without a centre the slopes are the same.
    let plain = try json([
      path(set.name), "--moderator", set.column, "--method", method,
    ])
    let values = try #require(plain["coefficients"] as? [Double])
    let reference = try #require(optimum["coefficients"] as? [Double])
    #expect(
      error([values[1], values[3]], [reference[1], reference[3]]) <= 1e-7)
  }

  private func check(
    _ report: [String: Any], _ optimum: [String: Any], _ method: String
  ) throws {
    var logLikelihood = try #require(report["logLikelihood"] as? Double)
    if method == "reml" {
      logLikelihood -= try #require(
        report["halfLogDesignDeterminant"] as? Double)
    } else {
      #expect(report["halfLogDesignDeterminant"] == nil)
    }
    let best = try #require(optimum["logLik_mvmeta"] as? Double)
    #expect(logLikelihood >= best - 1e-8 && logLikelihood <= best + 1e-9)
    let isInterior = optimum["boundary"] as? String == "interior"
    let tolerance = isInterior ? 1e-7 : 1e-6
    let coefficients = try #require(optimum["coefficients"] as? [Double])
    #expect(
      error(
        try #require(report["coefficients"] as? [Double]), coefficients)
        <= tolerance)
    let covariance = try matrix(optimum["vcov"])
    #expect(error(try matrix(report["covariance"]), covariance) <= tolerance)
    let deviations = coefficients.indices.map {
      covariance[$0 * (coefficients.count + 1)].squareRoot()
    }
    #expect(
      error(
        try #require(report["standardErrors"] as? [Double]), deviations)
        <= tolerance)
    let psi = try matrix(report["betweenStudyCovariance"])
    #expect(
      error(psi, try matrix(optimum["Psi"])) <= 10 * tolerance)
    #expect(
      (report["outcome"] as? String == "interior") == isInterior)
  }

  @Test("of a fixed effect agrees in closed form", arguments: sets)
  func fixedEffect(name: String) throws {
    let report = try json([path(name), "--method", "fixed"])
    let optimum = try expected(name, "intercept", "fixed", "tight")
    #expect(
      error(
        try #require(report["coefficients"] as? [Double]),
        try #require(optimum["coefficients"] as? [Double])) <= 1e-11)
    #expect(report["outcome"] as? String == "zeroVariance")
    #expect(report["rank"] as? Int == 0)
  }

  @Test("names the structure and the backend")
  func structures() throws {
    for (structure, parameters) in [
      ("unstructured", 6), ("diagonal", 3), ("identity", 1),
      ("compound-symmetry", 2), ("heteroscedastic-compound-symmetry", 4),
      ("ar1", 2), ("low-rank:2", 5),
      ("proportional:2.0,0.5,0.1,1.0,0.3,1.5", 1),
      ("fixed:2.0,0.5,0.1,1.0,0.3,1.5", 0),
    ] {
      let report = try json([path("mv_hsls"), "--structure", structure])
      #expect(report["structure"] as? String == structure)
      #expect(report["covarianceParameters"] as? Int == parameters)
    }
    let portable = try json([path("mv_hsls"), "--backend", "portable"])
    let other = try json([path("mv_hsls")])
    #expect(
      error(
        try #require(portable["coefficients"] as? [Double]),
        try #require(other["coefficients"] as? [Double])) <= 1e-6)
  }

  @Test("assumes a correlation where a covariance is missing")
  func withinCorrelation() throws {
    let assumed = try json([path("mv_p53_r95")])
    // The same set without its column of covariances.
    let lines = try String(contentsOfFile: path("mv_p53_r95"), encoding: .utf8)
      .split(whereSeparator: \.isNewline)
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let column = try #require(lines[0].firstIndex(of: "s21"))
    let text = lines.map { fields in
      var fields = fields
      fields.remove(at: column)
      return fields.joined(separator: ",") + "\n"
    }.joined()
    try withTemporaryFile(text.utf8) { path in
      let report = try json([path, "--within-correlation", "0.95"])
      #expect(
        error(
          try #require(report["coefficients"] as? [Double]),
          try #require(assumed["coefficients"] as? [Double])) <= 1e-6)
      let refused = runDta(["multivariate", path])
      #expect(refused.status == .badInput)
      #expect(refused.diagnostics.contains("lacks the column 's21'"))
    }
  }

  @Test("prints a report that fits the page")
  func text() {
    let result = runDta([
      "multivariate", path("mv_berkey98"), "--moderator", "pubyear",
      "--center", "pubyear=1983",
    ])
    #expect(result.status == .success)
    for part in [
      "y1, reported by 5 studies", "(Intercept)                 0.359",
      "SD of y2", "Correlations of y2          0.561",
      "Log-likelihood              2.073174", "The fit converged.",
    ] {
      #expect(result.output.contains(part), "\(part)")
    }
    let widest = result.output.split(separator: "\n").map(\.count).max() ?? 0
    #expect(widest <= 80)
  }

  @Test("says when the covariance lies on a boundary")
  func boundary() throws {
    let report = try json([path("mv_fibrinogen")])
    #expect(report["outcome"] as? String == "reducedRank")
    #expect(report["rank"] as? Int == 2)
    let allowed = try json([
      path("mv_fibrinogen"), "--structure", "low-rank:2",
    ])
    #expect(allowed["outcome"] as? String == "interior")
  }

  @Test("has a column for each level of a category, in the order of levels")
  func category() throws {
    let text = """
      study,y1,s11,kind,Weight
      A,0.1,0.02,mixed,1
      B,0.3,0.01,adult,2.5
      C,0.2,0.03,child,4
      D,0.6,0.02,adult,3
      E,0.4,0.01,mixed,2
      F,0.9,0.02,child,5

      """
    try withTemporaryFile(text.utf8) { path in
      let report = try json([
        path, "--moderator", "kind", "--moderator", "weight",
      ])
      #expect(
        report["coefficientNames"] as? [String] == [
          "y1:(Intercept)", "y1:kind[child]", "y1:kind[mixed]", "y1:weight",
        ])
    }
  }
}
