internal import RealModule

extension MultivariateFit {
  /// What a fit is worth for the number of its parameters.
  public struct InformationCriteria: Hashable, Sendable, Codable {
    /// The constant that the restricted log-likelihood includes.
    public var convention: LikelihoodConvention
    /// The maximised log-likelihood, ℓ.
    public var logLikelihood: Double
    /// The number of parameters, *d*: the coefficients, and the parameters of
    /// all covariances of random effects.
    ///
    /// An estimate on a boundary does not lower it.
    public var parameterCount: Int
    /// The number of observations, *n*: the values that are reported, after
    /// restricted maximum likelihood less the coefficients, as in mixmeta,
    /// mvmeta and metafor.
    public var observationCount: Int

    /// Akaike's criterion, −2 ℓ + 2 *d*.
    public var akaike: Double {
      -2 * logLikelihood + 2 * Double(parameterCount)
    }

    /// Akaike's criterion with Hurvich and Tsai's correction,
    /// −2 ℓ + 2 *d* *n*/(*n* − *d* − 1).
    ///
    /// It is infinite for *n* ≤ *d* + 1, where metafor raises *n* to *d* + 2.
    ///
    /// > C. M. Hurvich, C.-L. Tsai. "Regression and time series model
    /// > selection in small samples." *Biometrika* 76 (1989), 297–307.
    /// > doi:10.1093/biomet/76.2.297
    public var correctedAkaike: Double {
      let left = Double(observationCount - parameterCount - 1)
      guard left > 0 else { return .infinity }
      return -2 * logLikelihood
        + 2 * Double(parameterCount) * Double(observationCount) / left
    }

    /// Schwarz's criterion, −2 ℓ + *d* log *n*.
    public var bayesian: Double {
      -2 * logLikelihood
        + Double(parameterCount) * .log(Double(observationCount))
    }
  }

  /// The information criteria; `nil` for the method of moments, which has no
  /// likelihood.
  ///
  /// They compare fits to the same values by the same estimator; restricted
  /// likelihoods only with the same fixed part.
  ///
  /// - Parameter convention: The constant of the restricted log-likelihood.
  public func informationCriteria(
    _ convention: LikelihoodConvention = .errorContrasts
  ) -> InformationCriteria? {
    let value = convention.convert(
      logLikelihood, of: estimator,
      halfLogDesignDeterminant: halfLogDesignDeterminant)
    let isRestricted = estimator == .restrictedMaximumLikelihood
    return value.map {
      InformationCriteria(
        convention: convention, logLikelihood: $0,
        parameterCount: coefficients.count + covarianceParameterCount,
        observationCount: observationCount
          - (isRestricted ? coefficients.count : 0))
    }
  }
}
