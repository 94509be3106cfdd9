/// What is assumed of the covariance matrix of two random effects.
public enum CovarianceStructure: String, Hashable, Sendable, Codable,
  CaseIterable
{
  /// Two variances and a correlation.
  case unstructured
  /// Two variances, and no correlation.
  case independent
  /// No random effect of the first outcome.
  case zeroVarianceFirst
  /// No random effect of the second outcome.
  case zeroVarianceSecond
  /// No random effects: all studies share the two means.
  case zeroVarianceBoth
}
