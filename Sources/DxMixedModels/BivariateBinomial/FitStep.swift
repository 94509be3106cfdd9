/// One of the models that a fit went through on its way to the estimate.
///
/// The maximum over all covariance matrices may lie on the boundary, and what
/// was fitted in the end is then a model with fewer parameters. The steps say
/// which, and what each of them gained or lost.
public struct FitStep: Hashable, Sendable, Codable {
  /// The part of the parameter space that was searched.
  public enum Face: String, Hashable, Sendable, Codable {
    /// All covariance matrices.
    case full
    /// Correlations of ±1: one random effect, shared by both outcomes.
    case perfectCorrelation
    /// No random effect of the first outcome.
    case zeroVarianceFirst
    /// No random effect of the second outcome.
    case zeroVarianceSecond
    /// No random effects.
    case zeroVarianceBoth
  }

  /// The part of the parameter space that was searched.
  public var face: Face
  /// The group of studies whose covariance matrix it is, counted from zero.
  public var group: Int
  /// The log-likelihood at its end.
  public var logLikelihood: Double
  /// How many evaluations of the likelihood it took.
  public var evaluations: Int

  /// Creates a step.
  public init(
    face: Face, group: Int = 0, logLikelihood: Double, evaluations: Int
  ) {
    self.face = face
    self.group = group
    self.logLikelihood = logLikelihood
    self.evaluations = evaluations
  }
}
