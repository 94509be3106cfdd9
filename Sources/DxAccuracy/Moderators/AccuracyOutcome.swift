/// One of the two outcomes of the bivariate model.
public enum AccuracyOutcome: String, Hashable, Sendable, Codable, CaseIterable {
  /// The logit of the sensitivity.
  case sensitivity
  /// The logit of the specificity.
  case specificity
}
