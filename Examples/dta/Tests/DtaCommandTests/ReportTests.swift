internal import Foundation
internal import Testing

@testable internal import DtaCommand

/// A report with a number in every place, none of them from a fit.
func sampleReport() -> FitReport {
  func estimate(_ value: Double) -> FitReport.Estimate {
    FitReport.Estimate(
      estimate: value, standardError: value / 8, lower: value / 2,
      upper: value * 2)
  }
  var report = FitReport(
    settings: FitSettings(
      likelihood: .normal, method: .reml, prevalence: 0.2,
      incompleteStudies: .refuse),
    data: .init(studies: 14, diseased: 100, healthy: 200, correctedStudies: 14),
    outcome: .interior)
  report.certificate = .init(
    gradientNorm: 3e-9, smallestHessianEigenvalue: 1.25, evaluations: 12,
    quadratureError: 0)
  report.logLikelihood = -12.5
  report.aic = 35
  report.bic = 0.1 + 0.2
  report.mean = .init(
    logitSensitivity: 1.5, logitSpecificity: 1.25,
    covariance: [[0.5, -0.125], [-0.125, 0.25]])
  report.betweenStudy = .init(
    varianceLogitSensitivity: 0.75, varianceLogitSpecificity: 0.5,
    correlation: -0.5)
  report.summary = .init(
    sensitivity: estimate(0.4), specificity: estimate(0.3),
    falsePositiveRate: estimate(0.2), diagnosticOddsRatio: estimate(23.4),
    positiveLikelihoodRatio: estimate(4.5),
    negativeLikelihoodRatio: estimate(0.05))
  report.prediction = .init(
    sensitivity: estimate(0.4), specificity: estimate(0.3))
  report.hsroc = .init(
    lambda: estimate(2), theta: estimate(-1), beta: estimate(0.5),
    varianceAlpha: estimate(1), varianceTheta: estimate(0.25))
  report.sroc = .init(
    curve: "Rutter–Gatsonis", areaUnderCurve: estimate(0.4),
    partialAreaUnderCurve: estimate(0.3), partialRange: 0.1...0.5,
    plot: "a plot")
  report.heterogeneity = [
    .init(key: "first", label: "First", value: 0.5, caveat: "A caveat."),
    .init(key: "second", label: "Second", value: .nan),
  ]
  report.thresholdTests = [.init(label: "A test", estimate: 0.5, pValue: 0.04)]
  report.prevalence = .init(
    value: 0.2, positivePredictiveValue: estimate(0.3),
    negativePredictiveValue: estimate(0.4), f1: estimate(0.25))
  return report
}

/// The same of a binomial fit that ended on a boundary.
func binomialReport() -> FitReport {
  var report = sampleReport()
  report.settings = FitSettings(prevalence: 0.2)
  report.data.correctedStudies = 0
  report.outcome = .correlationAtMinusOne
  report.quadratureNodes = 15
  report.certificate.quadratureError = 4e-9
  report.steps = [
    .init(face: .full, logLikelihood: -12.75, evaluations: 9),
    .init(face: .perfectCorrelation, logLikelihood: -12.5, evaluations: 5),
  ]
  return report
}

/// The report of a fit with an infinite sensitivity.
func infiniteReport() -> FitReport {
  var report = binomialReport()
  report.outcome = .infiniteSensitivity
  report.mean.logitSensitivity = .infinity
  report.mean.covariance = [[.infinity, 0], [0, 0.25]]
  report.betweenStudy.varianceLogitSensitivity = nil
  report.betweenStudy.correlation = nil
  report.summary.sensitivity = .init(
    estimate: 1, standardError: nil, lower: 0.875, upper: 1)
  report.summary.diagnosticOddsRatio = .init(estimate: .infinity)
  report.summary.positiveLikelihoodRatio = .init(estimate: 5)
  report.summary.negativeLikelihoodRatio = .init(estimate: .nan)
  report.hsroc = .init()
  report.sroc = .init(plot: "a plot")
  return report
}

