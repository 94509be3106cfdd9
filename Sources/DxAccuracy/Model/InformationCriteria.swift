internal import DxMixedModels
internal import RealModule

/// The variable whose density a log-likelihood is.
public enum LikelihoodScale: String, Hashable, Sendable, Codable {
  /// The transformed proportions, as they are modelled.
  ///
  /// Values on different transformations cannot be compared. The restricted
  /// log-likelihood includes + ½ log|XᵀX|.
  case transformedProportions
  /// The proportions themselves, as the R package mada prints it.
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
  /// The number of parameters, *p*: two means and, unless the effects are
  /// fixed, three parameters of the between-study covariance.
  public var parameterCount: Int
  /// The number of observations, *n*: the two proportions of a study count as
  /// two, as in mada, metandi and midas.
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
  /// across ``transforms``; `nil` for a method without one.
  ///
  /// ``LikelihoodScale/proportions`` states the convention, which is mada's.
  ///
  /// > P. Doebler, H. Holling, D. Böhning. A mixed model approach to
  /// > meta-analysis of diagnostic studies with binary test outcome. *Psychol
  /// > Methods* 17 (2012) 418–436. doi:10.1037/a0028091
  ///
  /// Edge cases: NaN where ``description`` does not hold the sum of the
  /// derivatives.
  public var logLikelihoodOfProportions: Double? {
    let constant =
      description.estimator == .restrictedMaximumLikelihood
      ? description.halfLogDesignDeterminant : 0
    return logLikelihood.map {
      $0 + description.logTransformDerivatives - constant
    }
  }

  /// The information criteria on one scale of the likelihood; `nil` for a
  /// method without one.
  ///
  /// They compare fits of the same data by the same estimator.
  public func informationCriteria(
    _ scale: LikelihoodScale = .transformedProportions
  ) -> InformationCriteria? {
    let value =
      scale == .proportions ? logLikelihoodOfProportions : logLikelihood
    return value.map {
      InformationCriteria(
        logLikelihood: $0,
        parameterCount: description.parameterCount,
        observationCount: 2 * studyCount)
    }
  }

  /// Akaike's information criterion, on the scale of ``transforms``.
  public var akaikeInformationCriterion: Double? {
    informationCriteria()?.akaike
  }

  /// Schwarz's information criterion, on the scale of ``transforms``.
  public var bayesianInformationCriterion: Double? {
    informationCriteria()?.bayesian
  }
}
