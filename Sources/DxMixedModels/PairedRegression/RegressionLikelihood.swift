internal import DxLinearAlgebra

/// The likelihood of two outcomes with regressors, profiled over the
/// coefficients.
internal struct RegressionLikelihood: ProfiledNormalLikelihood {
  let design: RegressionDesign
  let observations: RegressionObservations
  let likelihood: NormalLikelihood
  let backend: any LinearAlgebraBackend
  let scale: SIMD2<Double>
  let typicalVariances: SIMD2<Double>
  let roundingError: Double
  let furtherStarts: FurtherStarts?

  init(
    _ design: RegressionDesign, _ observations: RegressionObservations,
    _ likelihood: NormalLikelihood, _ moments: UnweightedMoments,
    _ backend: any LinearAlgebraBackend
  ) {
    self.design = design
    self.observations = observations
    self.likelihood = likelihood
    self.backend = backend
    scale = moments.scale
    typicalVariances = moments.typicalVariances
    roundingError = moments.roundingError
    furtherStarts = FurtherStarts(
      studyCount: observations.residuals.count, moments
    ) {
      let covariance = observations.covariances[$0]
      return (
        observations.residuals[$0], SIMD2(covariance.m11, covariance.m22)
      )
    }
  }

  /// Expands the log-likelihood about Ψ; it is −∞ where the information of
  /// the coefficients is not positive definite to working precision.
  ///
  /// - Complexity: O(*k q*²) for *k* studies and *q* coefficients.
  func expand(at covariance: FactoredCovariance) -> ProfiledExpansion {
    guard
      let fit = GeneralizedLeastSquares(
        design, observations, psi: covariance.psi, backend)
    else { return ProfiledExpansion() }
    return ProfiledExpansion(likelihood, fit, backend)
  }
}

extension ProfiledExpansion {
  /// Assembles the expansion about a generalised least-squares fit.
  ///
  /// The formulas are those of the expansion from sums, in which each matrix
  /// is taken between factors of L⁻¹, so that V = (Σ QᵀWQ)⁻¹ becomes the
  /// identity. `K = u uᵀ` (plus `W Q V Qᵀ W` under the restricted
  /// likelihood) and W enter the second derivatives through the same linear
  /// form.
  init(
    _ likelihood: NormalLikelihood, _ fit: GeneralizedLeastSquares,
    _ backend: any LinearAlgebraBackend
  ) {
    var slope = SymmetricMatrix2x2.zero
    var deviance = fit.logDeterminant
    hessian = .zero
    for (study, weight) in fit.weights.enumerated() {
      let residual = fit.residuals[study]
      let u = weight * residual
      var k = SymmetricMatrix2x2(u.x * u.x, u.x * u.y, u.y * u.y)
      if likelihood == .restricted { k = k + fit.weightedLeverage(study) }
      deviance += (u * residual).sum()
      slope = slope + (k - weight)
      hessian = hessian + curvature(weight, 0.5 * weight - k)
    }
    gradient = SIMD3(slope.m11 / 2, slope.m21, slope.m22 / 2)
    let (m1, m2, m3) = fit.whitenedMoments
    hessian =
      hessian
      + SymmetricMatrix3x3(
        dot(m1, m1), dot(m1, m2), dot(m1, m3), dot(m2, m2), dot(m2, m3),
        dot(m3, m3))
    if likelihood == .restricted {
      deviance += fit.factor.logDeterminant
      hessian = hessian + 0.5 * fit.squaredTraces(backend)
    }
    kernelLogLikelihood = -0.5 * deviance
  }
}

/// The six traces tr(Eⱼ W Eₖ K), made symmetric in the two indices.
private func curvature(
  _ w: SymmetricMatrix2x2, _ k: SymmetricMatrix2x2
) -> SymmetricMatrix3x3 {
  SymmetricMatrix3x3(
    w.m11 * k.m11, w.m11 * k.m21 + w.m21 * k.m11, w.m21 * k.m21,
    w.m11 * k.m22 + 2 * w.m21 * k.m21 + w.m22 * k.m11,
    w.m21 * k.m22 + w.m22 * k.m21, w.m22 * k.m22)
}

extension GeneralizedLeastSquares {
  /// Wᵢ Qᵢ V Qᵢᵀ Wᵢ.
  fileprivate func weightedLeverage(_ study: Int) -> SymmetricMatrix2x2 {
    let count = weighted.rowCount
    let entries = weighted.elements
    let first = 2 * study * count
    var result = SymmetricMatrix2x2.zero
    for row in first..<(first + count) {
      let (x, y) = (entries[row], entries[row + count])
      result.m11 += x * x
      result.m21 += x * y
      result.m22 += y * y
    }
    return result
  }

  /// The observed information between the coefficients and Ψ: the vectors
  /// `Σ QᵢᵀWᵢ Eⱼ uᵢ`, whitened.
  internal var whitenedMoments: ([Double], [Double], [Double]) {
    let count = weighted.rowCount
    let entries = weighted.elements
    let zero = [Double](repeating: 0, count: count)
    var (m1, m2, m3) = (zero, zero, zero)
    for (study, weight) in weights.enumerated() {
      let u = weight * residuals[study]
      let first = 2 * study * count
      for row in 0..<count {
        let (x, y) = (entries[first + row], entries[first + count + row])
        m1[row] += x * u.x
        m2[row] += x * u.y + y * u.x
        m3[row] += y * u.y
      }
    }
    return (m1, m2, m3)
  }

  /// The traces tr(V Aⱼ V Aₖ), with Aⱼ = Σ QᵢᵀWᵢ Eⱼ Wᵢ Qᵢ.
  fileprivate func squaredTraces(
    _ backend: any LinearAlgebraBackend
  ) -> SymmetricMatrix3x3 {
    let count = weighted.rowCount
    let gramian = weightedGramian(backend)
    var result = SymmetricMatrix3x3.zero
    for column in 0..<count {
      for row in 0..<count {
        let a1 = gramian[row, column]
        let a2 = gramian[count + row, column] + gramian[count + column, row]
        let a3 = gramian[count + row, count + column]
        result =
          result + SymmetricMatrix3x3(outerSquareOf: SIMD3(a1, a2, a3))
      }
    }
    return result
  }
}
