public import DxLinearAlgebra
public import DxMixedModels
internal import RealModule

/// The fitted bivariate model, from which everything else is computed.
///
/// All values are on the scale (logit sensitivity, logit specificity); the
/// first row and column of each matrix belong to the sensitivity. Nothing in
/// it depends on how it was fitted, so that what follows from a fit is the
/// same for each likelihood.
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
  /// The maximised log-likelihood, on the logit scale; `nil` for a method
  /// without one.
  ///
  /// The restricted log-likelihood includes + ½ log|XᵀX|, as mixmeta and
  /// metafor print it.
  public var logLikelihood: Double?
  /// How the fit was made.
  public var description: FitDescription

  /// Creates a fit from its parts.
  public init(
    studyCount: Int, mean: LogitPair, meanCovariance: SymmetricMatrix2x2,
    betweenStudyCovariance: SymmetricMatrix2x2,
    jointCovariance: JointCovariance?, boundary: CovarianceBoundary,
    certificate: FitCertificate, logLikelihood: Double?,
    description: FitDescription = FitDescription()
  ) {
    self.studyCount = studyCount
    self.mean = mean
    self.meanCovariance = meanCovariance
    self.betweenStudyCovariance = betweenStudyCovariance
    self.jointCovariance = jointCovariance
    self.boundary = boundary
    self.certificate = certificate
    self.logLikelihood = logLikelihood
    self.description = description
  }

  /// The correlation of the logits between studies, in [−1, 1], or `nil`
  /// where a variance is zero.
  public var betweenStudyCorrelation: Double? {
    switch boundary {
    case .correlationAtMinusOne: return -1
    case .correlationAtPlusOne: return 1
    case .zeroVarianceFirst, .zeroVarianceSecond, .zeroVarianceBoth:
      return nil
    case .interior:
      let psi = betweenStudyCovariance
      return psi.m21 / (psi.m11.squareRoot() * psi.m22.squareRoot())
    }
  }

  /// Akaike's information criterion, −2 ℓ + 2 *p*.
  ///
  /// *p* counts the coefficients of the means, which are two without
  /// moderators, and, unless the effects are fixed, three parameters of the
  /// between-study covariance.
  public var akaikeInformationCriterion: Double? {
    logLikelihood.map { -2 * $0 + 2 * Double(description.parameterCount) }
  }

  /// Schwarz's information criterion, −2 ℓ + *p* log(2 *k*), for *k* studies.
  ///
  /// The two proportions of a study count as two observations, as in mada,
  /// metandi and midas.
  public var bayesianInformationCriterion: Double? {
    logLikelihood.map {
      -2 * $0
        + Double(description.parameterCount) * .log(2 * Double(studyCount))
    }
  }
}
