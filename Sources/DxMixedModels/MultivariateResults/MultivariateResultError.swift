/// The reason that something cannot be computed from a fit of several
/// outcomes.
public enum MultivariateResultError: Error, Hashable, Sendable {
  /// The model and the outcomes of the fit do not go together; this happens
  /// only if they were changed afterwards.
  case invalidModel(MultivariateModelError)
  /// The covariance of the values of this study is not positive definite to
  /// working precision.
  case singularCovariance(study: String)
  /// The information about the coefficients is singular to working precision.
  case singularInformation
  /// A row of the contrasts, counted from zero, is a combination of those
  /// before it, or zero.
  case dependentContrast(row: Int)
  /// The covariance of the contrasts is singular, as that of more contrasts
  /// than there are clusters.
  case singularContrasts
  /// No coefficient belongs to a term or a column of this name, or none for
  /// this outcome.
  case unknownTerm(String, outcome: String?)
  /// Labels of clusters, or the groups of a level, have another number than
  /// there are studies.
  case groupCount(Int, studies: Int)
  /// A group of a random level has studies in several clusters, which are
  /// then not independent.
  case clusterDividesGroup(level: String, group: String)
  /// There are fewer than two clusters.
  case tooFewClusters(Int)
  /// The fits are to different studies.
  case differentData
  /// The fits come from different estimators.
  case differentEstimators
  /// The method of moments has no likelihood.
  case noLikelihood
  /// The restricted likelihoods of different fixed parts are those of
  /// different data; fit both by maximum likelihood.
  case restrictedLikelihood
  /// The other model is not a special case of this one.
  case notNested
  /// The prediction needs a value of this moderator.
  case missingModerator(String)
  /// There is no moderator of this name.
  case unknownModerator(String)
  /// A moderator was given a number for a category, a category for a number,
  /// or a number that is not finite.
  case invalidModeratorValue(String)
  /// The moderator has no such category in the studies.
  case unknownCategory(moderator: String, category: String)
}

extension MultivariateResultError: CustomStringConvertible {
  /// A sentence for a person to read.
  public var description: String {
    switch self {
    case .invalidModel(let error): error.description
    case .singularCovariance(let study):
      "The covariance of the values of study \(study) is singular"
    case .singularInformation:
      "The information about the coefficients is singular"
    case .dependentContrast(let row):
      "Contrast \(row) is a combination of those before it"
    case .singularContrasts: "The covariance of the contrasts is singular"
    case .unknownTerm(let name, let outcome):
      "No coefficient belongs to \(name)" + (outcome.map { " of \($0)" } ?? "")
    case .groupCount(let count, let studies):
      "\(count) groups for \(studies) studies"
    case .clusterDividesGroup(let level, let group):
      "Group \(group) of \(level) has studies in several clusters"
    case .tooFewClusters(let count): "\(count) clusters are too few"
    case .differentData: "The fits are to different studies"
    case .differentEstimators: "The fits come from different estimators"
    case .noLikelihood: "The method of moments has no likelihood"
    case .restrictedLikelihood:
      "Restricted likelihoods of different fixed parts cannot be compared"
    case .notNested: "The other model is not a special case of this one"
    case .missingModerator(let name): "\(name) has no value"
    case .unknownModerator(let name): "There is no moderator \(name)"
    case .invalidModeratorValue(let name):
      "The value of \(name) is not of its kind"
    case .unknownCategory(let moderator, let category):
      "\(moderator) has no category \(category)"
    }
  }
}
