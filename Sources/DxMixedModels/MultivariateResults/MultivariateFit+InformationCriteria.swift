extension MultivariateFit {
  /// The information criteria; `nil` for the method of moments, which has no
  /// likelihood.
  ///
  /// The observations are the values that are reported, after restricted
  /// maximum likelihood less the coefficients, as in mixmeta, mvmeta and
  /// metafor. They compare fits to the same values by the same estimator; restricted
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
        logLikelihood: $0,
        parameterCount: coefficients.count + covarianceParameterCount,
        observationCount: observationCount
          - (isRestricted ? coefficients.count : 0))
    }
  }
}
