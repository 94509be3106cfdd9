internal import DxLinearAlgebra

/// The profiled log-likelihood of the normal model at one Ψ, to second order.
///
/// The parameters are (ψ₁₁, ψ₂₁, ψ₂₂), in this order, and the off-diagonal one
/// counts once. What concerns the means stays zero under a regression, whose
/// coefficients, of any number, are computed once at the end.
internal struct ProfiledExpansion {
  /// The log-likelihood, without the constants in 2π and |XᵀX|.
  var kernelLogLikelihood = -Double.infinity
  /// The derivatives by Ψ.
  var gradient = SIMD3<Double>.zero
  /// The second derivatives by Ψ.
  var hessian = SymmetricMatrix3x3.zero
  /// The generalised least-squares means.
  var means = SIMD2<Double>.zero
  /// The covariance of the means for this Ψ.
  var meanCovariance = SymmetricMatrix2x2.zero
  /// The observed information between the first mean and Ψ.
  var firstMeanInformation = SIMD3<Double>.zero
  /// The observed information between the second mean and Ψ.
  var secondMeanInformation = SIMD3<Double>.zero
}
