public import DxMixedModels

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
  /// The two proportions of a study count as two observations, as in mada,
  /// metandi and midas, and a study with one arm as one.
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
