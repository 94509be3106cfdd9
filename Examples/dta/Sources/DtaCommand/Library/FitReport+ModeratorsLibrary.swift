internal import DxMeta

extension FitReport {
  /// Fits the regression, and collects what is computed from the fit at the
  /// reference.
  init(
    regressing rows: [StudyRow], settings: FitSettings
  ) throws(FitFailure) {
    let columns = settings.moderators.indices.map {
      ModeratorColumn(name: settings.moderators[$0], index: $0, rows: rows)
    }
    let studies = rows.map { row in
      Study(row, covariates: ModeratorColumn.covariates(of: row, columns))
    }
    let model = BivariateRegressionModel(
      likelihood: settings.model.likelihood,
      moderators: columns.map(\.moderator))
    let regression: BivariateRegressionFit
    let reference: BivariateFit
    do throws(BivariateRegressionError) {
      regression = try model.fit(studies)
    } catch {
      throw FitFailure(error, rows: rows, columns: columns)
    }
    try regression.certificate.requireConvergence()
    do throws(CovariatePatternError) {
      reference = try regression.fit(at: regression.referencePattern)
    } catch {
      throw .noEstimate("the reference is not in the data")
    }
    self.init(reference, studies: studies, settings: settings)
    self.regression = Regression(
      regression, level: ConfidenceLevel(settings.level))
  }
}

/// A column of the file that is a moderator.
struct ModeratorColumn {
  let name: String
  /// The index of its field in ``StudyRow/covariates``.
  let index: Int
  let isNumeric: Bool
  /// The first row that makes a category of a column that has numbers too.
  let firstWordAmongNumbers: StudyRow?

  init(name: String, index: Int, rows: [StudyRow]) {
    self.name = name
    self.index = index
    let isWord = { (row: StudyRow) in Self.number(row.covariates[index]) == nil
    }
    let firstWord = rows.first(where: isWord)
    isNumeric = firstWord == nil
    firstWordAmongNumbers = rows.allSatisfy(isWord) ? nil : firstWord
  }

  var moderator: Moderator {
    Moderator(name, isNumeric ? .numeric(center: .mean) : .categorical())
  }

  /// The values of the columns in a row.
  static func covariates(
    of row: StudyRow, _ columns: [ModeratorColumn]
  ) -> [String: CovariateValue] {
    var covariates: [String: CovariateValue] = [:]
    for column in columns {
      let text = row.covariates[column.index]
      covariates[column.name] =
        column.isNumeric
        ? .number(number(text) ?? .nan) : .category(text)
    }
    return covariates
  }

  /// The number that a field spells in decimal digits, or `nil`.
  ///
  /// Swift would also read hexadecimal digits, infinities and NaN.
  private static func number(_ text: String) -> Double? {
    let allowed = text.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
    guard allowed, let value = Double(text), value.isFinite else { return nil }
    return value
  }
}

extension FitReport.Regression {
  fileprivate init(_ fit: BivariateRegressionFit, level: ConfidenceLevel) {
    coefficients = fit.coefficientTable(level: level).map { coefficient in
      Coefficient(
        moderator: coefficient.moderator,
        name: coefficient.columnName,
        outcome: coefficient.outcome.rawValue,
        estimate: FitReport.Estimate(coefficient.estimate),
        pValue: coefficient.pValue)
    }
    moderators = fit.moderators.map { Moderator($0, of: fit, level: level) }
  }
}

extension RegressionCoefficient {
  fileprivate var columnName: String {
    guard let moderator else { return "(Intercept)" }
    return level.map { "\(moderator)[\($0)]" } ?? moderator
  }
}

extension FitReport.Regression.Moderator {
  fileprivate init(
    _ moderator: FittedModerator, of fit: BivariateRegressionFit,
    level: ConfidenceLevel
  ) {
    let test = try? fit.waldTest(of: moderator.name)
    self.init(
      name: moderator.name, statistic: test?.statistic,
      degreesOfFreedom: test?.degreesOfFreedom ?? 0, pValue: test?.pValue)
    if case .numeric(let center) = moderator.encoding { self.center = center }
    levels = moderator.levels.compactMap { name in
      var pattern = fit.referencePattern
      pattern[moderator.name] = .category(name)
      guard let summary = try? fit.fit(at: pattern).summaryPoint(level: level)
      else { return nil }
      return FitReport.Regression.Level(
        name: name, sensitivity: FitReport.Estimate(summary.sensitivity),
        specificity: FitReport.Estimate(summary.specificity))
    }
  }
}
