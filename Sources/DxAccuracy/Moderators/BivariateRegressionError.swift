/// Why a regression of accuracy on moderators has no estimate.
public enum BivariateRegressionError: Error, Hashable, Sendable {
  /// The counts cannot enter the model.
  case studyData(StudyDataError)
  /// A study has no value of a moderator.
  case missingCovariate(study: String, moderator: String)
  /// A numeric moderator has a category in a study, or a categorical one a
  /// number.
  case wrongKind(study: String, moderator: String, value: CovariateValue)
  /// A number, or its distance from the centre, is not finite.
  case notFinite(study: String, moderator: String, value: Double)
  /// Two moderators have the same name.
  case repeatedModerator(String)
  /// All studies have the same number.
  case constantModerator(String, value: Double)
  /// All studies are in the same category.
  case singleLevel(moderator: String, level: String)
  /// No study is in the category that was to be the reference.
  case unknownReference(moderator: String, reference: String)
  /// A column of the design is, to 12 digits, a linear combination of the
  /// ones before it, over the studies that report the outcome.
  case dependentColumn(String, outcome: AccuracyOutcome)
  /// Fewer studies report an outcome than the estimator needs for its
  /// coefficients.
  case tooFewStudies(outcome: AccuracyOutcome, reporting: Int, needed: Int)
  /// The likelihood grows with the between-study variance of an arm, in a
  /// group of studies if there are several, up to a standard deviation of ten
  /// logits.
  case infiniteVariance(arm: StudyDataError.Arm, group: String?)
  /// Groups of studies with their own between-study covariance need the
  /// binomial likelihood.
  case separateCovariances(groups: String)
}

/// Why there is no fit at a pattern of covariates.
public enum CovariatePatternError: Error, Hashable, Sendable {
  /// The pattern has no value of a moderator.
  case missingCovariate(moderator: String)
  /// The pattern has a category for a number, or a number for a category.
  case wrongKind(moderator: String, value: CovariateValue)
  /// The number is not finite.
  case notFinite(moderator: String, value: Double)
  /// No study was in the category.
  case unknownLevel(moderator: String, level: String)
}
