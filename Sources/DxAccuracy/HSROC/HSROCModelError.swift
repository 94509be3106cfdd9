internal import DxMixedModels

/// Why the hierarchical summary ROC model has no estimate.
public enum HSROCModelError: Error, Hashable, Sendable {
  /// The counts cannot enter the model.
  case studyData(StudyDataError)
  /// A moderator or one of its values is at fault.
  case moderators(BivariateRegressionError)
  /// A column of the design is, to 12 digits, a linear combination of the
  /// ones before it.
  case dependentColumn(String, predictor: HSROCPredictor)
  /// The diseased, or the healthy, of all studies had the same test result, so
  /// that accuracy and threshold have no finite estimates.
  ///
  /// ``BivariateModel`` says what is still known of the other outcome.
  case infiniteEstimate(of: AccuracyOutcome)
}

extension HSROCModelError {
  /// The error of the regression below in terms of studies and moderators.
  internal init(
    _ error: SumDifferenceError, _ observations: CountObservations,
    _ studies: [Study], _ entering: [Study]
  ) {
    self =
      switch error {
      case .counts(let error):
        .studyData(observations.dataError(error, studies))
      case .infiniteMean(let outcome):
        .infiniteEstimate(of: AccuracyOutcome(number: outcome))
      case .invalidRegressor(let index, _, let column, let value):
        .moderators(
          .notFinite(
            study: entering[index].id, moderator: column, value: value))
      case .dependentColumn(let predictor, let column):
        .dependentColumn(column, predictor: HSROCPredictor(predictor))
      }
  }
}

extension HSROCPredictor {
  internal init(_ predictor: SumDifferencePredictor) {
    self =
      switch predictor {
      case .sum: .accuracy
      case .halfDifference: .threshold
      case .logScaleRatio: .shape
      }
  }
}

/// Why there is no estimate at a pattern of covariates.
public enum HSROCPatternError: Error, Hashable, Sendable {
  /// The pattern does not fit the moderators.
  case covariates(CovariatePatternError)
  /// The fit has no such quantity.
  case undefined(UndefinedReason)
}
