/// The reason a model of one outcome cannot be fitted, or an interval of its
/// variance not be computed.
public enum UnivariateModelError: Error, Hashable, Sendable {
  /// The effect of a study was infinite or not a number.
  case invalidEffect(study: String, value: Double)
  /// The sampling variance of a study was not positive and finite.
  case invalidVariance(study: String, value: Double)
  /// The model has no coefficient.
  case noCoefficients
  /// There are no more studies than coefficients, so that nothing is left to
  /// estimate a variance from.
  case noDegreesOfFreedom(studies: Int, coefficients: Int)
  /// There are not as many weights as studies.
  case weightCount(Int, studies: Int)
  /// The weight of a study was not positive and finite.
  case invalidWeight(study: String, value: Double)
  /// The estimator does not maximise a likelihood, so that it has no profile.
  case noLikelihood(HeterogeneityEstimator)
  /// The moderators cannot be used.
  case moderators(MultivariateModelError)
}

extension UnivariateModelError: CustomStringConvertible {
  /// A sentence for a person to read.
  public var description: String {
    switch self {
    case .invalidEffect(let study, let value):
      return "The effect of study \(study) must be finite, but is \(value)"
    case .invalidVariance(let study, let value):
      return """
        The variance of study \(study) must be positive and finite, but is \
        \(value)
        """
    case .noCoefficients:
      return "The model has no coefficient"
    case .noDegreesOfFreedom(let studies, let coefficients):
      return """
        \(studies) studies leave no degree of freedom for \(coefficients) \
        coefficients
        """
    case .weightCount(let count, let studies):
      return "There are \(count) weights for \(studies) studies"
    case .invalidWeight(let study, let value):
      return """
        The weight of study \(study) must be positive and finite, but is \
        \(value)
        """
    case .noLikelihood(let estimator):
      return "\(estimator) does not maximise a likelihood"
    case .moderators(let error):
      return error.description
    }
  }
}
