public import DxMixedModels

/// The exact likelihood of the counts: they are binomial given the accuracy
/// of the study.
///
/// ```
/// TPᵢ ~ Bin(TPᵢ + FNᵢ, Seᵢ),   TNᵢ ~ Bin(TNᵢ + FPᵢ, Spᵢ)
/// (logit Seᵢ, logit Spᵢ) ~ N(μ, Ψ)
/// ```
/// The true logits are integrated out numerically, and the parameters
/// estimated by maximum likelihood. Zero cells need no correction, and a study
/// with an empty arm says what it can with the other.
///
/// Assumptions: the logits are normal over the population of studies, and the
/// studies independent.
///
/// > H. Chu, S. R. Cole. Bivariate meta-analysis of sensitivity and specificity
/// > with sparse data: a generalized linear mixed model approach. *J Clin
/// > Epidemiol* 59 (2006) 1331–1332. doi:10.1016/j.jclinepi.2006.06.011
public struct BinomialLikelihood: Hashable, Sendable, Codable {
  /// How the true logits are integrated out.
  public var quadrature: BinomialQuadrature
  /// What is assumed of the between-study covariance; its first outcome is
  /// the sensitivity.
  public var structure: CovarianceStructure
  /// What to do with a study that has an empty arm.
  public var incompleteStudies: IncompleteStudyPolicy

  /// Makes the choices; a study with one arm stays in with it.
  public init(
    quadrature: BinomialQuadrature = .automatic(),
    structure: CovarianceStructure = .unstructured,
    incompleteStudies: IncompleteStudyPolicy = .keepObservedArm
  ) {
    self.quadrature = quadrature
    self.structure = structure
    self.incompleteStudies = incompleteStudies
  }
}
