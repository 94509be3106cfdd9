public import DxLinearAlgebra
public import DxMixedModels

/// The fitted bivariate model, from which everything else is computed.
///
/// All values are on the scale of ``transforms``, by default (logit
/// sensitivity, logit specificity); the first row and column of each matrix
/// belong to the sensitivity. Nothing in it depends on how it was fitted, so
/// that what follows from a fit is the same for each likelihood.
public struct BivariateFit: Hashable, Sendable, Codable {
  /// The number of studies that entered the likelihood.
  public var studyCount: Int
  /// The transformations whose values are modelled.
  public var transforms: AccuracyTransforms
  /// The estimated means on the scale of ``transforms``, sensitivity first.
  public var transformedMean: SIMD2<Double>
  /// The covariance of the estimated means, the between-study covariance
  /// taken as known.
  public var meanCovariance: SymmetricMatrix2x2
  /// The estimated covariance of the true values between studies.
  public var betweenStudyCovariance: SymmetricMatrix2x2
  /// The covariance of all five estimates, or `nil` where the method has no
  /// likelihood to take it from.
  public var jointCovariance: JointCovariance?
  /// Where in the parameter space the estimate lies.
  public var boundary: CovarianceBoundary
  /// What is known about the optimum.
  public var certificate: FitCertificate
  /// The maximised log-likelihood, on the scale of ``transforms``; `nil` for
  /// a method without one.
  ///
  /// The restricted log-likelihood includes + ½ log|XᵀX|, as mixmeta and
  /// metafor print it.
  public var logLikelihood: Double?
  /// How the fit was made.
  public var description: FitDescription

  /// Creates a fit from its parts.
  ///
  /// The mean is given by its logits on every scale, the matrices and the
  /// log-likelihood on that of `transforms`.
  public init(
    studyCount: Int, mean: LogitPair, meanCovariance: SymmetricMatrix2x2,
    betweenStudyCovariance: SymmetricMatrix2x2,
    jointCovariance: JointCovariance?, boundary: CovarianceBoundary,
    certificate: FitCertificate, logLikelihood: Double?,
    description: FitDescription = FitDescription(),
    transforms: AccuracyTransforms = .logit
  ) {
    self.init(
      studyCount: studyCount, transforms: transforms,
      transformedMean: transforms.values(at: mean),
      meanCovariance: meanCovariance,
      betweenStudyCovariance: betweenStudyCovariance,
      jointCovariance: jointCovariance, boundary: boundary,
      certificate: certificate, logLikelihood: logLikelihood,
      description: description)
  }

  /// Creates a fit whose means are given on the scale of its transforms.
  internal init(
    studyCount: Int, transforms: AccuracyTransforms,
    transformedMean: SIMD2<Double>, meanCovariance: SymmetricMatrix2x2,
    betweenStudyCovariance: SymmetricMatrix2x2,
    jointCovariance: JointCovariance?, boundary: CovarianceBoundary,
    certificate: FitCertificate, logLikelihood: Double?,
    description: FitDescription
  ) {
    self.studyCount = studyCount
    self.transforms = transforms
    self.transformedMean = transformedMean
    self.meanCovariance = meanCovariance
    self.betweenStudyCovariance = betweenStudyCovariance
    self.jointCovariance = jointCovariance
    self.boundary = boundary
    self.certificate = certificate
    self.logLikelihood = logLikelihood
    self.description = description
  }

  /// The point of the estimated means, as logits whatever the scale of the
  /// model.
  ///
  /// Edge cases: a mean beyond the image of its transformation is an infinite
  /// logit.
  public var mean: LogitPair {
    get { transforms.point(at: transformedMean) }
    set { transformedMean = transforms.values(at: newValue) }
  }

  /// The correlation of the true values between studies, in [−1, 1], or `nil`
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
}
