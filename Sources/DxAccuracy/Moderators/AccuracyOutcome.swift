/// One of the two outcomes of the bivariate model.
public enum AccuracyOutcome: String, Hashable, Sendable, Codable, CaseIterable {
  /// The logit of the sensitivity.
  case sensitivity
  /// The logit of the specificity.
  case specificity

  /// The first or the second outcome of the models below.
  internal init(number: Int) {
    self = number == 1 ? .sensitivity : .specificity
  }
}
