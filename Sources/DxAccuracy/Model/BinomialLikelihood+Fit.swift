internal import DxMixedModels

extension BinomialLikelihood {
  /// Fits the model without moderators.
  internal func fit(
    _ studies: [Study]
  ) throws(StudyDataError) -> BivariateFit {
    var observations = try CountObservations(studies, choices: self)
    do throws(BinomialModelError) {
      var estimate = try observations.counts.fit(
        quadrature, structure: structure)
      if estimate.certificate.quadratureError == nil {
        // One more evaluation, for a certificate that says how far a given
        // number of nodes is off.
        estimate.certificate.quadratureError =
          observations.counts.quadratureError(of: estimate)
      }
      return BivariateFit(estimate, observations: observations, choices: self)
    } catch {
      throw observations.dataError(error, studies)
    }
  }
}

extension FitDescription {
  internal init(
    _ observations: CountObservations, choices: BinomialLikelihood,
    quadratureNodes: Int, coefficientCount: Int = 2, covarianceCount: Int = 1
  ) {
    self.init(
      likelihood: .binomial(choices), quadratureNodes: quadratureNodes,
      correctedStudyCount: 0, arms: observations.arms,
      coefficientCount: coefficientCount, covarianceCount: covarianceCount)
  }
}

extension BivariateFit {
  fileprivate init(
    _ estimate: BivariateBinomialEstimate, observations: CountObservations,
    choices: BinomialLikelihood
  ) {
    self.init(
      studyCount: observations.counts.studyCount,
      transforms: .logit, transformedMean: estimate.means,
      meanCovariance: estimate.meanCovariance,
      betweenStudyCovariance: estimate.psi,
      jointCovariance: estimate.jointCovariance,
      boundary: estimate.boundary, certificate: estimate.certificate,
      logLikelihood: estimate.logLikelihood,
      description: FitDescription(
        observations, choices: choices,
        quadratureNodes: estimate.quadratureNodes),
      steps: estimate.steps,
      infiniteEstimate: estimate.infiniteMeans == .none
        ? nil : InfiniteEstimate(counts: observations.counts))
  }
}
