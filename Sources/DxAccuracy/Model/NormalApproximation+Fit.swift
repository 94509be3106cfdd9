internal import DxMixedModels

extension NormalApproximation {
  /// Fits the model without moderators.
  internal func fit(
    _ studies: [Study]
  ) throws(StudyDataError) -> BivariateFit {
    let observations = try TransformedObservations(studies, choices: self)
    do throws(NormalModelError) {
      let estimate = try observations.outcomes.fit(estimator)
      return BivariateFit(estimate, observations: observations, choices: self)
    } catch {
      throw observations.dataError(error, studies)
    }
  }
}

extension FitDescription {
  internal init(
    _ observations: TransformedObservations, choices: NormalApproximation,
    coefficientCount: Int = 2, halfLogDesignDeterminant: Double
  ) {
    self.init(
      likelihood: .normal(choices),
      correctedStudyCount: observations.correctedStudyCount,
      arms: observations.arms, coefficientCount: coefficientCount,
      logTransformDerivatives: observations.logTransformDerivatives,
      halfLogDesignDeterminant: halfLogDesignDeterminant)
  }
}

extension BivariateFit {
  fileprivate init(
    _ estimate: BivariateNormalEstimate, observations: TransformedObservations,
    choices: NormalApproximation
  ) {
    self.init(
      studyCount: observations.outcomes.studyCount,
      transforms: choices.transforms, transformedMean: estimate.means,
      meanCovariance: estimate.meanCovariance,
      betweenStudyCovariance: estimate.psi,
      jointCovariance: estimate.jointCovariance,
      boundary: estimate.boundary, certificate: estimate.certificate,
      logLikelihood: estimate.logLikelihood,
      description: FitDescription(
        observations, choices: choices,
        halfLogDesignDeterminant: estimate.halfLogDesignDeterminant))
  }
}
