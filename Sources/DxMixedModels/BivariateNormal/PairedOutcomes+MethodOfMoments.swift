internal import DxLinearAlgebra

extension PairedOutcomes {
  /// The matrix-based method of moments.
  ///
  /// With the weights Wᵢ = Sᵢ⁻¹, the fixed-effect mean μ̂, V = (Σ Wᵢ)⁻¹ and
  /// ```
  /// Q = Σ Wᵢ (yᵢ − μ̂)(yᵢ − μ̂)ᵀ,   E Q = (k I − I) + (Σ Wᵢ − Σ Wᵢ V Wᵢ) Ψ
  /// ```
  /// the estimate is the Ψ that solves the second equation for the observed
  /// Q, made symmetric and with its eigenvalues truncated from below. All
  /// weights are diagonal here, so the equation splits by entries; an
  /// unreported outcome has weight zero and each product runs over the
  /// studies that report what it needs.
  ///
  /// > D. Jackson, I. R. White, R. D. Riley. A matrix-based method of moments
  /// > for fitting the multivariate random effects model for meta-analysis
  /// > and meta-regression. *Biometrical Journal* 55:231–245, 2013.
  /// > doi:10.1002/bimj.201200152
  internal func methodOfMoments(
    _ moments: UnweightedMoments
  ) -> BivariateNormalEstimate {
    let fixed = expand(
      .maximumLikelihood,
      at: ExpansionPoint(
        covariance: FactoredCovariance(.zero), means: moments.means,
        meanCovariance: .zero))
    let raw = rawMomentEstimate(about: fixed.means)
    let estimate = MomentEstimate(truncating: raw)
    let expansion = expand(
      .maximumLikelihood,
      at: ExpansionPoint(
        covariance: FactoredCovariance(estimate.psi), means: fixed.means,
        meanCovariance: .zero))
    return BivariateNormalEstimate(
      estimator: .methodOfMoments, means: expansion.means,
      meanCovariance: expansion.meanCovariance, psi: estimate.psi,
      jointCovariance: nil, logLikelihood: nil,
      halfLogDesignDeterminant: halfLogDesignDeterminant,
      boundary: estimate.boundary,
      certificate: .closedForm)
  }

  /// The estimate before truncation.
  private func rawMomentEstimate(
    about means: SIMD2<Double>
  ) -> SymmetricMatrix2x2 {
    var all = MomentSums()
    var both = MomentSums()
    for i in 0..<studyCount {
      let weight = 1 / variances(of: i)
      let residual = values(of: i) - means
      all.add(weight, residual)
      if weight.min() > 0 { both.add(weight, residual) }
    }
    let counts = SIMD2(
      Double(reportedCounts.first), Double(reportedCounts.second))
    let diagonal =
      (all.residualSquares - (counts - SIMD2(repeating: 1)))
      / (all.weights - all.squares / all.weights)
    // The coefficient of ψ₂₁ in E Q₁₂ and E Q₂₁ over the studies that report
    // both; it is that of the diagonal when every study does.
    let swapped = SIMD2(all.weights.y, all.weights.x)
    let crossed =
      both.weights - both.squares / all.weights
      - both.weightProducts / swapped
      + both.weights * both.weightProducts / (swapped * all.weights)
    let offDiagonal = (both.residualProducts / crossed).sum() / 2
    return SymmetricMatrix2x2(
      diagonal.x, offDiagonal.isFinite ? offDiagonal : 0, diagonal.y)
  }
}

/// Sums over studies, the first outcome first.
private struct MomentSums {
  var weights = SIMD2<Double>.zero
  var squares = SIMD2<Double>.zero
  var weightProducts = 0.0
  var residualSquares = SIMD2<Double>.zero
  var residualProducts = SIMD2<Double>.zero

  mutating func add(_ weight: SIMD2<Double>, _ residual: SIMD2<Double>) {
    weights += weight
    squares += weight * weight
    weightProducts += weight.x * weight.y
    residualSquares += weight * residual * residual
    residualProducts += weight * (residual.x * residual.y)
  }
}
