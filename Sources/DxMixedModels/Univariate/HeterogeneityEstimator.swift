/// How the variance between studies, τ², of one outcome is estimated.
///
/// With W = diag 1/(vᵢ + τ²) and P = W − W X (Xᵀ W X)⁻¹ Xᵀ W, the statistic
/// Q(τ²) is yᵀ P y, and Q is its value at zero. There are *k* studies and *q*
/// coefficients. All estimates are truncated at zero.
public enum HeterogeneityEstimator: Hashable, Sendable {
  /// None: τ² = 0, a single effect, or one for each value of the moderators.
  case fixedEffect
  /// The method of moments from Q: (Q − (k − q)) / tr P at τ² = 0.
  ///
  /// > R. DerSimonian, N. Laird. Meta-analysis in clinical trials. *Control
  /// > Clin Trials* 7 (1986) 177–188. doi:10.1016/0197-2456(86)90046-2
  case derSimonianLaird
  /// Restricted maximum likelihood, at the global maximum.
  case restrictedMaximumLikelihood
  /// Maximum likelihood, at the global maximum.
  case maximumLikelihood
  /// The root of Q(τ²) = k − q, which is also the empirical Bayes estimate.
  ///
  /// > R. C. Paule, J. Mandel. Consensus values and weighting factors. *J Res
  /// > Natl Bur Stand* 87 (1982) 377–385. doi:10.6028/jres.087.022
  case pauleMandel
  /// τ₀² Q(τ₀²) / (k − q), where τ₀² is the variance of the effects with
  /// denominator *k*. It is positive unless all effects are equal.
  ///
  /// > K. Sidik, J. N. Jonkman. Simple heterogeneity variance estimation for
  /// > meta-analysis. *J R Stat Soc C* 54 (2005) 367–384.
  /// > doi:10.1111/j.1467-9876.2005.00489.x
  case sidikJonkman
  /// The method of moments from the unweighted sum of squares: its mean minus
  /// the mean sampling variance of the residuals.
  case hedges
  /// (Q − k) / Σ 1/vᵢ, which is biased towards zero.
  case hunterSchmidt
  /// The method of moments from Q with any weights aᵢ in the place of 1/vᵢ.
  ///
  /// Weights 1/vᵢ give ``derSimonianLaird``, equal ones ``hedges``. The
  /// weights serve τ² alone; the coefficients are those of weights
  /// 1/(vᵢ + τ²), as under each other estimator.
  ///
  /// > D. Jackson. Confidence intervals for the between-study variance in
  /// > random effects meta-analysis using generalised Cochran heterogeneity
  /// > statistics. *Res Synth Methods* 4 (2013) 220–229.
  case generalizedQ(weights: [Double])
}
