/// The reason why a binomial regression of two outcomes has no estimate.
///
/// A study is told by its index, an outcome by 1 or 2.
public enum BinomialRegressionError: Error, Hashable, Sendable {
  /// A number of trials is not finite or is negative, or a number of
  /// successes is not between zero and it.
  case invalidCount(study: Int, outcome: Int, successes: Double, trials: Double)
  /// A regressor is not a finite number.
  case invalidRegressor(
    study: Int, outcome: Int, column: String, value: Double)
  /// A column is, to 12 digits, a linear combination of the columns before
  /// it, over the studies that report the outcome.
  case dependentColumn(outcome: Int, column: String)
  /// Fewer studies report an outcome than it has coefficients, or none.
  case tooFewStudies(outcome: Int, reporting: Int, needed: Int)
  /// No study of a group reports anything.
  case emptyGroup(Int)
  /// The likelihood grows with a variance of a group up to a standard
  /// deviation of ten logits, as where each study has successes only or
  /// failures only.
  case infiniteVariance(outcome: Int, group: Int)
}

extension BinomialRegressionError {
  /// What the design of the normal approximation was found to lack.
  internal init(_ error: PairedRegressionError) {
    switch error {
    case .invalidObservation(let study, let outcome, let value, let variance):
      // An estimate is the logit of a count, so that only a count can be at
      // fault, and all of them were checked before.
      self = .invalidCount(
        study: study, outcome: outcome, successes: value, trials: variance)
    case .covarianceNotPositiveDefinite(let study, let covariance):
      self = .invalidCount(
        study: study, outcome: 1, successes: covariance, trials: covariance)
    case .invalidRegressor(let study, let outcome, let column, let value):
      self = .invalidRegressor(
        study: study, outcome: outcome, column: column, value: value)
    case .dependentColumn(let outcome, let column):
      self = .dependentColumn(outcome: outcome, column: column)
    case .tooFewStudies(let outcome, let reporting, let needed):
      self = .tooFewStudies(
        outcome: outcome, reporting: reporting, needed: needed)
    }
  }
}
