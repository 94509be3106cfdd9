extension FitReport.Regression {
  /// Writes what the moderators are, their coefficients and tests, and the
  /// accuracy at each level.
  func write(to table: inout TextTable, levelText: String) {
    table.heading("Moderators")
    for moderator in moderators {
      table.row(Self.label(moderator.name), moderator.words)
    }
    for outcome in ["sensitivity", "specificity"] {
      table.heading(
        "Coefficients of logit \(outcome), with \(levelText) interval")
      for coefficient in coefficients where coefficient.outcome == outcome {
        table.row(
          Self.label(coefficient.name), coefficient.estimate,
          NumberText.significant, note: coefficient.note)
      }
    }
    table.heading("Tests that a moderator acts on neither outcome (Wald)")
    for moderator in moderators {
      table.row(Self.label(moderator.name), moderator.testWords)
    }
    for moderator in moderators where !moderator.levels.isEmpty {
      write(moderator, to: &table, levelText: levelText)
    }
  }

  private func write(
    _ moderator: Moderator, to table: inout TextTable, levelText: String
  ) {
    table.heading(
      "Accuracy by \(Self.label(moderator.name)), with \(levelText) interval")
    if moderators.count > 1 {
      table.paragraph("The other moderators are at their reference.")
    }
    for level in moderator.levels {
      table.paragraph(Self.label(level.name, limit: 60))
      table.row("  Sensitivity", level.sensitivity, FitReport.share)
      table.row("  Specificity", level.specificity, FitReport.share)
    }
  }

  /// The name, safe to print, and cut where it is too long for a row.
  fileprivate static func label(_ name: String, limit: Int = 27) -> String {
    let shown = printable(name.unicodeScalars)
    return shown.count <= limit ? shown : "\(shown.prefix(limit - 1))…"
  }
}

extension FitReport.Regression.Moderator {
  fileprivate var words: String {
    if let center {
      return "number, centred at its mean, so that the reference is "
        + NumberText.shortest(center, decimals: 4)
    }
    let reference = levels.first.map(\.name).map(quoted) ?? "none"
    return "category with \(levels.count) levels, reference \(reference)"
  }

  fileprivate var testWords: String {
    guard let statistic, let pValue, statistic.isFinite else {
      return "not defined"
    }
    return "χ² = \(NumberText.fixed(statistic, decimals: 2)) on "
      + "\(degreesOfFreedom) degree\(degreesOfFreedom == 1 ? "" : "s") of "
      + "freedom, p \(NumberText.pValue(pValue))"
  }
}

extension FitReport.Regression.Coefficient {
  /// The P value; that a mean logit is zero is no hypothesis of interest.
  fileprivate var note: String {
    guard let pValue, moderator != nil else { return "" }
    return ", p \(NumberText.pValue(pValue))"
  }
}
