public import DxMixedModels

/// How a fit was made, for reports; no estimate depends on it.
public struct FitDescription: Hashable, Sendable, Codable {
  /// The likelihood, with the choices that were made.
  public var likelihood: AccuracyLikelihood
  /// The number of quadrature nodes a dimension at which the fit ended, or
  /// `nil` where nothing was integrated numerically.
  public var quadratureNodes: Int?
  /// How many studies the continuity correction changed.
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
  /// How many between-study covariances were estimated: one, unless groups
  /// of studies have their own.
  public var covarianceCount: Int
  /// The sum of the logarithms of the derivatives of the transformations, at
  /// each corrected proportion: what is added to a normal log-likelihood to
  /// make it one of proportions; `nil` under the binomial likelihood.
  public var logTransformDerivatives: Double?
  /// ½ log|XᵀX|, which the restricted log-likelihood includes; `nil` under the
  /// binomial likelihood.
  public var halfLogDesignDeterminant: Double?

  /// Creates a description.
  public init(
    likelihood: AccuracyLikelihood = .binomial(), quadratureNodes: Int? = nil,
    correctedStudyCount: Int = 0, droppedStudyCount: Int = 0,
    oneArmedStudyCount: Int = 0, meanInverseDiseased: Double = .nan,
    meanInverseNonDiseased: Double = .nan, coefficientCount: Int = 2,
    covarianceCount: Int = 1, logTransformDerivatives: Double? = nil,
    halfLogDesignDeterminant: Double? = nil
  ) {
    self.likelihood = likelihood
    self.quadratureNodes = quadratureNodes
    self.correctedStudyCount = correctedStudyCount
    self.droppedStudyCount = droppedStudyCount
    self.oneArmedStudyCount = oneArmedStudyCount
    self.meanInverseDiseased = meanInverseDiseased
    self.meanInverseNonDiseased = meanInverseNonDiseased
    self.coefficientCount = coefficientCount
    self.covarianceCount = covarianceCount
    self.logTransformDerivatives = logTransformDerivatives
    self.halfLogDesignDeterminant = halfLogDesignDeterminant
  }

  /// How the between-study covariance was estimated under the normal
  /// approximation; `nil` under the binomial likelihood, whose estimator is
  /// maximum likelihood.
  public var estimator: NormalEstimator? { likelihood.normal?.estimator }

  /// The continuity correction that was asked for; `nil` under the binomial
  /// likelihood, which has none.
  public var correction: ContinuityCorrection? { likelihood.normal?.correction }

  /// What was assumed of the between-study covariance; its first outcome is
  /// the sensitivity.
  public var structure: CovarianceStructure {
    switch likelihood {
    case .binomial(let choices): choices.structure
    case .normal(let choices):
      choices.estimator == .fixedEffect ? .zeroVarianceBoth : .unstructured
    }
  }

  /// How many parameters were estimated: the coefficients and those of the
  /// between-study covariances that ``structure`` leaves free.
  internal var parameterCount: Int {
    coefficientCount + covarianceCount * structure.parameterCount
  }

  /// How many proportions the studies of a fit report.
  internal func observationCount(studyCount: Int) -> Int {
    2 * studyCount - oneArmedStudyCount
  }
}

extension FitDescription {
  internal init(
    likelihood: AccuracyLikelihood, quadratureNodes: Int? = nil,
    correctedStudyCount: Int, arms: ArmCounts, coefficientCount: Int,
    covarianceCount: Int = 1, logTransformDerivatives: Double? = nil,
    halfLogDesignDeterminant: Double? = nil
  ) {
    self.init(
      likelihood: likelihood, quadratureNodes: quadratureNodes,
      correctedStudyCount: correctedStudyCount,
      droppedStudyCount: arms.droppedStudyCount,
      oneArmedStudyCount: arms.oneArmedStudyCount,
      meanInverseDiseased: arms.meanInverseSizes.x,
      meanInverseNonDiseased: arms.meanInverseSizes.y,
      coefficientCount: coefficientCount, covarianceCount: covarianceCount,
      logTransformDerivatives: logTransformDerivatives,
      halfLogDesignDeterminant: halfLogDesignDeterminant)
  }
}
