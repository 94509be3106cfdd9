internal import DxMixedModels
internal import RealModule

/// The variable whose density a log-likelihood is.
public enum LikelihoodScale: String, Hashable, Sendable, Codable {
  /// The observations as they are modelled: counts under the binomial
  /// likelihood, transformed proportions under the normal approximation.
  ///
  /// Values under different likelihoods or on different transformations
  /// cannot be compared. The restricted log-likelihood includes + ½ log|XᵀX|.
  case modelled
  /// The proportions themselves, as the R package mada prints it; the
  /// binomial likelihood has no such density.
  ///
  /// The sum of ln t′(pᵢ) over the corrected proportions pᵢ of both outcomes
  /// is added, the logarithm of the Jacobian of the transformation, so that
  /// models of the same data on different transformations can be compared.
  /// The restricted log-likelihood does not include ½ log|XᵀX|.
  case proportions
}

/// What a fit is worth for the number of its parameters.
public struct InformationCriteria: Hashable, Sendable, Codable {
  /// The maximised log-likelihood, ℓ.
  public var logLikelihood: Double
  /// The number of parameters, *p*: two means and those parameters of the
  /// between-study covariance that its structure leaves free, three as a rule.
  ///
  /// An estimate on a boundary does not lower it.
  public var parameterCount: Int
  /// The number of observations, *n*: the two proportions of a study count as
  /// two, as in mada, metandi and midas, and a study with one arm as one.
  public var observationCount: Int

  /// Akaike's criterion, −2 ℓ + 2 *p*.
  public var akaike: Double {
    -2 * logLikelihood + 2 * Double(parameterCount)
  }

  /// Schwarz's criterion, −2 ℓ + *p* log *n*.
  public var bayesian: Double {
    -2 * logLikelihood
      + Double(parameterCount) * .log(Double(observationCount))
  }
}

extension BivariateFit {
  /// The log-likelihood as the density of proportions, which can be compared
  /// across ``transforms``; `nil` for a method without one, and under the
  /// binomial likelihood, which is a probability of counts.
  ///
  /// ``LikelihoodScale/proportions`` states the convention, which is mada's.
  ///
  /// > P. Doebler, H. Holling, D. Böhning. A mixed model approach to
  /// > meta-analysis of diagnostic studies with binary test outcome. *Psychol
  /// > Methods* 17 (2012) 418–436. doi:10.1037/a0028091
  ///
  /// Edge cases: `nil` where ``description`` does not hold the sum of the
  /// derivatives or, after restricted maximum likelihood, the determinant.
  public var logLikelihoodOfProportions: Double? {
    guard
      let logLikelihood, let estimator = description.estimator,
      let derivatives = description.logTransformDerivatives
    else { return nil }
    guard estimator == .restrictedMaximumLikelihood else {
      return logLikelihood + derivatives
    }
    return description.halfLogDesignDeterminant.map {
      logLikelihood + derivatives - $0
    }
  }

  /// The information criteria on one scale of the likelihood; `nil` for a
  /// method or a scale without one.
  ///
  /// They compare fits of the same data by the same likelihood and estimator.
  public func informationCriteria(
    _ scale: LikelihoodScale = .modelled
  ) -> InformationCriteria? {
    let value =
      scale == .proportions ? logLikelihoodOfProportions : logLikelihood
    return value.map {
      InformationCriteria(
        logLikelihood: $0,
        parameterCount: description.parameterCount,
        observationCount: description.observationCount(
          studyCount: studyCount))
    }
  }

  /// Akaike's information criterion, of the observations as modelled.
  public var akaikeInformationCriterion: Double? {
    informationCriteria()?.akaike
  }

  /// Schwarz's information criterion, of the observations as modelled.
  public var bayesianInformationCriterion: Double? {
    informationCriteria()?.bayesian
  }
}
