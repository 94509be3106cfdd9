extension SymmetricMatrix3x3 {
  /// The determinant, expanded along the first column.
  ///
  /// Accuracy: the absolute error is a few `u` times the sum of the magnitudes
  /// of the six products, so nearly singular matrices lose relative accuracy.
  ///
  /// Edge cases: the products of three entries overflow for entries above
  /// about 1e102, and underflow for entries below about 1e-102.
  @inlinable
  public var determinant: Double {
    m11 * (m22 * m33 - m32 * m32) + m21 * (m31 * m32 - m21 * m33)
      + m31 * (m21 * m32 - m31 * m22)
  }

  /// The inverse by the adjugate.
  ///
  /// Accuracy: the relative error grows with the square of the condition
  /// number, which serves for covariance matrices of estimates; a system of
  /// equations is better solved by ``solvePositiveDefinite(_:)``.
  ///
  /// Edge cases: the entries of the inverse of an exactly singular matrix
  /// are infinite or not a number.
  @inlinable
  public var inverse: Self {
    let c11 = m22 * m33 - m32 * m32
    let c21 = m31 * m32 - m21 * m33
    let c31 = m21 * m32 - m31 * m22
    let scale = 1 / (m11 * c11 + m21 * c21 + m31 * c31)
    return scale
      * Self(
        c11, c21, c31, m11 * m33 - m31 * m31, m21 * m31 - m11 * m32,
        m11 * m22 - m21 * m21)
  }

  /// The smallest eigenvalue alone, mostly without an eigen-decomposition.
  ///
  /// Newton's method on the characteristic polynomial, whose roots are all
  /// real, increases monotonically to the smallest root from any point left of
  /// it. The start is `|A| / Σ minors` where that shows the
  /// matrix to be positive definite, since then it lies between a third of the
  /// eigenvalue and the eigenvalue, and Gershgorin's bound elsewhere.
  /// ``eigenDecomposition()`` takes over where the root is nearly multiple, as
  /// the polynomial then says little about it.
  ///
  /// Accuracy: the absolute error is below 1e-12 times the largest eigenvalue
  /// in magnitude, as measured on random spectra, and about 1e-15 times it
  /// where the eigenvalues are well apart.
  ///
  /// Edge cases: NaN where an entry is not finite.
  public var smallestEigenvalue: Double {
    let minors =
      (m22 * m33 - m32 * m32) + (m11 * m33 - m31 * m31)
      + (m11 * m22 - m21 * m21)
    let product = determinant
    let sum = trace
    var root: Double
    if sum > 0, minors > 0, product > 0 {
      root = product / minors
    } else {
      let (a, b, c) = (m21.magnitude, m31.magnitude, m32.magnitude)
      root = min(m11 - a - b, m22 - a - c, m33 - b - c)
    }
    // The sum of the squared eigenvalues, which the slope is compared with.
    let squares = sum * sum - 2 * minors
    // Beyond, the coefficients of the polynomial underflow or overflow.
    if !(squares > 0x1p-600 && squares < 0x1p600) {
      return smallestEigenvalueByRotations
    }
    // Quadratic near a simple root, and few steps are needed to get there.
    for _ in 0..<64 {
      let value = ((root - sum) * root + minors) * root - product
      let slope = (3 * root - 2 * sum) * root + minors
      // The slope at the root is the product of its distances from the others.
      // The error is some 5e-16 over their ratio.
      if !(slope > 0x1p-12 * squares) { break }
      let next = root - value / slope
      if !(next - root > 1e-15 * root.magnitude) { return next }
      root = next
    }
    return smallestEigenvalueByRotations
  }

  private var smallestEigenvalueByRotations: Double {
    let isFinite =
      m11.isFinite && m21.isFinite && m31.isFinite && m22.isFinite
      && m32.isFinite && m33.isFinite
    return isFinite ? eigenDecomposition().values.x : .nan
  }

  /// The matrix `v vᵀ`.
  @inlinable
  public init(outerSquareOf v: SIMD3<Double>) {
    self.init(
      v.x * v.x, v.x * v.y, v.x * v.z, v.y * v.y, v.y * v.z, v.z * v.z)
  }

  /// The matrix `u vᵀ + v uᵀ`.
  @inlinable
  public init(symmetrizedOuter u: SIMD3<Double>, _ v: SIMD3<Double>) {
    self.init(
      2 * u.x * v.x, u.x * v.y + u.y * v.x, u.x * v.z + u.z * v.x,
      2 * u.y * v.y, u.y * v.z + u.z * v.y, 2 * u.z * v.z)
  }

  /// The sum of two matrices.
  @inlinable
  public static func + (lhs: Self, rhs: Self) -> Self {
    Self(
      lhs.m11 + rhs.m11, lhs.m21 + rhs.m21, lhs.m31 + rhs.m31,
      lhs.m22 + rhs.m22, lhs.m32 + rhs.m32, lhs.m33 + rhs.m33)
  }
}
