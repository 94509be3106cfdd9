public import DxLinearAlgebra
public import DxMixedModels

/// The fitted bivariate model, from which everything else is computed.
///
/// All values are on the scale (logit sensitivity, logit specificity); the
/// first row and column of each matrix belong to the sensitivity.
public struct BivariateFit: Hashable, Sendable, Codable {
  /// The number of studies that entered the likelihood.
  public var studyCount: Int
  /// The estimated means of the logits.
  public var mean: LogitPair
  /// The covariance of the estimated means, the between-study covariance
  /// taken as known.
  public var meanCovariance: SymmetricMatrix2x2
  /// The estimated covariance of the logits between studies.
  public var betweenStudyCovariance: SymmetricMatrix2x2
  /// The covariance of all five estimates, or `nil` where the method has no
  /// likelihood to take it from.
  public var jointCovariance: JointCovariance?
  /// Where in the parameter space the estimate lies.
  public var boundary: CovarianceBoundary
  /// What is known about the optimum.
  public var certificate: FitCertificate
  /// The maximised log-likelihood.
  public var logLikelihood: Double?

  /// Creates a fit from its parts.
  public init(
    studyCount: Int, mean: LogitPair, meanCovariance: SymmetricMatrix2x2,
    betweenStudyCovariance: SymmetricMatrix2x2,
    jointCovariance: JointCovariance?, boundary: CovarianceBoundary,
    certificate: FitCertificate, logLikelihood: Double?
  ) {
    self.studyCount = studyCount
    self.mean = mean
    self.meanCovariance = meanCovariance
    self.betweenStudyCovariance = betweenStudyCovariance
    self.jointCovariance = jointCovariance
    self.boundary = boundary
    self.certificate = certificate
    self.logLikelihood = logLikelihood
  }
}
