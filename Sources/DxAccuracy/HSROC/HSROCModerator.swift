/// One of the three quantities of the hierarchical summary ROC model on which
/// a covariate can act.
public enum HSROCPredictor: String, Hashable, Sendable, Codable, CaseIterable {
  /// The accuracy Λ: the position of the curve.
  case accuracy
  /// The threshold Θ: the position of the studies on the curve.
  case threshold
  /// The shape β: the asymmetry of the curve.
  case shape
}

/// A covariate on which accuracy, threshold or shape are regressed.
///
/// ```
/// HSROCModerator("type", .categorical(reference: "questionnaire"))
/// HSROCModerator("year", .numeric(center: .mean), on: [.accuracy])
/// ```
public struct HSROCModerator: Hashable, Sendable, Codable {
  /// The key of the covariate in ``Study/covariates``.
  public var name: String
  /// How the values become columns of the design.
  public var coding: Moderator.Coding
  /// What it acts on.
  public var predictors: Set<HSROCPredictor>

  /// Creates a moderator; unless told otherwise it acts on accuracy and
  /// threshold, and leaves one shape for all studies.
  public init(
    _ name: String, _ coding: Moderator.Coding,
    on predictors: Set<HSROCPredictor> = [.accuracy, .threshold]
  ) {
    self.name = name
    self.coding = coding
    self.predictors = predictors
  }

  /// The moderator with the centre or the levels that studies give it.
  internal func resolved(
    over studies: [Study]
  ) throws(BivariateRegressionError) -> FittedHSROCModerator {
    let fitted = try Moderator(name, coding).resolved(over: studies)
    return FittedHSROCModerator(
      name: name, encoding: fitted.encoding, predictors: predictors)
  }
}

/// A moderator as a fit used it: with the centre or the levels that the
/// studies gave it.
public struct FittedHSROCModerator: Hashable, Sendable, Codable {
  /// The name of the covariate.
  public var name: String
  /// How the values became columns of the design.
  public var encoding: FittedModerator.Encoding
  /// What it acts on.
  public var predictors: Set<HSROCPredictor>

  /// The value at which all columns of the moderator are zero.
  public var referenceValue: CovariateValue { column.referenceValue }

  fileprivate var column: FittedModerator {
    FittedModerator(name: name, encoding: encoding, scope: .both)
  }

  /// The names of the columns, as `type[SAQ]`.
  fileprivate var terms: [HSROCTerm] {
    switch encoding {
    case .numeric: [HSROCTerm(moderator: name)]
    case .categorical(let levels):
      levels.dropFirst().map { HSROCTerm(moderator: name, level: $0) }
    }
  }
}

/// What one coefficient of a predictor belongs to.
internal struct HSROCTerm: Hashable {
  /// The moderator, or `nil` for the intercept.
  var moderator: String?
  /// The level of a categorical moderator.
  var level: String?

  /// The name of the column, as `type[SAQ]`.
  var column: String {
    guard let moderator else { return "(Intercept)" }
    return level.map { "\(moderator)[\($0)]" } ?? moderator
  }
}

extension [FittedHSROCModerator] {
  /// The terms of a predictor in the order of the design, the intercept first.
  internal func terms(_ predictor: HSROCPredictor) -> [HSROCTerm] {
    [HSROCTerm()]
      + filter { $0.predictors.contains(predictor) }.flatMap(\.terms)
  }

  /// The row of the design of a predictor at a pattern of covariates.
  internal func row(
    _ predictor: HSROCPredictor, at covariates: [String: CovariateValue]
  ) throws(CovariatePatternError) -> [Double] {
    var row = [1.0]
    for moderator in self where moderator.predictors.contains(predictor) {
      row += try moderator.column.entries(for: covariates[moderator.name])
    }
    return row
  }
}
