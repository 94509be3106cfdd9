public import DxLinearAlgebra
public import DxMixedModels

/// A fitted hierarchical summary ROC model.
///
/// The coefficients stand predictor by predictor, those of the accuracy first,
/// then those of the threshold and the shape, each with its intercept in
/// front. The intercepts are the parameters at ``referencePattern``.
public struct HSROCFit: Hashable, Sendable, Codable {
  /// How a fit ended.
  public enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
    /// Both variances are positive.
    case interior
    /// σ²α is zero: the logits have correlation −1.
    case zeroVarianceAlpha
    /// σ²θ is zero: the logits have correlation +1.
    case zeroVarianceTheta
    /// Both variances are zero.
    case zeroVarianceBoth
    /// The shape grows without limit, since one of the logits does not vary
    /// between studies; ``BivariateModel`` has an estimate then.
    case unboundedShape
    /// Accuracy and threshold grow without limit, since the diseased or the
    /// healthy of all studies with some covariates had the same test result.
    case unboundedAccuracy
    /// The variance of a logit grows without limit.
    case unboundedVariance

    /// Whether the parameters are estimates, and not merely where a search
    /// without a limit was ended.
    public var isFinite: Bool {
      switch self {
      case .interior, .zeroVarianceAlpha, .zeroVarianceTheta,
        .zeroVarianceBoth:
        true
      case .unboundedShape, .unboundedAccuracy, .unboundedVariance: false
      }
    }
  }

  /// The number of studies that entered the likelihood.
  public var studyCount: Int
  /// The moderators with their centres and levels.
  public var moderators: [FittedHSROCModerator]
  /// Whether the shape was zero.
  public var isSymmetric: Bool
  /// What was assumed to vary between studies.
  public var randomEffects: HSROCModel.RandomEffects
  /// The coefficients of the accuracy Λ.
  public var accuracyCoefficients: [Double]
  /// The coefficients of the threshold Θ.
  public var thresholdCoefficients: [Double]
  /// The coefficients of the shape β; empty for a symmetric model, and zeros
  /// where nothing varies between studies from which they could be estimated.
  public var shapeCoefficients: [Double]
  /// The between-study variance σ²α of the accuracy.
  public var varianceAlpha: Double
  /// The between-study variance σ²θ of the threshold.
  public var varianceTheta: Double
  /// The covariance of all coefficients and, in the last two rows and columns,
  /// of σ²α and σ²θ; the inverse of the observed information.
  ///
  /// What a boundary or the model fixes has zeros. It is `nil` where the
  /// information is singular or ``outcome`` is not finite.
  public var covariance: Matrix?
  /// Whether the coefficients of the shape were estimated.
  public var isShapeEstimated: Bool
  /// How the fit ended.
  public var outcome: Outcome
  /// What is known about the optimum.
  public var certificate: FitCertificate
  /// The maximised log-likelihood of the counts, with the binomial
  /// coefficients.
  public var logLikelihood: Double
  /// How the fit was made.
  public var description: FitDescription

  internal init(
    _ estimate: SumDifferenceEstimate, moderators: [FittedHSROCModerator],
    observations: CountObservations, choices: BinomialLikelihood,
    model: HSROCModel
  ) {
    studyCount = observations.counts.studyCount
    self.moderators = moderators
    isSymmetric = model.isSymmetric
    randomEffects = model.randomEffects
    accuracyCoefficients = estimate.sumCoefficients
    thresholdCoefficients = estimate.halfDifferenceCoefficients
    shapeCoefficients = estimate.logScaleRatioCoefficients
    varianceAlpha = estimate.sumVariance
    varianceTheta = estimate.halfDifferenceVariance
    covariance = estimate.covariance
    isShapeEstimated =
      estimate.isScaleRatioEstimated && !model.isSymmetric
    outcome = Outcome(estimate.boundary)
    certificate = estimate.certificate
    logLikelihood = estimate.logLikelihood
    // The three parameters of an unstructured covariance are the variances
    // and the intercept of the shape.
    description = FitDescription(
      observations, choices: choices,
      quadratureNodes: estimate.quadratureNodes,
      coefficientCount: estimate.parameterCount - 3)
  }

  /// The value of each moderator at which its columns are zero: the centre
  /// of a number, the reference level of a category.
  public var referencePattern: [String: CovariateValue] {
    var pattern: [String: CovariateValue] = [:]
    for moderator in moderators {
      pattern[moderator.name] = moderator.referenceValue
    }
    return pattern
  }

  /// The information criteria.
  ///
  /// The observations are the arms with subjects.
  public var informationCriteria: InformationCriteria {
    InformationCriteria(
      logLikelihood: logLikelihood,
      parameterCount: description.parameterCount,
      observationCount: description.observationCount(studyCount: studyCount))
  }
}

extension HSROCFit.Outcome {
  fileprivate init(_ boundary: SumDifferenceBoundary) {
    self =
      switch boundary {
      case .interior: .interior
      case .zeroSumVariance: .zeroVarianceAlpha
      case .zeroHalfDifferenceVariance: .zeroVarianceTheta
      case .zeroVariances: .zeroVarianceBoth
      case .unboundedScaleRatio: .unboundedShape
      case .unboundedMean: .unboundedAccuracy
      case .unboundedVariance: .unboundedVariance
      }
  }
}
