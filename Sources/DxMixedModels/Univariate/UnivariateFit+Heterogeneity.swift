internal import DxLinearAlgebra
internal import RealModule

extension UnivariateFit {
  /// I²: the share of τ² in the total variance of a typical study, in [0, 1].
  ///
  /// It is τ²/(s² + τ²) with ``typicalVariance`` s²; under the fixed effect,
  /// where τ² is no estimate, max(0, 1 − (k − q)/Q).
  ///
  /// > J. P. T. Higgins, S. G. Thompson. Quantifying heterogeneity in a
  /// > meta-analysis. *Stat Med* 21 (2002) 1539–1558. doi:10.1002/sim.1186
  public var iSquared: Double {
    if estimator == .fixedEffect {
      let excess = 1 - 1 / hSquared
      return excess < 0 ? 0 : excess
    }
    return iSquared(of: betweenStudyVariance)
  }

  /// H²: the ratio of the total variance of a typical study to its sampling
  /// variance; under the fixed effect Q/(k − q), which may be below one.
  public var hSquared: Double {
    if estimator == .fixedEffect {
      return homogeneityTest.statistic / Double(degreesOfFreedom)
    }
    return 1 + betweenStudyVariance / typicalVariance
  }

  /// The share of the variance between studies that the moderators explain.
  ///
  /// It is max(0, 1 − τ²/τ₀²) with the τ₀² that the same estimator gives
  /// without moderators; under the fixed effect the values of H² take their
  /// place. It is `nil` for a model without an intercept or without
  /// moderators, and where τ₀² is zero.
  ///
  /// > S. W. Raudenbush. Analyzing effect sizes: random-effects models, in:
  /// > H. Cooper, L. V. Hedges, J. C. Valentine (eds.), *The Handbook of
  /// > Research Synthesis and Meta-Analysis*, 2nd ed., Russell Sage, 2009.
  ///
  /// - Complexity: that of a fit.
  public var rSquared: Double? {
    guard labels.contains(ModeratorTerm.intercept.name), labels.count > 1,
      let reference = try? UnivariateModel().fit(outcomes, estimator)
    else { return nil }
    if estimator == .fixedEffect {
      let ratio = hSquared / reference.hSquared
      return ratio.isNaN ? nil : Swift.max(0, 1 - ratio)
    }
    guard reference.betweenStudyVariance > 0 else { return nil }
    return Swift.max(
      0, 1 - betweenStudyVariance / reference.betweenStudyVariance)
  }

  /// The I² that belongs to a τ².
  internal func iSquared(of variance: Double) -> Double {
    variance / (typicalVariance + variance)
  }
}

extension UnivariateFit {
  /// The information criteria; `nil` for an estimator without a likelihood.
  ///
  /// The observations are k, or k − q for the restricted likelihood, and the
  /// constant is that of ``LikelihoodConvention/errorContrasts``. Those of the
  /// restricted likelihood compare fits with the same moderators only.
  public var informationCriteria: InformationCriteria? {
    logLikelihood.map {
      InformationCriteria(
        logLikelihood: $0,
        parameterCount: coefficients.count
          + (estimator == .fixedEffect ? 0 : 1),
        observationCount: estimator == .restrictedMaximumLikelihood
          ? degreesOfFreedom : studyCount)
    }
  }
}
