/// How the counts of a study depend on its true sensitivity and specificity.
///
/// Each likelihood brings the choices that it leaves open:
/// ```
/// let exact = AccuracyLikelihood.binomial()
/// let reitsma = AccuracyLikelihood.normal(
///   NormalApproximation(estimator: .maximumLikelihood))
/// ```
public enum AccuracyLikelihood: Hashable, Sendable, Codable {
  /// The exact one: counts are binomial.
  case binomial(BinomialLikelihood = BinomialLikelihood())
  /// The approximate one: transformed proportions are normal, with variances
  /// that are taken as known.
  case normal(NormalApproximation = NormalApproximation())

  /// The choices of the binomial likelihood, or `nil` for the other one.
  public var binomial: BinomialLikelihood? {
    if case .binomial(let choices) = self { choices } else { nil }
  }

  /// The choices of the normal approximation, or `nil` for the other one.
  public var normal: NormalApproximation? {
    if case .normal(let choices) = self { choices } else { nil }
  }

  /// What becomes of a study that has an empty arm.
  public var incompleteStudies: IncompleteStudyPolicy {
    switch self {
    case .binomial(let choices): choices.incompleteStudies
    case .normal(let choices): choices.incompleteStudies
    }
  }
}
