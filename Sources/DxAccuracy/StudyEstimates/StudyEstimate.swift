public import DxLinearAlgebra

/// The estimated true accuracy of one study, drawn towards the summary point.
///
/// It is what the counts of the study and the accuracy of the other studies say
/// together: the mean of the true values given the counts, under the fitted
/// model, carried back from the scale of the model. The less a study observed
/// and the less studies vary, the nearer it lies to the summary point.
///
/// Edge cases: an outcome that the study did not observe is predicted from the
/// other one. An infinite mean is an estimate of 0 or 1 for each study, without
/// an interval.
public struct StudyEstimate: Hashable, Sendable, Codable {
  /// The name of the study.
  public var study: String
  /// The sensitivity, with its interval on the scale of the model.
  public var sensitivity: IntervalEstimate
  /// The specificity, with its interval on the scale of the model.
  public var specificity: IntervalEstimate
  /// The covariance of the two true values on the scale of the model, as the
  /// intervals take it, or `nil` where it is not known.
  public var covariance: SymmetricMatrix2x2?
}

/// What the interval of a study's true accuracy takes into account.
public enum StudyEstimateUncertainty: String, Hashable, Sendable, Codable,
  CaseIterable
{
  /// What the counts of the study leave open, with the parameters of the model
  /// at their estimates: the posterior standard deviation.
  case conditional
  /// That, and the uncertainty of the estimated parameters, by the delta
  /// method.
  case prediction
}