@Suite("Report")
struct ReportTests {
  private func object(_ report: FitReport) throws -> [String: Any] {
    let data = Data(report.jsonText.utf8)
    return try #require(
      try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private func paths(_ object: [String: Any]) -> Set<String> {
    var paths: Set<String> = []
    for (key, value) in object {
      if let inner = value as? [String: Any] {
        paths.formUnion(self.paths(inner).map { "\(key).\($0)" })
      } else {
        paths.insert(key)
      }
    }
    return paths
  }

  // The keys that the documentation of the command line promises.
  private static let promisedKeys: Set<String> = {
    var keys: Set<String> = [
      "studies", "likelihood", "method", "outcome",
      "certificate.gradientNorm", "certificate.smallestHessianEigenvalue",
      "certificate.evaluations", "certificate.quadratureError",
      "logLikelihood", "aic", "bic", "mean.logitSensitivity",
      "mean.logitSpecificity", "mean.covariance",
      "betweenStudy.varianceLogitSensitivity",
      "betweenStudy.varianceLogitSpecificity", "betweenStudy.correlation",
      "heterogeneity.iSquared.first", "prevalence.value",
    ]
    let intervals = [
      "summary.sensitivity", "summary.specificity",
      "summary.falsePositiveRate", "summary.diagnosticOddsRatio",
      "summary.positiveLikelihoodRatio", "summary.negativeLikelihoodRatio",
      "sroc.areaUnderCurve", "sroc.partialAreaUnderCurve",
      "prevalence.positivePredictiveValue",
      "prevalence.negativePredictiveValue", "prevalence.f1",
    ]
    let parameters = [
      "lambda", "theta", "beta", "varianceAlpha", "varianceTheta",
    ]
    for key in intervals + parameters.map({ "hsroc.\($0)" }) {
      keys.formUnion(["estimate", "lower", "upper"].map { "\(key).\($0)" })
    }
    keys.formUnion(parameters.map { "hsroc.\($0).standardError" })
    return keys
  }()

  @Test("JSON has the promised keys and no others")
  func keys() throws {
    #expect(paths(try object(sampleReport())) == Self.promisedKeys)
  }

  @Test("JSON of a binomial fit has the nodes and the steps as well")
  func binomialKeys() throws {
    let object = try object(binomialReport())
    #expect(
      paths(object) == Self.promisedKeys.union(["quadratureNodes", "steps"]))
    #expect(object["likelihood"] as? String == "binomial")
    #expect(object["method"] as? String == "ml")
    #expect(object["quadratureNodes"] as? Int == 15)
    #expect(object["outcome"] as? String == "correlationAtMinusOne")
    let steps = try #require(object["steps"] as? [[String: Any]])
    #expect(steps.count == 2)
    #expect(steps.first?["face"] as? String == "full")
    #expect(steps.first?["logLikelihood"] as? Double == -12.75)
    #expect(steps.last?["face"] as? String == "perfectCorrelation")
    #expect(steps.last?["evaluations"] as? Int == 5)
  }

