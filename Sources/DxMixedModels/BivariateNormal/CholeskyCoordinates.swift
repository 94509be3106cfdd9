internal import DxLinearAlgebra

/// A covariance matrix of two outcomes as a scaled Cholesky-type factor.
///
/// With the pivot outcome first and D a fixed diagonal scale,
/// ```
/// Ψ = D L Lᵀ D,   L = ⎡ l₁  0  ⎤
///                     ⎣ l₂  l₃ ⎦
/// ```
/// The three entries are free: every Ψ ≥ 0 has such a factor, a zero variance
/// and a correlation of ±1 lie at finite points (l₃ = 0), and the map is
/// smooth there. The price is that l₃ = 0 is always stationary in l₃, so that
/// only the curvature tells a maximum on the boundary from a saddle; a
/// trust-region step follows negative curvature and so leaves the saddle.
///
/// The pivot is the outcome that varies more between studies, because l₂ and
/// l₃ are not identified apart where l₁ = 0.
///
/// > J. C. Pinheiro, D. M. Bates. Unconstrained parametrizations for
/// > variance-covariance matrices. *Statistics and Computing* 6:289–296,
/// > 1996. doi:10.1007/BF00140873. Section 2.1, without their requirement of a
/// > positive diagonal.
internal struct CholeskyCoordinates {
  /// The entries l₁, l₂, l₃.
  var entries: SIMD3<Double>
  /// Whether the first outcome is the pivot.
  let pivotIsFirst: Bool
  /// The scales of the pivot and of the other outcome.
  let scale: SIMD2<Double>

  /// Factors a covariance matrix, which must be positive semi-definite.
  init(_ psi: SymmetricMatrix2x2, pivotIsFirst: Bool, scale: SIMD2<Double>) {
    self.pivotIsFirst = pivotIsFirst
    self.scale = pivotIsFirst ? scale : SIMD2(scale.y, scale.x)
    let pivot = pivotIsFirst ? psi.m11 : psi.m22
    let other = pivotIsFirst ? psi.m22 : psi.m11
    let l1 = pivot.squareRoot()
    let l2 = l1 > 0 ? psi.m21 / l1 : 0
    let l3 = max(other - l2 * l2, 0).squareRoot()
    entries =
      SIMD3(l1, l2, l3) / SIMD3(self.scale.x, self.scale.y, self.scale.y)
  }

  /// The covariance matrix.
  var psi: SymmetricMatrix2x2 {
    let l = unscaledEntries
    let pivot = l.x * l.x
    let covariance = l.x * l.y
    let other = l.y * l.y + l.z * l.z
    return pivotIsFirst
      ? SymmetricMatrix2x2(pivot, covariance, other)
      : SymmetricMatrix2x2(other, covariance, pivot)
  }

  /// The covariance matrix with its determinant, (l₁ l₃)² |D|².
  var covariance: FactoredCovariance {
    let l = unscaledEntries
    let root = l.x * l.z
    return FactoredCovariance(psi: psi, determinant: root * root)
  }

  private var unscaledEntries: SIMD3<Double> {
    entries * SIMD3(scale.x, scale.y, scale.y)
  }

  /// The gradient and Hessian of the *negative* log-likelihood by the
  /// entries, from those of the log-likelihood by Ψ.
  func descentModel(of expansion: ProfiledExpansion) -> DescentModel {
    let scaled = scaledDerivatives(of: expansion)
    let g = scaled.gradient
    let h = scaled.hessian
    let l = entries
    // Columns of the Jacobian of (pivot, covariance, other) by the entries:
    // (2 l₁, l₂, 0), (0, l₁, 2 l₂), (0, 0, 2 l₃).
    let h1 = h * SIMD3(2 * l.x, l.y, 0)
    let h2 = h * SIMD3(0, l.x, 2 * l.y)
    let twoL3 = 2 * l.z
    return DescentModel(
      gradient: -SIMD3(
        2 * l.x * g.x + l.y * g.y, l.x * g.y + 2 * l.y * g.z, twoL3 * g.z),
      hessian: SymmetricMatrix3x3(
        -(2 * l.x * h1.x + l.y * h1.y + 2 * g.x),
        -(l.x * h1.y + 2 * l.y * h1.z + g.y),
        -(twoL3 * h1.z),
        -(l.x * h2.y + 2 * l.y * h2.z + 2 * g.z),
        -(twoL3 * h2.z),
        -(twoL3 * twoL3 * h.m33 + 2 * g.z)))
  }

  /// The derivatives by (pivot, covariance, other) in units of the scale.
  private func scaledDerivatives(
    of expansion: ProfiledExpansion
  ) -> (gradient: SIMD3<Double>, hessian: SymmetricMatrix3x3) {
    let factor = SIMD3(
      scale.x * scale.x, scale.x * scale.y, scale.y * scale.y)
    let gradient = reordered(expansion.gradient) * factor
    let h = reordered(expansion.hessian)
    return (
      gradient,
      SymmetricMatrix3x3(
        h.m11 * factor.x * factor.x, h.m21 * factor.x * factor.y,
        h.m31 * factor.x * factor.z, h.m22 * factor.y * factor.y,
        h.m32 * factor.y * factor.z, h.m33 * factor.z * factor.z)
    )
  }

  private func reordered(_ v: SIMD3<Double>) -> SIMD3<Double> {
    pivotIsFirst ? v : SIMD3(v.z, v.y, v.x)
  }

  private func reordered(_ h: SymmetricMatrix3x3) -> SymmetricMatrix3x3 {
    pivotIsFirst
      ? h
      : SymmetricMatrix3x3(h.m33, h.m32, h.m31, h.m22, h.m21, h.m11)
  }

  /// The derivative of (ψ₁₁, ψ₂₁, ψ₂₂) by l₁ and by l₂.
  var faceTangents: (SIMD3<Double>, SIMD3<Double>) {
    let l = unscaledEntries
    return (
      reordered(SIMD3(2 * l.x, l.y, 0) * scale.x),
      reordered(SIMD3(0, l.x, 2 * l.y) * scale.y)
    )
  }
}

/// A quadratic model of the function to be minimised.
internal struct DescentModel {
  var gradient: SIMD3<Double>
  var hessian: SymmetricMatrix3x3

  /// The Euclidean norm of the gradient.
  var gradientNorm: Double {
    (gradient * gradient).sum().squareRoot()
  }
}
