/// The reason why a normal model of two outcomes has no estimate.
public enum NormalModelError: Error, Hashable, Sendable {
  /// An estimate or a variance is not a finite number, or a variance is not
  /// positive.
  ///
  /// The index is that of the study and the outcome is 1 or 2.
  case invalidObservation(
    study: Int, outcome: Int, value: Double, variance: Double)
  /// Fewer studies report an outcome than the estimator needs.
  case tooFewStudies(outcome: Int, reporting: Int, needed: Int)
}
