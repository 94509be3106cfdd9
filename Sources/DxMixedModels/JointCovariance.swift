public import DxLinearAlgebra

/// The covariance of the estimates of two means and three variance parameters.
///
/// The five parameters stand in the order
/// ```
/// μ₁, μ₂, ψ₁₁, ψ₂₁, ψ₂₂
/// ```
/// where ψ is the covariance matrix of the random effects. It is stored in
/// blocks of fixed size, so that a fit carries it without an allocation.
/// At a boundary of the parameter space it has the rank of the face on which
/// the estimate lies.
public struct JointCovariance: Hashable, Sendable, Codable {
  /// The covariance of the two means.
  public var means: SymmetricMatrix2x2
  /// The covariances of the first mean with ψ₁₁, ψ₂₁ and ψ₂₂.
  public var firstMeanWithPsi: SIMD3<Double>
  /// The covariances of the second mean with ψ₁₁, ψ₂₁ and ψ₂₂.
  public var secondMeanWithPsi: SIMD3<Double>
  /// The covariance of ψ₁₁, ψ₂₁ and ψ₂₂.
  public var psi: SymmetricMatrix3x3

  /// Creates a covariance from its blocks.
  public init(
    means: SymmetricMatrix2x2, firstMeanWithPsi: SIMD3<Double>,
    secondMeanWithPsi: SIMD3<Double>, psi: SymmetricMatrix3x3
  ) {
    self.means = means
    self.firstMeanWithPsi = firstMeanWithPsi
    self.secondMeanWithPsi = secondMeanWithPsi
    self.psi = psi
  }

  /// The variance, by the delta method, of a smooth function of the five
  /// parameters.
  ///
  /// - Parameters:
  ///   - meanGradient: The derivatives by μ₁ and μ₂.
  ///   - psiGradient: The derivatives by ψ₁₁, ψ₂₁ and ψ₂₂; the off-diagonal
  ///     parameter counts once.
  public func variance(
    meanGradient: SIMD2<Double>, psiGradient: SIMD3<Double>
  ) -> Double {
    let crossed =
      meanGradient.x * (firstMeanWithPsi * psiGradient).sum()
      + meanGradient.y * (secondMeanWithPsi * psiGradient).sum()
    return means.quadraticForm(meanGradient) + 2 * crossed
      + psi.quadraticForm(psiGradient)
  }
}
