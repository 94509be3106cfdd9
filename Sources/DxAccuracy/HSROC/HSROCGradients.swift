internal import DxLinearAlgebra

/// The derivatives of the five parameters of the hierarchical summary ROC
/// model by those of the bivariate model.
///
/// They are those of the definitions in ``HSROCParameters``.
internal struct HSROCGradients {
  let lambda: DeltaGradient
  let theta: DeltaGradient
  let beta: DeltaGradient
  let varianceAlpha: DeltaGradient
  let varianceTheta: DeltaGradient

  init(
    _ parameters: HSROCParameters,
    betweenStudyCovariance psi: SymmetricMatrix2x2
  ) {
    let a = psi.m11
    let b = psi.m22
    let q = (b / a).squareRoot().squareRoot()
    let ratio = q * q
    lambda = DeltaGradient(
      mean: SIMD2(q, 1 / q),
      psi: SIMD3(
        -parameters.theta / (2 * a), 0, parameters.theta / (2 * b)))
    theta = DeltaGradient(
      mean: SIMD2(q / 2, -1 / (2 * q)),
      psi: SIMD3(
        -parameters.lambda / (8 * a), 0, parameters.lambda / (8 * b)))
    beta = DeltaGradient(
      mean: .zero, psi: SIMD3(-1 / (2 * a), 0, 1 / (2 * b)))
    varianceAlpha = DeltaGradient(
      mean: .zero, psi: SIMD3(ratio, 2, 1 / ratio))
    varianceTheta = DeltaGradient(
      mean: .zero, psi: SIMD3(ratio / 4, -0.5, 1 / (4 * ratio)))
  }
}
