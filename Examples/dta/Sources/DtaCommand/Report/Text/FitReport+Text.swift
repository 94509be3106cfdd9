extension FitReport {
  /// The report for a reader.
  var text: String {
    var table = TextTable()
    table.heading("Meta-analysis of diagnostic test accuracy")
    // A reader must not take an end of the range for an ordinary estimate.
    if outcome.isInfinite { table.paragraph(outcome.words) }
    writeAnalysis(to: &table)
    regression?.write(to: &table, levelText: levelText)
    writeSummary(to: &table)
    writePrediction(to: &table)
    writePrevalence(to: &table)
    writeHeterogeneity(to: &table)
    writeThreshold(to: &table)
    writeCurve(to: &table)
    writeFit(to: &table)
    return table.text
  }

  private var levelText: String { Self.percent(settings.level) }

  private func writeAnalysis(to table: inout TextTable) {
    table.row(
      "Studies",
      "\(data.studies), with \(Self.whole(data.diseased)) diseased and "
        + "\(Self.whole(data.healthy)) healthy subjects")
    if !data.droppedStudies.isEmpty {
      table.row(
        "Left out",
        "incomplete: " + data.droppedStudies.map(quoted).joined(separator: ", ")
      )
    }
    table.row("Model", settings.modelWords)
    table.row("Method", settings.method.words)
    if let quadratureWords { table.row("Integration", quadratureWords) }
    table.row("Continuity correction", correctionWords)
    table.row("Intervals", "\(levelText), \(settings.interval.words)")
  }

  private var quadratureWords: String? {
    guard let quadratureNodes else { return nil }
    if quadratureNodes == 1 { return "Laplace's approximation (1 node)" }
    let choice = settings.quadrature == .auto ? ", chosen by the error" : ""
    return "adaptive Gauss–Hermite quadrature, \(quadratureNodes) nodes in "
      + "each dimension\(choice)"
  }

  private var correctionWords: String {
    switch (settings.likelihood, settings.correction, data.correctedStudies) {
    case (.binomial, _, _): "none, the likelihood needs none"
    case (.normal, .none, _): "none"
    case (.normal, let rule, 0): "none needed (rule: \(rule.words))"
    case (.normal, let rule, let count):
      "0.5 added to each cell of \(count) of \(data.studies) studies "
        + "(rule: \(rule.words))"
    }
  }

  private func writeSummary(to table: inout TextTable) {
    let place = regression == nil ? "of the average study" : "at the reference"
    table.heading("Accuracy \(place), with \(levelText) interval")
    table.row("Sensitivity", summary.sensitivity, Self.share)
    table.row("Specificity", summary.specificity, Self.share)
    table.row("False-positive rate", summary.falsePositiveRate, Self.share)
    table.row(
      "Positive likelihood ratio", summary.positiveLikelihoodRatio,
      NumberText.significant)
    table.row(
      "Negative likelihood ratio", summary.negativeLikelihoodRatio,
      NumberText.significant)
    table.row(
      "Diagnostic odds ratio", summary.diagnosticOddsRatio,
      NumberText.significant)
  }

  private func writePrediction(to table: inout TextTable) {
    let intervals = [prediction.sensitivity, prediction.specificity]
    guard intervals.contains(where: { $0?.lower != nil }) else { return }
    table.heading(
      "Where the true accuracy of a new study is expected"
        + (regression == nil ? "" : ", at the reference"))
    table.interval(
      "Sensitivity, \(levelText)", prediction.sensitivity, Self.share)
    table.interval(
      "Specificity, \(levelText)", prediction.specificity, Self.share)
  }

  private func writePrevalence(to table: inout TextTable) {
    guard let prevalence else { return }
    table.heading(
      "At a prevalence of \(Self.percent(prevalence.value))"
        + (regression == nil ? "" : ", at the reference"))
    table.row(
      "Positive predictive value", prevalence.positivePredictiveValue,
      Self.share)
    table.row(
      "Negative predictive value", prevalence.negativePredictiveValue,
      Self.share)
    table.row("F1 score", prevalence.f1, Self.share)
  }

  private func writeHeterogeneity(to table: inout TextTable) {
    table.heading(
      "Differences between studies"
        + (regression == nil ? "" : " that the moderators leave"))
    table.row(
      "Variance of logit sens.", betweenStudy.varianceLogitSensitivity,
      NumberText.significant)
    table.row(
      "Variance of logit spec.", betweenStudy.varianceLogitSpecificity,
      NumberText.significant)
    table.row(
      "Correlation of the logits", betweenStudy.correlation, Self.share)
    for test in homogeneityTests {
      let statistic = NumberText.significant(test.statistic)
      table.paragraph(
        "Cochran's Q of \(test.label): \(statistic) on "
          + "\(test.degreesOfFreedom) degrees of freedom, "
          + "p \(NumberText.pValue(test.pValue))")
    }
    for measure in heterogeneity {
      guard let value = measure.value, value.isFinite else { continue }
      let percentage = NumberText.fixed(value * 100, decimals: 1)
      table.paragraph("\(measure.label): \(percentage) %")
    }
    writeCaveats(heterogeneity.compactMap(\.caveat), to: &table)
  }

  private func writeThreshold(to table: inout TextTable) {
    guard thresholdTests.contains(where: { $0.estimate != nil }) else { return }
    table.heading("Trade-off between sensitivity and specificity")
    for test in thresholdTests {
      guard let estimate = test.estimate else { continue }
      let pValue = test.pValue.map { ", p \(NumberText.pValue($0))" } ?? ""
      table.paragraph("\(test.label): \(Self.share(estimate))\(pValue)")
    }
    writeCaveats(thresholdTests.compactMap(\.caveat), to: &table)
  }

  private func writeCurve(to table: inout TextTable) {
    table.heading("Summary ROC curve" + (sroc.curve.map { " (\($0))" } ?? ""))
    if sroc.curve == nil {
      table.paragraph(
        outcome.isInfinite
          ? "There is no curve where a mean is at the end of its range."
          : "There is no curve where the model has no difference between "
            + "studies in sensitivity or in specificity.")
    }
    if sroc.curve != nil, regression != nil {
      table.paragraph("The curve is the one at the reference.")
    }
    table.row("Area under the curve", sroc.areaUnderCurve, Self.share)
    table.row("Partial area", sroc.partialAreaUnderCurve, Self.share)
    if let range = sroc.partialRange, sroc.partialAreaUnderCurve != nil {
      table.paragraph(
        "The partial area is over false-positive rates from "
          + "\(Self.share(range.lowerBound)) to "
          + "\(Self.share(range.upperBound)).")
    }
    table.row("HSROC Λ (accuracy)", hsroc.lambda, NumberText.significant)
    table.row("HSROC Θ (threshold)", hsroc.theta, NumberText.significant)
    table.row("HSROC β (asymmetry)", hsroc.beta, NumberText.significant)
    table.row(
      "HSROC variance of accuracy", hsroc.varianceAlpha,
      NumberText.significant)
    table.row(
      "HSROC variance of threshold", hsroc.varianceTheta,
      NumberText.significant)
    if let plot = sroc.plot { table.block("\n" + plot) }
  }

  private func writeFit(to table: inout TextTable) {
    table.heading("The fit")
    if settings.method != .fixed && !outcome.isInfinite {
      table.paragraph(outcome.words)
    }
    table.paragraph(certificate.words)
    writeSteps(to: &table)
    table.row("Log-likelihood", logLikelihood) {
      NumberText.fixed($0, decimals: 3)
    }
    table.row("AIC", aic) { NumberText.fixed($0, decimals: 3) }
    table.row("BIC", bic) { NumberText.fixed($0, decimals: 3) }
  }

  /// The models that were fitted on the way, so that none is hidden.
  private func writeSteps(to table: inout TextTable) {
    if steps.isEmpty { return }
    table.paragraph("Models fitted on the way; the last one is reported:")
    for step in steps { table.row(step.model, step.words) }
  }

  private func writeCaveats(_ caveats: [String], to table: inout TextTable) {
    var written: Set<String> = []
    for caveat in caveats where written.insert(caveat).inserted {
      table.paragraph(caveat)
    }
  }

  /// A share with three decimals.
  static func share(_ value: Double) -> String {
    NumberText.fixed(value, decimals: 3)
  }

  private static func whole(_ value: Double) -> String {
    NumberText.fixed(value, decimals: 0)
  }

  /// A share that the user gave, with all of its decimals.
  private static func percent(_ share: Double) -> String {
    NumberText.shortest(share * 100, decimals: 4) + " %"
  }
}
