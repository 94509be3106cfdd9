public import DxLinearAlgebra
internal import DxOptimization
internal import RealModule

extension PairedOutcomes {
  /// Fits the model with one mean for each outcome.
  ///
  /// ```
  /// yᵢ ~ N(μ, Sᵢ + Ψ),   Sᵢ = diag(s₁, s₂)
  /// ```
  /// The means are profiled out by generalised least squares, and Ψ is
  /// maximised over all covariance matrices Ψ ≥ 0, its boundary included, by
  /// Newton's method in a trust region with exact derivatives. A correlation
  /// of ±1 and a variance of zero are ordinary results, told by
  /// ``BivariateNormalEstimate/boundary``.
  ///
  /// An outcome that a study does not report enters as missing at random.
  ///
  /// Data on the scale of logits take a kernel made for them; where means or
  /// variances are far from that scale, the general model of
  /// ``PairedRegression`` gives the same estimate with more work.
  ///
  /// Accuracy: the log-likelihood is within 1e-12 of the maximum, relative to
  /// its magnitude; Ψ to about 1e-8 of its standard errors.
  ///
  /// - Parameters:
  ///   - estimator: How Ψ is estimated.
  ///   - start: A covariance matrix to start from instead of the moments of
  ///     the data; positive semi-definite. Only the likelihood estimators
  ///     use it.
  /// - Throws: ``NormalModelError``. Restricted maximum likelihood and the
  ///   method of moments need two studies for each outcome, the others one.
  /// - Complexity: linear in the number of studies, five to ten evaluations
  ///   of the likelihood. No allocation in the kernel's range: variances of at
  ///   least 2⁻⁴⁸, means of at most 2⁸ in magnitude, and total variances of at
  ///   most 2⁷.
  ///
  /// > J. B. Reitsma et al. Bivariate analysis of sensitivity and specificity
  /// > produces informative summary measures in diagnostic reviews. *J Clin
  /// > Epidemiol* 58:982–990, 2005. doi:10.1016/j.jclinepi.2005.02.022
  public func fit(
    _ estimator: NormalEstimator, startingFrom start: SymmetricMatrix2x2? = nil
  ) throws(NormalModelError) -> BivariateNormalEstimate {
    try validateCounts(for: estimator)
    guard isFinite else { throw firstInvalidObservation }
    let moments = unweightedMoments
    let smallest = moments.withinMinimum.min()
    guard smallest > 0 else { throw firstInvalidObservation }
    guard
      smallest >= Self.leastKernelVariance, Self.kernelSuits(moments)
    else { return generalFit(estimator, start) }
    switch estimator {
    case .restrictedMaximumLikelihood:
      return maximize(.restricted, estimator, moments, start)
    case .maximumLikelihood:
      return maximize(.maximumLikelihood, estimator, moments, start)
    case .fixedEffect:
      return fixedEffect(moments)
    case .methodOfMoments:
      return methodOfMoments(moments)
    }
  }

  private func validateCounts(
    for estimator: NormalEstimator
  ) throws(NormalModelError) {
    let needed = 1 + estimator.degreesOfFreedomNeeded
    if reportedCounts.first < needed {
      throw .tooFewStudies(
        outcome: 1, reporting: reportedCounts.first, needed: needed)
    }
    if reportedCounts.second < needed {
      throw .tooFewStudies(
        outcome: 2, reporting: reportedCounts.second, needed: needed)
    }
  }

  /// Whether all values and variances are finite.
  private var isFinite: Bool {
    // y − y is not zero for an infinity or a NaN, so one sum tests them all.
    var residue = Pair.zero
    for pair in lanes {
      residue += pair.firstValue - pair.firstValue
      residue += pair.secondValue - pair.secondValue
      residue += pair.firstVariance - pair.firstVariance
      residue += pair.secondVariance - pair.secondVariance
    }
    return residue == .zero
  }

  private var firstInvalidObservation: NormalModelError {
    for i in 0..<studyCount {
      let value = values(of: i)
      let variance = variances(of: i)
      for outcome in 0..<2
      where !value[outcome].isFinite || !(variance[outcome] > 0) {
        return .invalidObservation(
          study: i, outcome: outcome + 1, value: value[outcome],
          variance: variance[outcome])
      }
    }
    preconditionFailure("No observation is invalid")
  }

  private func maximize(
    _ likelihood: NormalLikelihood, _ estimator: NormalEstimator,
    _ moments: UnweightedMoments, _ start: SymmetricMatrix2x2?
  ) -> BivariateNormalEstimate {
    var maximizer = NormalMaximizer(
      InterceptLikelihood(self, likelihood, moments))
    let maximum = maximizer.maximize(
      from: start ?? moments.start(likelihood, studyCount: studyCount))
    return BivariateNormalEstimate(
      estimator: estimator,
      means: maximum.expansion.means,
      meanCovariance: maximum.expansion.meanCovariance,
      psi: maximum.psi,
      jointCovariance: maximum.jointCovariance(likelihood),
      logLikelihood: maximum.expansion.kernelLogLikelihood
        + constant(likelihood),
      halfLogDesignDeterminant: halfLogDesignDeterminant,
      boundary: maximum.boundary,
      certificate: maximum.certificate(evaluations: maximizer.evaluations))
  }

  /// What the kernel of the log-likelihood leaves out.
  private func constant(_ likelihood: NormalLikelihood) -> Double {
    likelihood.constant(observationCount: reportedCount, coefficientCount: 2)
      + (likelihood == .restricted ? halfLogDesignDeterminant : 0)
  }

  internal var halfLogDesignDeterminant: Double {
    0.5
      * .log(
        Double(reportedCounts.first) * Double(reportedCounts.second))
  }

  private func fixedEffect(
    _ moments: UnweightedMoments
  ) -> BivariateNormalEstimate {
    let point = ExpansionPoint(
      covariance: FactoredCovariance(.zero), means: moments.means,
      meanCovariance: moments.meanCovariance)
    let expansion = expand(.maximumLikelihood, at: point)
    return BivariateNormalEstimate(
      estimator: .fixedEffect, means: expansion.means,
      meanCovariance: expansion.meanCovariance, psi: .zero,
      jointCovariance: nil,
      logLikelihood: expansion.kernelLogLikelihood
        + constant(.maximumLikelihood),
      halfLogDesignDeterminant: halfLogDesignDeterminant,
      boundary: .zeroVarianceBoth,
      certificate: .closedForm)
  }
}
