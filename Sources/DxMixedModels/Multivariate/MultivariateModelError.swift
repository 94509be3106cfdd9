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
  /// The estimator knows only an unstructured covariance between studies, and
  /// no levels above them.
  case estimatorNeedsUnstructured(NormalEstimator)
  /// A level has another number of groups than there are studies: it gives
  /// the group of each.
  case levelCount(level: String, count: Int, studies: Int)
  /// Two levels group the studies in the same way.
  case sameGroups(String, String)
  /// The covariance of a level cannot be told from that of the studies and of
  /// the levels before it, as when each study is a group of its own, or from
  /// the coefficients, as when all studies are one group.
  case levelNotIdentifiable(String)
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
    case .estimatorNeedsUnstructured(let estimator):
      return "\(estimator) needs an unstructured covariance and no levels"
    case .levelCount(let level, let count, let studies):
      return "\(level) has \(count) groups for \(studies) studies"
    case .sameGroups(let first, let second):
      return "\(first) and \(second) group the studies in the same way"
    case .levelNotIdentifiable(let level):
      return "The covariance of \(level) cannot be told from the others"
    }
  }
}
