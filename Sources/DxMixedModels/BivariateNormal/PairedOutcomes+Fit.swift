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
  /// - Complexity: linear in the number of studies, and no allocation; five
  ///   to ten evaluations of the likelihood.
  ///
  /// > J. B. Reitsma et al. Bivariate analysis of sensitivity and specificity
  /// > produces informative summary measures in diagnostic reviews. *J Clin
  /// > Epidemiol* 58:982–990, 2005. doi:10.1016/j.jclinepi.2005.02.022
  public func fit(
    _ estimator: NormalEstimator, startingFrom start: SymmetricMatrix2x2? = nil
  ) throws(NormalModelError) -> BivariateNormalEstimate {
    try validate(for: estimator)
    switch estimator {
    case .restrictedMaximumLikelihood:
      return maximize(.restricted, estimator, start)
    case .maximumLikelihood:
      return maximize(.maximumLikelihood, estimator, start)
    case .fixedEffect:
      return fixedEffect()
    case .methodOfMoments:
      return methodOfMoments()
    }
  }

  private func validate(
    for estimator: NormalEstimator
  ) throws(NormalModelError) {
    let needed: Int =
      switch estimator {
      case .restrictedMaximumLikelihood, .methodOfMoments: 2
      case .maximumLikelihood, .fixedEffect: 1
      }
    if reportedCounts.first < needed {
      throw .tooFewStudies(
        outcome: 1, reporting: reportedCounts.first, needed: needed)
    }
    if reportedCounts.second < needed {
      throw .tooFewStudies(
        outcome: 2, reporting: reportedCounts.second, needed: needed)
    }
    if !hasOnlyAdmissibleObservations { try throwFirstInvalid() }
  }

  /// Whether each value is finite and each variance in the kernel's range.
  private var hasOnlyAdmissibleObservations: Bool {
    // y − y is not zero for an infinity or a NaN, so one sum tests them all.
    var residue = Pair.zero
    var smallest = Pair(repeating: .infinity)
    for pair in lanes {
      residue += pair.firstValue - pair.firstValue
      residue += pair.secondValue - pair.secondValue
      residue += pair.firstVariance - pair.firstVariance
      residue += pair.secondVariance - pair.secondVariance
      smallest = pointwiseMin(smallest, pair.firstVariance)
      smallest = pointwiseMin(smallest, pair.secondVariance)
    }
    return residue == .zero
      && smallest.min() >= Self.admissibleVariances.lowerBound
  }

  private func throwFirstInvalid() throws(NormalModelError) {
    for i in 0..<studyCount {
      let value = values(of: i)
      let variance = variances(of: i)
      for outcome in 0..<2
      where !value[outcome].isFinite
        || !(variance[outcome] >= Self.admissibleVariances.lowerBound)
      {
        throw .invalidObservation(
          study: i, outcome: outcome + 1, value: value[outcome],
          variance: variance[outcome])
      }
    }
  }

  private func maximize(
    _ likelihood: NormalLikelihood, _ estimator: NormalEstimator,
    _ start: SymmetricMatrix2x2?
  ) -> BivariateNormalEstimate {
    let moments = unweightedMoments
    var maximizer = NormalMaximizer(
      InterceptLikelihood(self, likelihood, moments))
    let maximum = maximizer.maximize(from: start ?? moments.psi)
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

  private var halfLogDesignDeterminant: Double {
    0.5
      * .log(
        Double(reportedCounts.first) * Double(reportedCounts.second))
  }

  private func fixedEffect() -> BivariateNormalEstimate {
    let moments = unweightedMoments
    let point = ExpansionPoint(
      psi: .zero, means: moments.means,
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
