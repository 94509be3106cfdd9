public import DxMixedModels

/// The normal approximation to the likelihood of the logits.
///
/// Study *i* observes the logits of its sensitivity and specificity with
/// independent sampling errors of known variances:
/// ```
/// (logit Seᵢ, logit Spᵢ) ~ N(μ, Sᵢ + Ψ)
/// Sᵢ = diag(1/TPᵢ + 1/FNᵢ, 1/TNᵢ + 1/FPᵢ)
/// ```
/// with the counts after the continuity correction. Another scale than the
/// logit is a choice of ``transforms``; the within-study variances are then
/// those of the delta method.
///
/// Assumptions: the counts are large enough for the normal approximation to
/// the logits; the studies are independent. The approximation is biased
/// towards ½ where proportions are near 1 and arms are small, and the
/// correction adds to it.
///
/// > J. B. Reitsma et al. Bivariate analysis of sensitivity and specificity
/// > produces informative summary measures in diagnostic reviews. *J Clin
/// > Epidemiol* 58:982–990, 2005. doi:10.1016/j.jclinepi.2005.02.022
public struct NormalApproximation: Hashable, Sendable, Codable {
  /// How the between-study covariance is estimated.
  public var estimator: NormalEstimator
  /// What is added to zero cells.
  public var correction: ContinuityCorrection
  /// What to do with a study that has an empty arm, of which there is no
  /// logit.
  public var incompleteStudies: IncompleteStudyPolicy
  /// The scale on which the proportions are modelled.
  public var transforms: AccuracyTransforms

  /// Makes the choices; a study with an empty arm is refused by name.
  public init(
    estimator: NormalEstimator = .restrictedMaximumLikelihood,
    correction: ContinuityCorrection = ContinuityCorrection(),
    incompleteStudies: IncompleteStudyPolicy = .refuse,
    transforms: AccuracyTransforms = .logit
  ) {
    self.estimator = estimator
    self.correction = correction
    self.incompleteStudies = incompleteStudies
    self.transforms = transforms
  }
}
