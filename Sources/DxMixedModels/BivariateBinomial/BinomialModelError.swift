/// The reason why a binomial model of two outcomes has no estimate.
public enum BinomialModelError: Error, Hashable, Sendable {
  /// A number of trials is not finite or is negative, or a number of
  /// successes is not between zero and it.
  ///
  /// The index is that of the study and the outcome is 1 or 2.
  case invalidCount(study: Int, outcome: Int, successes: Double, trials: Double)
  /// The likelihood grows with the variance of an outcome up to a standard
  /// deviation of ten logits, as where each study has successes only or
  /// failures only.
  case infiniteVariance(outcome: Int)
  /// No study has a trial of an outcome.
  case noTrials(outcome: Int)
}
