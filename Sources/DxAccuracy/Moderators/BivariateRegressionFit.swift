public import DxLinearAlgebra
public import DxMixedModels
internal import RealModule

/// A fitted bivariate model with moderators.
///
/// All values are on the scale (logit sensitivity, logit specificity). The
/// coefficients stand outcome by outcome, those of the sensitivity first, each
/// with its intercept in front. The intercepts are the mean logits at
/// ``referencePattern``; ``fit(at:)`` gives what the model says of any other.
public struct BivariateRegressionFit: Hashable, Sendable, Codable {
  /// The number of studies that entered the likelihood.
  public var studyCount: Int
  /// The moderators with their centres and levels.
  public var moderators: [FittedModerator]
  /// The estimated coefficients.
  public var coefficients: [Double]
  /// The covariance of the coefficients.
  ///
  /// Under the normal approximation the between-study covariance is taken as
  /// known, under the binomial likelihood it counts as estimated, as for
  /// ``BivariateFit/meanCovariance``.
  public var coefficientCovariance: Matrix
  /// What remains finite of the coefficients where some are infinite; `nil`
  /// where all have finite estimates.
  ///
  /// Under the binomial likelihood a coefficient is ±∞ where, for instance,
  /// no study of a level has an error in an arm, and NaN where it is the
  /// difference of two that are infinite. ``fit(at:)`` finds the patterns of
  /// covariates whose means are finite all the same.
  public var unbounded: UnboundedCoefficients?
  /// The groups of studies with a between-study covariance of their own: one,
  /// unless the model has ``BivariateRegressionModel/betweenStudyGroups``.
  public var groups: [BetweenStudyGroup]
  /// The covariate whose categories are the groups; `nil` where there is one.
  public var betweenStudyGroups: String?
  /// The covariance of the coefficients and, in the three rows and columns
  /// after them for each group, of the entries 11, 21 and 22 of its
  /// between-study covariance; `nil` where the method has no likelihood to
  /// take it from, and where a coefficient is infinite.
  public var jointCovariance: Matrix?
  /// The expected information of the entries 11, 21 and 22 of the
  /// between-study covariance where it is zero, a diagonal matrix; `nil`
  /// unless the likelihood is binomial with the structure
  /// `CovarianceStructure.zeroVarianceBoth` and there is one group.
  public var informationAtZeroVariance: SIMD3<Double>?
  /// What is known about the optimum.
  public var certificate: FitCertificate
  /// The maximised log-likelihood; `nil` for a method without one.
  ///
  /// Under the binomial likelihood it is that of the counts, with the binomial
  /// coefficients, and where a coefficient is infinite its supremum. Under the
  /// normal approximation it is on the scale of ``transforms``. The restricted
  /// log-likelihood includes + ½ log|XᵀX|, as mixmeta and metafor print it.
  public var logLikelihood: Double?
  /// The scales on which sensitivity and specificity are modelled.
  public var transforms: AccuracyTransforms
  /// How the fit was made.
  public var description: FitDescription
  /// The models that the fit went through on the way to a boundary; the last
  /// is the one reported.
  public var steps: [FitStep]
  /// A digest of the logits and their variances, or of the counts, the same in
  /// any order of the studies, by which fits to different data are told apart.
  internal var dataDigest: UInt64

  internal init(
    _ estimate: PairedRegressionEstimate, moderators: [FittedModerator],
    observations: TransformedObservations, choices: NormalApproximation
  ) {
    studyCount = observations.outcomes.studyCount
    self.moderators = moderators
    coefficients = estimate.coefficients
    coefficientCovariance = estimate.coefficientCovariance
    groups = [
      BetweenStudyGroup(
        covariance: estimate.psi, boundary: estimate.boundary)
    ]
    jointCovariance = estimate.jointCovariance
    steps = []
    certificate = estimate.certificate
    logLikelihood = estimate.logLikelihood
    description = FitDescription(
      observations, choices: choices,
      coefficientCount: estimate.coefficients.count,
      halfLogDesignDeterminant: estimate.halfLogDesignDeterminant)
    transforms = choices.transforms
    dataDigest = observations.digest
  }

  internal init(
    _ estimate: BinomialRegressionEstimate, moderators: [FittedModerator],
    groups: FittedModerator?, observations: CountObservations,
    choices: BinomialLikelihood
  ) {
    studyCount = observations.counts.studyCount
    self.moderators = moderators
    coefficients = estimate.coefficients
    coefficientCovariance = estimate.coefficientCovariance
    unbounded = estimate.unbounded
    let levels = groups.map { $0.levels.map(Optional.some) } ?? [nil]
    self.groups = levels.enumerated().map { index, level in
      BetweenStudyGroup(
        level: level, covariance: estimate.psi[index],
        boundary: estimate.boundaries[index])
    }
    betweenStudyGroups = groups?.name
    jointCovariance = estimate.jointCovariance
    informationAtZeroVariance = estimate.informationAtZeroVariance
    certificate = estimate.certificate
    logLikelihood = estimate.logLikelihood
    description = FitDescription(
      observations, choices: choices,
      quadratureNodes: estimate.quadratureNodes,
      coefficientCount: estimate.coefficients.count,
      covarianceCount: estimate.psi.count)
    transforms = .logit
    steps = estimate.steps
    dataDigest = observations.digest
  }

  /// The covariance of the logits between studies that the moderators leave;
  /// that of the first group where there are several.
  public var betweenStudyCovariance: SymmetricMatrix2x2 {
    groups[0].covariance
  }

  /// Where in the parameter space the between-study covariance lies; that of
  /// the first group where there are several.
  public var boundary: CovarianceBoundary { groups[0].boundary }

  /// The names of the coefficients, as `sensitivity: (Intercept)` and
  /// `specificity: type[SAQ]`.
  public var coefficientNames: [String] { terms.map(\.name) }

  /// The value of each moderator at which its columns are zero: the centre
  /// of a number, the reference level of a category; and the first group,
  /// where the groups are of another covariate.
  public var referencePattern: [String: CovariateValue] {
    var pattern: [String: CovariateValue] = [:]
    for moderator in moderators {
      pattern[moderator.name] = moderator.referenceValue
    }
    if let name = betweenStudyGroups, pattern[name] == nil {
      pattern[name] = groups[0].level.map { .category($0) }
    }
    return pattern
  }

  /// The information criteria; `nil` for a method without a likelihood.
  ///
  /// The parameters are the coefficients and, unless the effects are fixed,
  /// three of the between-study covariance. Restricted likelihoods with
  /// different moderators are not comparable.
  public var informationCriteria: InformationCriteria? {
    logLikelihood.map {
      InformationCriteria(
        logLikelihood: $0, parameterCount: description.parameterCount,
        observationCount: description.observationCount(
          studyCount: studyCount))
    }
  }

  /// What each coefficient belongs to.
  internal var terms: [RegressionTerm] {
    moderators.terms(.sensitivity) + moderators.terms(.specificity)
  }
}

/// Studies with a between-study covariance of their own.
public struct BetweenStudyGroup: Hashable, Sendable, Codable {
  /// The category of the studies, or `nil` where there is one group.
  public var level: String?
  /// The covariance of the logits between the studies that the moderators
  /// leave.
  public var covariance: SymmetricMatrix2x2
  /// Where in the parameter space the covariance lies.
  public var boundary: CovarianceBoundary

  /// Creates the description of a group.
  public init(
    level: String? = nil, covariance: SymmetricMatrix2x2,
    boundary: CovarianceBoundary
  ) {
    self.level = level
    self.covariance = covariance
    self.boundary = boundary
  }
}
