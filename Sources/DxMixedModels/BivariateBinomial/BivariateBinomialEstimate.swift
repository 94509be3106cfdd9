public import DxLinearAlgebra

/// A fitted binomial model of two outcomes with normal random effects.
///
/// In study *i* the outcomes are counts of successes,
/// ```
/// yᵢⱼ ~ Bin(nᵢⱼ, expit ηᵢⱼ),   ηᵢ = μ + uᵢ,   uᵢ ~ N(0, Ψ)
/// ```
/// independently over the studies and, given uᵢ, over the outcomes.
public struct BivariateBinomialEstimate: Hashable, Sendable, Codable {
  /// The means μ of the logits; ±∞ where ``infiniteMeans`` says so.
  public var means: SIMD2<Double>
  /// The covariance of the means: the block of the inverse of the observed
  /// information of all parameters, so that Ψ counts as estimated.
  ///
  /// An infinite mean has an infinite variance.
  public var meanCovariance: SymmetricMatrix2x2
  /// The covariance of the random effects, Ψ.
  ///
  /// The variance that belongs to an infinite mean is not identified, and is
  /// zero here.
  public var psi: SymmetricMatrix2x2
  /// The covariance of the means and Ψ, the inverse of the observed
  /// information on the face where Ψ lies; `nil` where a mean is infinite or
  /// the information is singular.
  public var jointCovariance: JointCovariance?
  /// The log-likelihood, with the binomial coefficients; at an infinite mean,
  /// its supremum.
  public var logLikelihood: Double
  /// Where Ψ lies.
  public var boundary: CovarianceBoundary
  /// Which means are infinite.
  public var infiniteMeans: InfiniteMeans
  /// The expected information of ψ₁₁, ψ₂₁ and ψ₂₂ at Ψ = 0, with the means
  /// profiled out, from which the null distribution of the likelihood-ratio
  /// test of all random effects follows.
  ///
  /// Only the diagonal is given, since the other entries are zero, as are those
  /// that belong to an infinite mean. It is `nil` unless the structure is
  /// ``CovarianceStructure/zeroVarianceBoth``.
  public var informationAtZeroVariance: SIMD3<Double>?
  /// What was assumed of Ψ.
  public var structure: CovarianceStructure
  /// The number of quadrature nodes a dimension.
  public var quadratureNodes: Int
  /// What is known about the optimum.
  public var certificate: FitCertificate
  /// The models that the fit went through; the last is the one reported.
  ///
  /// Empty where the first fit was the last: an interior maximum.
  public var steps: [FitStep]
}

/// The parameters of a binomial model of two outcomes.
public struct BinomialParameters: Hashable, Sendable, Codable {
  /// The means of the logits.
  public var means: SIMD2<Double>
  /// The covariance of the random effects, positive semi-definite.
  public var psi: SymmetricMatrix2x2

  /// Creates parameters.
  public init(means: SIMD2<Double>, psi: SymmetricMatrix2x2) {
    self.means = means
    self.psi = psi
  }
}
