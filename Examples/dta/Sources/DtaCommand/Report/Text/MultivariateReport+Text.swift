extension MultivariateReport {
  /// The report for a reader.
  var text: String {
    var table = TextTable()
    table.heading("Meta-analysis of several outcomes")
    table.row("Studies", "\(studies), with \(observations) values")
    table.row("Method", settings.method.words)
    table.row("Between studies", settings.structure.words)
    table.row(
      "Intervals",
      "\(levelText), Wald, with quantiles of the normal distribution")
    writeCoefficients(to: &table)
    writeCovariance(to: &table)
    writeFit(to: &table)
    return table.text
  }

  private var levelText: String {
    NumberText.shortest(settings.level * 100, decimals: 4) + " %"
  }

  private func writeCoefficients(to table: inout TextTable) {
    for response in responses {
      let own = coefficients.filter { $0.outcome == response.name }
      table.heading(
        "\(Self.label(response.name)), reported by \(response.reporting) "
          + "studies, with \(levelText) interval")
      for coefficient in own {
        table.row(
          Self.label(coefficient.column), coefficient.estimate,
          NumberText.significant,
          note: ", p \(NumberText.pValue(coefficient.pValue))")
      }
    }
  }

  private func writeCovariance(to table: inout TextTable) {
    table.heading("Differences between studies")
    if outcome == .zeroVariance {
      table.paragraph(outcome.words)
      return
    }
    let deviations = responses.indices.map {
      betweenStudyCovariance[$0][$0].squareRoot()
    }
    for (response, deviation) in zip(responses, deviations) {
      table.row(
        "SD of \(Self.label(response.name, limit: 20))", deviation,
        NumberText.significant)
    }
    // A matrix of correlations is only read while it fits the page.
    if responses.count > 8 { return }
    for row in responses.indices.dropFirst() {
      let words = (0..<row).map { column in
        let size = deviations[row] * deviations[column]
        return size > 0
          ? NumberText.fixed(
            betweenStudyCovariance[row][column] / size, decimals: 3) : "none"
      }
      table.row(
        "Correlations of \(Self.label(responses[row].name, limit: 11))",
        words.joined(separator: " "))
    }
  }

  private func writeFit(to table: inout TextTable) {
    table.heading("The fit")
    if settings.method != .fixed { table.paragraph(outcome.words) }
    if logLikelihood != nil { table.paragraph(certificate.words) }
    table.row("Rank of the covariance", "\(rank)")
    table.row("Log-likelihood", logLikelihood) {
      NumberText.fixed($0, decimals: 6)
    }
    if settings.method == .reml {
      table.paragraph(
        "The log-likelihood is that of error contrasts, as metafor and "
          + "mixmeta print it; mvmeta's is smaller by "
          + "\(NumberText.fixed(halfLogDesignDeterminant, decimals: 6)).")
    }
  }

  /// The name, safe to print, and cut where it is too long for a row.
  private static func label(_ name: String, limit: Int = 27) -> String {
    let shown = printable(name.unicodeScalars)
    return shown.count <= limit ? shown : "\(shown.prefix(limit - 1))…"
  }
}

extension MultivariateReport.Outcome {
  /// What the outcome means, for a reader.
  var words: String {
    switch self {
    case .interior:
      "The estimate is an ordinary one, inside the range of all parameters."
    case .reducedRank:
      "The covariance between studies is estimated at a boundary: some "
        + "combination of the outcomes does not vary between studies beyond "
        + "chance. Intervals that rest on it are approximate."
    case .zeroVariance:
      "No difference between studies is found beyond chance, or none is "
        + "allowed for."
    }
  }
}

extension MultivariateSettings.Structure {
  /// The structure, for a reader.
  fileprivate var words: String {
    switch self {
    case .unstructured: "any covariance"
    case .diagonal: "a variance for each outcome, no correlation"
    case .identity: "one variance for all outcomes, no correlation"
    case .compoundSymmetry: "one variance, one correlation"
    case .heteroscedasticCompoundSymmetry:
      "a variance for each outcome, one correlation"
    case .autoregressive:
      "one variance, a correlation that is a power of the distance"
    case .lowRank(let rank): "a covariance of at most rank \(rank)"
    case .proportional: "a multiple of the given matrix"
    case .fixed: "the given matrix"
    }
  }
}
