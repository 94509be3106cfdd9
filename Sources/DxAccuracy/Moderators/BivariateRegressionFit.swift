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
  /// The covariance of the coefficients, the between-study covariance taken
  /// as known.
  public var coefficientCovariance: Matrix
  /// The covariance of the logits between studies that the moderators leave.
  public var betweenStudyCovariance: SymmetricMatrix2x2
  /// The covariance of the coefficients and, in the last three rows and
  /// columns, of the entries 11, 21 and 22 of the between-study covariance;
  /// `nil` where the method has no likelihood to take it from.
  public var jointCovariance: Matrix?
  /// Where in the parameter space the estimate lies.
  public var boundary: CovarianceBoundary
  /// What is known about the optimum.
  public var certificate: FitCertificate
  /// The maximised log-likelihood, on the scale of ``transforms``; `nil` for a method
  /// without one.
  ///
  /// The restricted log-likelihood includes + ½ log|XᵀX|, as mixmeta and
  /// metafor print it.
  public var logLikelihood: Double?
  /// The scales on which sensitivity and specificity are modelled.
  public var transforms: AccuracyTransforms
  /// How the fit was made.
  public var description: FitDescription
  /// A digest of the logits and their variances, the same in any order of the
  /// studies, by which fits to different data are told apart.
  internal var dataDigest: UInt64

  internal init(
    _ estimate: PairedRegressionEstimate, moderators: [FittedModerator],
    observations: TransformedObservations, choices: NormalApproximation
  ) {
    studyCount = observations.outcomes.studyCount
    self.moderators = moderators
    coefficients = estimate.coefficients
    coefficientCovariance = estimate.coefficientCovariance
    betweenStudyCovariance = estimate.psi
    jointCovariance = estimate.jointCovariance
    boundary = estimate.boundary
    certificate = estimate.certificate
    logLikelihood = estimate.logLikelihood
    description = FitDescription(
      observations, choices: choices,
      coefficientCount: estimate.coefficients.count,
      halfLogDesignDeterminant: estimate.halfLogDesignDeterminant)
    transforms = choices.transforms
    dataDigest = observations.digest
  }

  /// The names of the coefficients, as `sensitivity: (Intercept)` and
  /// `specificity: type[SAQ]`.
  public var coefficientNames: [String] { terms.map(\.name) }

  /// The value of each moderator at which its columns are zero: the centre
  /// of a number, the reference level of a category.
  public var referencePattern: [String: CovariateValue] {
    var pattern: [String: CovariateValue] = [:]
    for moderator in moderators {
      pattern[moderator.name] = moderator.referenceValue
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

extension TransformedObservations {
  /// The sum over the studies of a digest of each.
  fileprivate var digest: UInt64 {
    var sum: UInt64 = 0
    for study in 0..<outcomes.studyCount {
      let values = outcomes.values(of: study)
      let variances = outcomes.variances(of: study)
      var hash: UInt64 = 0
      for outcome in 0..<2 where variances[outcome] < .infinity {
        hash = Self.mixed(hash &+ UInt64(outcome))
        hash = Self.mixed(hash ^ values[outcome].bitPattern)
        hash = Self.mixed(hash ^ variances[outcome].bitPattern)
      }
      sum &+= hash
    }
    return sum
  }

  /// The output function of the generator SplitMix64.
  ///
  /// > G. L. Steele, D. Lea, C. H. Flood. Fast splittable pseudorandom number
  /// > generators. *OOPSLA* 2014, 453–472, fig. 16.
  /// > doi:10.1145/2660193.2660195
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
