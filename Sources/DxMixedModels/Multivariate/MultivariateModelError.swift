/// The reason a model of several outcomes cannot be fitted.
public enum MultivariateModelError: Error, Hashable, Sendable {
  /// A value was infinite, or a variance not positive and finite.
  case invalidObservation(
    study: String, outcome: String, value: Double, variance: Double)
  /// The within-study covariance of what a study reports was not positive
  /// definite.
  case covarianceNotPositiveDefinite(study: String)
  /// A moderator has another number of values than there are studies.
  case moderatorCount(term: String, count: Int, studies: Int)
  /// A moderator was infinite or not a number where an outcome is reported.
  case invalidModerator(study: String, column: String, value: Double)
  /// A term names an outcome that there is none of.
  case unknownOutcome(String)
  /// A categorical moderator has no value that is its reference.
  case unknownReference(term: String, reference: String)
  /// The column is a combination of those before it, as a constant is of the
  /// intercept.
  case dependentColumn(String)
  /// There are too few reported values for the coefficients of an outcome.
  case tooFewStudies(outcome: String, reporting: Int, needed: Int)
  /// A matrix that belongs to the structure has another order than the
  /// outcomes, or is not positive semi-definite.
  case invalidStructure(order: Int, outcomes: Int)
  /// The rank is not between one and the number of outcomes.
  case invalidRank(Int, outcomes: Int)
}

extension MultivariateModelError: CustomStringConvertible {
  /// A sentence for a person to read.
  public var description: String {
    switch self {
    case .invalidObservation(let study, let outcome, let value, let variance):
      return """
        \(outcome) of study \(study) must be finite with a positive variance, \
        but is \(value) with variance \(variance)
        """
    case .covarianceNotPositiveDefinite(let study):
      return "The covariance within study \(study) is not positive definite"
    case .moderatorCount(let term, let count, let studies):
      return "\(term) has \(count) values for \(studies) studies"
    case .invalidModerator(let study, let column, let value):
      return "\(column) of study \(study) must be finite, but is \(value)"
    case .unknownOutcome(let name):
      return "There is no outcome \(name)"
    case .unknownReference(let term, let reference):
      return "\(term) never has the value \(reference) of its reference"
    case .dependentColumn(let name):
      return "\(name) is a combination of the columns before it"
    case .tooFewStudies(let outcome, let reporting, let needed):
      return """
        \(outcome) is reported by \(reporting) studies, but \(needed) are \
        needed
        """
    case .invalidStructure(let order, let outcomes):
      return """
        The matrix of order \(order) is no covariance matrix of \(outcomes) \
        outcomes
        """
    case .invalidRank(let rank, let outcomes):
      return "A rank of \(rank) is not between 1 and \(outcomes)"
    }
  }
}
