public import DxLinearAlgebra
public import DxMixedModels

/// The fitted bivariate model, from which everything else is computed.
///
/// All values are on the scale of ``transforms``, by default (logit
/// sensitivity, logit specificity); the first row and column of each matrix
/// belong to the sensitivity. What follows from a fit is computed from it in
/// the same way for each likelihood.
///
/// Edge cases: a mean without a finite estimate is ±∞, with an infinite
/// variance; ``outcome`` says so, and ``infiniteEstimate`` what is known of it.
/// The between-study variance of that outcome is not identified, and is zero
/// here. To encode such a fit as JSON takes a strategy for numbers that are not
/// finite.
public struct BivariateFit: Hashable, Sendable, Codable {
  /// The number of studies that entered the likelihood.
  public var studyCount: Int
  /// The transformations whose values are modelled.
  public var transforms: AccuracyTransforms
  /// The estimated means on the scale of ``transforms``, sensitivity first.
  public var transformedMean: SIMD2<Double>
  /// The covariance of the estimated means.
  ///
  /// Under the normal approximation the between-study covariance is taken as
  /// known, (Σ (Sᵢ + Ψ)⁻¹)⁻¹, which is what programs for it report. Under the
  /// binomial likelihood it counts as estimated: this is the block of the
  /// inverse of the observed information of all parameters.
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
  /// The maximised log-likelihood; `nil` for a method without one.
  ///
  /// Under the binomial likelihood it is that of the counts, with the binomial
  /// coefficients, and with an infinite mean its supremum. Under the normal
  /// approximation it is that of the transformed proportions; a restricted one
  /// includes + ½ log|XᵀX|, as mixmeta and metafor print it.
  public var logLikelihood: Double?
  /// How the fit was made.
  public var description: FitDescription
  /// The models that the fit went through on the way to a boundary; the last
  /// is the one reported, and the first outcome is the sensitivity.
  ///
  /// Empty where the first fit was the last.
  public var steps: [FitStep]
  /// What is known of a mean that is infinite; `nil` where both are finite.
  public var infiniteEstimate: InfiniteEstimate?

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
    transforms: AccuracyTransforms = .logit, steps: [FitStep] = [],
    infiniteEstimate: InfiniteEstimate? = nil
  ) {
    self.init(
      studyCount: studyCount, transforms: transforms,
      transformedMean: transforms.values(at: mean),
      meanCovariance: meanCovariance,
      betweenStudyCovariance: betweenStudyCovariance,
      jointCovariance: jointCovariance, boundary: boundary,
      certificate: certificate, logLikelihood: logLikelihood,
      description: description, steps: steps,
      infiniteEstimate: infiniteEstimate)
  }

  /// Creates a fit whose means are given on the scale of its transforms.
  internal init(
    studyCount: Int, transforms: AccuracyTransforms,
    transformedMean: SIMD2<Double>, meanCovariance: SymmetricMatrix2x2,
    betweenStudyCovariance: SymmetricMatrix2x2,
    jointCovariance: JointCovariance?, boundary: CovarianceBoundary,
    certificate: FitCertificate, logLikelihood: Double?,
    description: FitDescription, steps: [FitStep] = [],
    infiniteEstimate: InfiniteEstimate? = nil
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
    self.steps = steps
    self.infiniteEstimate = infiniteEstimate
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

  /// Whether both means are finite, on the scale of the model and as logits.
  internal var meansAreFinite: Bool {
    let point = mean
    return point.logitSensitivity.isFinite && point.logitSpecificity.isFinite
      && transformedMean.x.isFinite && transformedMean.y.isFinite
  }

  /// The correlation of the true values between studies, in [−1, 1], or `nil`
  /// where a variance is zero or a mean is infinite.
  public var betweenStudyCorrelation: Double? {
    if outcome.isInfinite { return nil }
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