  @Test("JSON of an infinite estimate has its one-sided limits")
  func infiniteKeys() throws {
    let object = try object(infiniteReport())
    #expect(object["outcome"] as? String == "infiniteSensitivity")
    let mean = try #require(object["mean"] as? [String: Any])
    #expect(Set(mean.keys) == ["logitSpecificity"])
    let betweenStudy = try #require(object["betweenStudy"] as? [String: Any])
    #expect(Set(betweenStudy.keys) == ["varianceLogitSpecificity"])
    let summary = try #require(object["summary"] as? [String: [String: Any]])
    #expect(summary["sensitivity"]?["estimate"] as? Double == 1)
    #expect(summary["sensitivity"]?["lower"] as? Double == 0.875)
    #expect(summary["sensitivity"]?["upper"] as? Double == 1)
    #expect(summary["diagnosticOddsRatio"] == nil)
    #expect(summary["negativeLikelihoodRatio"] == nil)
    #expect(
      summary["positiveLikelihoodRatio"].map { Set($0.keys) } == ["estimate"])
    #expect(object["hsroc"] == nil)
    #expect(object["sroc"] == nil)
  }

  @Test("text of an infinite estimate says so first")
  func infiniteText() {
    let lines = infiniteReport().text.split(separator: "\n")
    #expect(lines[1].hasPrefix("  All diseased subjects of all studies"))
    let text = infiniteReport().text
    for part in [
      "  Sensitivity                 1.000     0.875 to 1.000\n",
      "  Diagnostic odds ratio       infinite\n",
      "  Negative likelihood ratio   not defined\n",
      "  Positive likelihood ratio   5.00\n", "There is no curve where a mean",
    ] {
      #expect(text.contains(part))
    }
    #expect(!text.contains("nan"))
    #expect(!text.contains("inf\n"))
  }

  @Test(
    "text of a binomial fit says how it was integrated and what was fitted",
    arguments: [
      "bivariate, random effects, exact binomial likelihood",
      "adaptive Gauss–Hermite quadrature, 15 nodes in each",
      "none, the likelihood needs none", "maximum likelihood",
      "error of integration 4e-9", "estimated as −1",
      "All parameters free log-likelihood −12.750000, 9 evaluations",
      "Correlation of ±1 log-likelihood −12.500000, 5 evaluations",
    ])
  func binomialText(part: String) {
    // Lines are broken where they are full.
    let words = binomialReport().text.split(whereSeparator: \.isWhitespace)
    #expect(words.joined(separator: " ").contains(part))
  }

  @Test("text calls one node by its name")
  func laplace() {
    var report = binomialReport()
    report.settings.quadrature = .nodes(1)
    report.quadratureNodes = 1
    #expect(report.text.contains("Laplace's approximation (1 node)"))
  }

  @Test("JSON keeps every bit of a number")
  func roundTrip() throws {
    var report = sampleReport()
    let values: [Double] = [
      0.1 + 0.2, 1 / 3, -.leastNonzeroMagnitude, 1.7976931348623157e308, 1e22,
    ]
    for value in values {
      report.logLikelihood = value
      // Not read by Foundation, which refuses the smallest numbers.
      let line = try #require(
        report.jsonText.split(separator: "\n")
          .first { $0.contains("logLikelihood") })
      let text = line.drop { $0 != ":" }.dropFirst(2).dropLast()
      #expect(Double(text) == value)
    }
    let mean = try #require(try object(report)["mean"] as? [String: Any])
    #expect(
      mean["covariance"] as? [[Double]] == [[0.5, -0.125], [-0.125, 0.25]])
  }

  @Test("JSON leaves out what is not computed or not finite")
  func absent() throws {
    var report = FitReport(
      settings: FitSettings(), data: .init(studies: 2),
      outcome: .zeroVarianceBoth)
    report.logLikelihood = .nan
    report.aic = .infinity
    report.mean.covariance = [[1, .nan], [.nan, 1]]
    report.summary.diagnosticOddsRatio = .init(
      estimate: 2, lower: 1, upper: .infinity)
    #expect(
      paths(try object(report)) == [
        "studies", "likelihood", "method", "outcome",
        "summary.diagnosticOddsRatio.estimate",
        "summary.diagnosticOddsRatio.lower",
      ])
  }

  @Test("JSON keeps the order of the promise")
  func order() {
    let keys = sampleReport().jsonText.split(separator: "\n")
      .filter { $0.hasPrefix("  \"") }
      .compactMap { $0.split(separator: "\"").dropFirst().first }
    #expect(
      keys == [
        "studies", "likelihood", "method", "outcome", "certificate",
        "logLikelihood", "aic", "bic", "mean", "betweenStudy", "summary",
        "hsroc", "sroc", "heterogeneity", "prevalence",
      ])
  }

  @Test("strings are escaped as JSON asks")
  func escaping() throws {
    let value = "a\"b\\c\n\u{1}é"
    let text = JSONValue.object([("key", .string(value))]).text()
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
    #expect(object as? [String: String] == ["key": value])
  }

  @Test(
    "text says what a reader needs",
    arguments: [
      "14, with 100 diseased and 200 healthy subjects",
      "bivariate, random effects, normal approximation",
      "restricted maximum likelihood (REML)",
      "0.5 added to each cell of 14 of 14 studies",
      "95 %, Wald",
      "  Sensitivity                 0.400     0.200 to 0.800\n",
      "  Diagnostic odds ratio       23.4      11.7 to 46.8\n",
      "  Sensitivity, 95 %                     0.200 to 0.800\n",
      "At a prevalence of 20 %", "First: 50.0 %", "A caveat.",
      "A test: 0.500, p = 0.040", "Rutter–Gatsonis", "a plot",
      "an ordinary one", "gradient 3e-9", "12 evaluations",
    ])
  func text(part: String) {
    let words = sampleReport().text
    #expect(words.contains(part))
  }

  @Test("text warns of starting points that disagree")
  func startsDisagree() {
    var report = sampleReport()
    report.certificate.startsAgreed = false
    #expect(report.text.contains("Not all starting points"))
  }

  @Test("every outcome has words of its own")
  func outcomes() {
    let words = Set(FitReport.Outcome.allCases.map(\.words))
    #expect(words.count == FitReport.Outcome.allCases.count)
  }

  @Test(
    "numbers are rounded for a reader",
    arguments: [
      (NumberText.fixed(0.8526, decimals: 3), "0.853"),
      (NumberText.fixed(-1.5, decimals: 0), "−2"),
      (NumberText.fixed(-0.0001, decimals: 3), "0.000"),
      (NumberText.fixed(.nan, decimals: 3), "nan"),
      (NumberText.fixed(1e300, decimals: 3), "1e+300"),
      (NumberText.significant(23.44), "23.4"),
      (NumberText.significant(234.4), "234"),
      (NumberText.significant(0.05213), "0.0521"),
      (NumberText.significant(9.999), "10.00"),
      (NumberText.significant(0), "0.00"),
      (NumberText.significant(3e-9), "3e-9"),
      (NumberText.significant(.infinity), "inf"),
      (NumberText.scientific(9.6e-9), "1e-8"),
      (NumberText.scientific(0), "0"),
      (NumberText.shortest(99.9, decimals: 4), "99.9"),
      (NumberText.shortest(7.000000000000001, decimals: 4), "7"),
      (NumberText.shortest(100, decimals: 4), "100"),
      (NumberText.pValue(0.0004), "< 0.001"),
      (NumberText.pValue(0.04), "= 0.040"),
    ])
  func numbers(got: String, want: String) {
    #expect(got == want)
  }
}
