public import DxMixedModels

/// How a fit was made, for reports; no estimate depends on it.
public struct FitDescription: Hashable, Sendable, Codable {
  /// How the between-study covariance was estimated.
  public var estimator: NormalEstimator
  /// The continuity correction that was asked for.
  public var correction: ContinuityCorrection
  /// How many studies the correction changed.
  public var correctedStudyCount: Int
  /// How many studies were left out because an arm was empty.
  public var droppedStudyCount: Int
  /// How many studies contribute one arm only.
  public var oneArmedStudyCount: Int
  /// The mean of 1 / *n* over the diseased arms, uncorrected.
  public var meanInverseDiseased: Double
  /// The mean of 1 / *n* over the healthy arms, uncorrected.
  public var meanInverseNonDiseased: Double
  /// How many coefficients the means have, over both outcomes: two without
  /// moderators.
  public var coefficientCount: Int
  /// The sum of the logarithms of the derivatives of the transformations, at
  /// each corrected proportion: what is added to a log-likelihood to make it
  /// one of proportions.
  public var logTransformDerivatives: Double
  /// ½ log|XᵀX|, which the restricted log-likelihood includes.
  public var halfLogDesignDeterminant: Double

  /// Creates a description.
  public init(
    estimator: NormalEstimator = .restrictedMaximumLikelihood,
    correction: ContinuityCorrection = ContinuityCorrection(),
    correctedStudyCount: Int = 0, droppedStudyCount: Int = 0,
    oneArmedStudyCount: Int = 0, meanInverseDiseased: Double = .nan,
    meanInverseNonDiseased: Double = .nan, coefficientCount: Int = 2,
    logTransformDerivatives: Double = .nan,
    halfLogDesignDeterminant: Double = .nan
  ) {
    self.estimator = estimator
    self.correction = correction
    self.correctedStudyCount = correctedStudyCount
    self.droppedStudyCount = droppedStudyCount
    self.oneArmedStudyCount = oneArmedStudyCount
    self.meanInverseDiseased = meanInverseDiseased
    self.meanInverseNonDiseased = meanInverseNonDiseased
    self.coefficientCount = coefficientCount
    self.logTransformDerivatives = logTransformDerivatives
    self.halfLogDesignDeterminant = halfLogDesignDeterminant
  }

  /// How many parameters were estimated: the coefficients and, unless the
  /// effects are fixed, three of the between-study covariance.
  internal var parameterCount: Int {
    coefficientCount + (estimator == .fixedEffect ? 0 : 3)
  }
}
