internal import DxLinearAlgebra
internal import DxMixedModels

extension BivariateModel {
  /// The estimated true sensitivity and specificity of each study.
  ///
  /// ```
  /// let fit = try model.fit(studies)
  /// let estimates = try model.studyEstimates(studies, from: fit)
  /// ```
  /// With the parameters at the estimates of the fit, the true logits of a
  /// study have a distribution given its counts, whose mean and variance make
  /// the estimate and its standard error: by quadrature under the binomial
  /// likelihood (empirical Bayes), and in closed form under the normal
  /// approximation, on the scale of its transformations (best linear unbiased
  /// prediction). ``StudyEstimateUncertainty/prediction`` adds the uncertainty
  /// of the parameters, by the delta method with
  /// ``BivariateFit/jointCovariance``; after an estimator without one, Ψ is
  /// taken as known.
  ///
  /// Edge cases: a study that the model leaves out has no estimate. An interval
  /// that needs the joint covariance where the likelihood has none, as beside
  /// an infinite mean, is missing, with
  /// ``UndefinedReason/jointCovarianceUnavailable``. At a boundary of the
  /// between-study covariance, the boundary is taken as known.
  ///
  /// > R. E. Kass, D. Steffey. Approximate Bayesian inference in conditionally
  /// > independent hierarchical models (parametric empirical Bayes models).
  /// > *J Am Stat Assoc* 84:717–726, 1989. doi:10.1080/01621459.1989.10478825
  ///
  /// - Parameters:
  ///   - studies: The studies that were fitted, or others from the same
  ///     population.
  ///   - fit: A fit of the same model.
  ///   - uncertainty: What the intervals take into account.
  ///   - level: The level of the intervals.
  ///   - method: How the intervals are computed.
  /// - Returns: One estimate for each study that enters the likelihood, in
  ///   their order.
  /// - Precondition: The fit is on the scale of the model.
  /// - Throws: ``StudyDataError``, as ``fit(_:)`` does.
  /// - Complexity: O(*k*) for *k* studies, and the square of the number of
  ///   quadrature nodes for each.
  public func studyEstimates(
    _ studies: [Study], from fit: BivariateFit,
    uncertainty: StudyEstimateUncertainty = .prediction,
    level: ConfidenceLevel = .ninetyFivePercent,
    method: IntervalMethod = .wald
  ) throws(StudyDataError) -> [StudyEstimate] {
    let transforms = likelihood.normal?.transforms ?? .logit
    precondition(
      fit.transforms == transforms,
      "A fit on \(fit.transforms), and a model on \(transforms)")
    let builder = StudyEstimateBuilder(
      fit: fit, uncertainty: uncertainty,
      parameters: likelihood.parameterCovariance(of: fit),
      builder: IntervalBuilder(
        level: level, method: method, studyCount: fit.studyCount))
    return try posteriors(studies, fit).map {
      builder.estimate(study: $0.study, $0.posterior)
    }
  }

  /// The posteriors of the studies that enter the likelihood.
  private func posteriors(
    _ studies: [Study], _ fit: BivariateFit
  ) throws(StudyDataError) -> [(study: String, posterior: StudyPosterior)] {
    switch likelihood {
    case .binomial(let choices):
      let observations = try CountObservations(studies, choices: choices)
      let posteriors = observations.counts.studyPosteriors(
        means: fit.transformedMean, psi: fit.betweenStudyCovariance,
        quadrature: choices.quadrature)
      return posteriors.indices.map {
        (studies[observations.origin(of: $0)].id, posteriors[$0])
      }
    case .normal(let choices):
      let observations = try TransformedObservations(studies, choices: choices)
      let posteriors = observations.outcomes.studyPosteriors(
        means: fit.transformedMean, psi: fit.betweenStudyCovariance)
      return posteriors.indices.map {
        (studies[observations.origin(of: $0)].id, posteriors[$0])
      }
    }
  }
}

extension AccuracyLikelihood {
  /// The covariance of all parameters of a fit.
  ///
  /// Of an estimator without a likelihood only the means have one; a
  /// likelihood without one, as beside an infinite mean, has none.
  fileprivate func parameterCovariance(
    of fit: BivariateFit
  ) -> JointCovariance? {
    if let joint = fit.jointCovariance { return joint }
    guard normal != nil else { return nil }
    return JointCovariance(
      means: fit.meanCovariance, firstMeanWithPsi: .zero,
      secondMeanWithPsi: .zero, psi: SymmetricMatrix3x3(0, 0, 0, 0, 0, 0))
  }
}

/// Makes estimates of the posteriors of studies.
private struct StudyEstimateBuilder {
  let fit: BivariateFit
  let uncertainty: StudyEstimateUncertainty
  let parameters: JointCovariance?
  let builder: IntervalBuilder

  func estimate(study: String, _ posterior: StudyPosterior) -> StudyEstimate {
    let covariance =
      uncertainty == .conditional
      ? posterior.covariance
      : parameters.map(posterior.predictionCovariance)
    return StudyEstimate(
      study: study,
      sensitivity: interval(
        posterior.mean.x, covariance?.m11, fit.transforms.sensitivity),
      specificity: interval(
        posterior.mean.y, covariance?.m22, fit.transforms.specificity),
      covariance: covariance)
  }

  private func interval(
    _ value: Double, _ variance: Double?, _ transform: AccuracyTransform
  ) -> IntervalEstimate {
    let scale = EstimateScale(transform)
    guard value.isFinite else {
      return builder.undefined(value, scale: scale, reason: .infiniteEstimate)
    }
    guard let variance else {
      return builder.undefined(
        value, scale: scale, reason: .jointCovarianceUnavailable)
    }
    return builder.interval(value, variance: variance, scale: scale)
  }
}
