/// The reason why a regression of two outcomes has no estimate.
///
/// A study is told by its index, an outcome by 1 or 2.
public enum PairedRegressionError: Error, Hashable, Sendable {
  /// An estimate or a variance is not a finite number, or a variance is not
  /// positive.
  case invalidObservation(
    study: Int, outcome: Int, value: Double, variance: Double)
  /// The within-study covariance matrix is not positive definite to working
  /// precision.
  case covarianceNotPositiveDefinite(study: Int, covariance: Double)
  /// A regressor is not a finite number.
  case invalidRegressor(
    study: Int, outcome: Int, column: String, value: Double)
  /// A column is, to 12 digits, a linear combination of the columns before
  /// it, over the studies that report the outcome.
  case dependentColumn(outcome: Int, column: String)
  /// Fewer studies report an outcome than the estimator needs for its number
  /// of coefficients.
  case tooFewStudies(outcome: Int, reporting: Int, needed: Int)
}
