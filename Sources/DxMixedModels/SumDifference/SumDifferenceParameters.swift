public import DxLinearAlgebra
internal import RealModule

/// The distribution of two random logits by their scaled sum and difference.
///
/// Two logits with means μ₁, μ₂ and covariance Ψ are brought to one scale and
/// then added and subtracted:
/// ```
/// γ = ½ log(ψ₂₂ / ψ₁₁)
/// s = e^(γ/2) η₁ + e^(−γ/2) η₂          the sum, with variance σ²s
/// d = ½ (e^(γ/2) η₁ − e^(−γ/2) η₂)      the half difference, variance σ²d
/// ```
/// On their common scale the two have the same variance, so that s and d are
/// uncorrelated. Back again,
/// ```
/// η₁ =  e^(−γ/2) (d + s/2)    ψ₁₁ = e^(−γ) (σ²d + σ²s/4)
/// η₂ = −e^(γ/2) (d − s/2)     ψ₂₂ = e^γ (σ²d + σ²s/4)    ψ₂₁ = σ²s/4 − σ²d
/// ```
/// It is any covariance matrix with two positive variances. A correlation of
/// −1 is σ²s = 0, and one of +1 is σ²d = 0.
///
/// > R. M. Harbord et al. A unification of models for meta-analysis of
/// > diagnostic accuracy studies. *Biostatistics* 8:239–251, 2007.
/// > doi:10.1093/biostatistics/kxl004. Section 3.
public struct SumDifferenceParameters: Hashable, Sendable, Codable {
  /// The mean of the sum s.
  public var sum: Double
  /// The mean of the half difference d.
  public var halfDifference: Double
  /// The logarithm γ of the ratio of the second standard deviation to the
  /// first.
  public var logScaleRatio: Double
  /// The variance σ²s of the sum.
  public var sumVariance: Double
  /// The variance σ²d of the half difference.
  public var halfDifferenceVariance: Double

  /// Creates parameters from their values.
  public init(
    sum: Double, halfDifference: Double, logScaleRatio: Double,
    sumVariance: Double, halfDifferenceVariance: Double
  ) {
    self.sum = sum
    self.halfDifference = halfDifference
    self.logScaleRatio = logScaleRatio
    self.sumVariance = sumVariance
    self.halfDifferenceVariance = halfDifferenceVariance
  }

  /// Converts from two means and a covariance matrix.
  ///
  /// The result is not finite where a variance is zero.
  public init(means: SIMD2<Double>, psi: SymmetricMatrix2x2) {
    let product = psi.m11.squareRoot() * psi.m22.squareRoot()
    let root = (psi.m22 / psi.m11).squareRoot().squareRoot()
    let first = root * means.x
    let second = means.y / root
    self.init(
      sum: first + second, halfDifference: (first - second) / 2,
      logScaleRatio: .log(psi.m22 / psi.m11) / 2,
      sumVariance: max(0, 2 * (product + psi.m21)),
      halfDifferenceVariance: max(0, (product - psi.m21) / 2))
  }

  /// The means of the two logits.
  public var means: SIMD2<Double> {
    let root = Double.exp(logScaleRatio / 2)
    return SIMD2(
      (halfDifference + sum / 2) / root, (sum / 2 - halfDifference) * root)
  }

  /// The covariance matrix of the two logits.
  public var psi: SymmetricMatrix2x2 {
    let product = halfDifferenceVariance + sumVariance / 4
    return SymmetricMatrix2x2(
      product * .exp(-logScaleRatio),
      sumVariance / 4 - halfDifferenceVariance,
      product * .exp(logScaleRatio))
  }
}
