internal import DxMeta
internal import Foundation
internal import Testing

@testable internal import DtaCommand

// What the command line makes of fits whose means are infinite. The fits are
// made by hand; expected values are the limits of the formulas.

@Suite("Infinite fit")
struct InfiniteFitTests {
  /// The report of a fit of four studies with these means.
  private func report(_ sensitivity: Double, _ specificity: Double) -> FitReport
  {
    let first = sensitivity.isInfinite
    let second = specificity.isInfinite
    let studies = (0..<4).map { index in
      Study(
        id: "\(index)",
        table: TwoByTwoTable(
          truePositives: sensitivity < 0 ? 0 : 20,
          falsePositives: second ? 0 : 4,
          falseNegatives: first && sensitivity > 0 ? 0 : 6,
          trueNegatives: 30 + Double(index)))
    }
    var counts = PairedCounts(studyCount: 4)
    for (index, study) in studies.enumerated() {
      let table = study.table
      counts.set(
        index, successes: SIMD2(table.truePositives, table.trueNegatives),
        trials: SIMD2(table.diseased, table.nonDiseased))
    }
    let fit = BivariateFit(
      studyCount: 4,
      mean: LogitPair(
        logitSensitivity: sensitivity, logitSpecificity: specificity),
      meanCovariance: SymmetricMatrix2x2(
        first ? .infinity : 0.09, 0, second ? .infinity : 0.04),
      betweenStudyCovariance: SymmetricMatrix2x2(
        first ? 0 : 0.3, 0, second ? 0 : 0.2),
      jointCovariance: nil,
      boundary: first
        ? second ? .zeroVarianceBoth : .zeroVarianceFirst : .zeroVarianceSecond,
      certificate: FitCertificate(
        criterion: .gradient, gradientNorm: 0, smallestHessianEigenvalue: nil,
        evaluations: 3),
      logLikelihood: -4,
      description: FitDescription(
        quadratureNodes: 15, meanInverseDiseased: 0.05,
        meanInverseNonDiseased: 0.03),
      steps: [
        FitStep(face: .zeroVarianceFirst, logLikelihood: -4, evaluations: 3)
      ],
      infiniteEstimate: InfiniteEstimate(counts: counts))
    return FitReport(
      fit, studies: studies, settings: FitSettings(prevalence: 0.2))
  }

  private static let means: [[Double]] = [
    [.infinity, 2], [-.infinity, 2], [1, .infinity], [.infinity, .infinity],
    [-.infinity, .infinity],
  ]

  @Test("has its outcome and no number that JSON lacks", arguments: means)
  func json(mean: [Double]) throws {
    let report = report(mean[0], mean[1])
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(report.jsonText.utf8))
        as? [String: Any])
    let outcome =
      mean[0].isFinite
      ? "infiniteSpecificity"
      : mean[1].isFinite ? "infiniteSensitivity" : "infiniteBoth"
    #expect(object["outcome"] as? String == outcome)
    let steps = try #require(object["steps"] as? [[String: Any]])
    #expect(steps.first?["face"] as? String == "zeroVarianceSensitivity")
    for key in ["hsroc", "sroc"] { #expect(object[key] == nil) }
    let summary = try #require(object["summary"] as? [String: [String: Any]])
    for (key, logit) in [("sensitivity", mean[0]), ("specificity", mean[1])] {
      let interval = try #require(summary[key])
      #expect(interval["lower"] is Double)
      #expect(interval["upper"] is Double)
      if logit.isInfinite {
        let end = logit > 0 ? "upper" : "lower"
        #expect(interval["estimate"] as? Double == interval[end] as? Double)
      }
    }
    let betweenStudy = object["betweenStudy"] as? [String: Any] ?? [:]
    #expect(
      (betweenStudy["varianceLogitSensitivity"] == nil) == mean[0].isInfinite)
    #expect(betweenStudy["correlation"] == nil)
  }

  @Test("is told in words first, and never as nan", arguments: means)
  func text(mean: [Double]) {
    let text = report(mean[0], mean[1]).text
    let lines = text.split(separator: "\n")
    #expect(lines[1].hasPrefix("  All "))
    let words = text.split(whereSeparator: \.isWhitespace)
    #expect(!words.contains { ["nan", "inf", "-inf", "−inf"].contains($0) })
    #expect(lines.map(\.count).max() ?? 0 <= 80)
  }
}
