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
/// > H. Chu, H. Guo, Y. Zhou. Bivariate random effects meta-analysis of
/// > diagnostic studies using generalized linear mixed models. *Med Decis
/// > Making* 30 (2010) 499–508. doi:10.1177/0272989X09353452
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
