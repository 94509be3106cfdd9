/// A moderator as a fit used it: with the centre or the levels that the
/// studies gave it.
public struct FittedModerator: Hashable, Sendable, Codable {
  /// How the values became columns of the design.
  public enum Encoding: Hashable, Sendable, Codable {
    /// One column: the number minus the centre.
    case numeric(center: Double)
    /// A column for each level but the first, which is the reference.
    case categorical(levels: [String])
  }

  /// The name of the covariate.
  public var name: String
  /// How the values became columns of the design.
  public var encoding: Encoding
  /// The outcomes on which it acts.
  public var scope: Moderator.Scope

  /// The value at which all columns of the moderator are zero.
  public var referenceValue: CovariateValue {
    switch encoding {
    case .numeric(let center): .number(center)
    case .categorical(let levels): .category(levels.first ?? "")
    }
  }

  /// The levels, the reference first; empty for a number.
  public var levels: [String] {
    switch encoding {
    case .numeric: []
    case .categorical(let levels): levels
    }
  }

  /// The columns of the moderator in the row of a study.
  internal func entries(
    for value: CovariateValue?
  ) throws(CovariatePatternError) -> [Double] {
    switch (encoding, value) {
    case (_, nil): throw .missingCovariate(moderator: name)
    case (.numeric(let center), .number(let number)):
      let entry = number - center
      guard entry.isFinite else {
        throw .notFinite(moderator: name, value: number)
      }
      return [entry]
    case (.categorical(let levels), .category(let level)):
      guard levels.contains(level) else {
        throw .unknownLevel(moderator: name, level: level)
      }
      return levels.dropFirst().map { $0 == level ? 1 : 0 }
    case (_, .some(let value)):
      throw .wrongKind(moderator: name, value: value)
    }
  }

  /// The terms of the moderator in the regression of an outcome.
  internal func terms(_ outcome: AccuracyOutcome) -> [RegressionTerm] {
    guard scope.contains(outcome) else { return [] }
    switch encoding {
    case .numeric:
      return [RegressionTerm(outcome: outcome, moderator: name)]
    case .categorical(let levels):
      return levels.dropFirst().map {
        RegressionTerm(outcome: outcome, moderator: name, level: $0)
      }
    }
  }
}

/// What one coefficient belongs to.
internal struct RegressionTerm: Hashable {
  var outcome: AccuracyOutcome
  /// The moderator, or `nil` for the intercept.
  var moderator: String?
  /// The level of a categorical moderator.
  var level: String?

  /// The name of the column, as `type[SAQ]`.
  var column: String {
    guard let moderator else { return "(Intercept)" }
    return level.map { "\(moderator)[\($0)]" } ?? moderator
  }

  /// The name of the coefficient, as `sensitivity: type[SAQ]`.
  var name: String { "\(outcome.rawValue): \(column)" }
}

extension [FittedModerator] {
  /// The terms of an outcome in the order of the design, the intercept first.
  internal func terms(_ outcome: AccuracyOutcome) -> [RegressionTerm] {
    [RegressionTerm(outcome: outcome)] + flatMap { $0.terms(outcome) }
  }

  /// The row of the design of an outcome at a pattern of covariates.
  internal func row(
    _ outcome: AccuracyOutcome, at covariates: [String: CovariateValue]
  ) throws(CovariatePatternError) -> [Double] {
    var row = [1.0]
    for moderator in self where moderator.scope.contains(outcome) {
      row += try moderator.entries(for: covariates[moderator.name])
    }
    return row
  }
}
