/// The reason why a regression of a sum and a difference has no estimate.
public enum SumDifferenceError: Error, Hashable, Sendable {
  /// The counts have no estimate under any such model.
  case counts(BinomialModelError)
  /// No study has a failure of an outcome, 1 or 2, or none has a success, so
  /// that its mean is infinite.
  case infiniteMean(outcome: Int)
  /// A regressor is not a finite number.
  case invalidRegressor(
    study: Int, predictor: SumDifferencePredictor, column: String,
    value: Double)
  /// A column is, to 12 digits, a linear combination of the columns before
  /// it, over the studies that have trials.
  case dependentColumn(predictor: SumDifferencePredictor, column: String)
}
