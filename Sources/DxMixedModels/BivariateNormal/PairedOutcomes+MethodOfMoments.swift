internal import DxLinearAlgebra
internal import DxOptimization

extension PairedOutcomes {
  /// The least eigenvalue that a truncated moment estimate of Ψ keeps, the
  /// square root of the spacing of one, as in the R package mvmeta.
  internal static let leastMomentEigenvalue = 0x1p-26

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
  internal func methodOfMoments() -> BivariateNormalEstimate {
    let fixed = expand(
      .maximumLikelihood,
      at: ExpansionPoint(
        psi: .zero, means: unweightedMoments.means, meanCovariance: .zero))
    let raw = rawMomentEstimate(about: fixed.means)
    let truncated = raw.withEigenvalues(
      atLeast: Self.leastMomentEigenvalue)
    let expansion = expand(
      .maximumLikelihood,
      at: ExpansionPoint(
        psi: truncated, means: fixed.means, meanCovariance: .zero))
    return BivariateNormalEstimate(
      estimator: .methodOfMoments, means: expansion.means,
      meanCovariance: expansion.meanCovariance, psi: truncated,
      jointCovariance: nil, logLikelihood: nil, halfLogDesignDeterminant: 0,
      boundary: truncated == raw ? .interior : Self.boundary(of: raw),
      certificate: FitCertificate(
        criterion: .gradient, gradientNorm: 0, smallestHessianEigenvalue: nil,
        evaluations: 2))
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

  private static func boundary(
    of raw: SymmetricMatrix2x2
  ) -> CovarianceBoundary {
    if raw.eigenvalues.larger <= 0 { return .zeroVarianceBoth }
    return raw.m21 >= 0 ? .correlationAtPlusOne : .correlationAtMinusOne
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

extension SymmetricMatrix2x2 {
  /// The matrix with the same eigenvectors and its eigenvalues raised to a
  /// bound where they are below it.
  internal func withEigenvalues(atLeast bound: Double) -> Self {
    let (smaller, larger) = eigenvalues
    if smaller >= bound { return self }
    let raised = (smaller: bound, larger: max(larger, bound))
    if smaller == larger { return raised.larger * .identity }
    // A = λ₁ (I − P) + λ₂ P with the projector P = (A − λ₁ I) / (λ₂ − λ₁).
    let projector =
      (1 / (larger - smaller)) * (self - smaller * .identity)
    return raised.smaller * .identity
      + (raised.larger - raised.smaller) * projector
  }
}
