extension SymmetricMatrix3x3 {
  /// The solution of `A x = b`, or `nil` if `A` is not positive definite.
  ///
  /// Positive definite means to working precision: each pivot must exceed
  /// `8 u` of the diagonal entry it came from.
  ///
  /// Accuracy:
  ///
  /// A well-conditioned matrix is solved by its adjugate, which costs one
  /// division. Where the determinant is less than 2⁻¹⁶ of the product of the
  /// diagonal (its largest value by Hadamard's inequality), the adjugate
  /// would lose twice the digits that the problem does, and an LDLᵀ
  /// factorisation takes over. The residual is then a few `u` of
  /// `|A| |x|`; on the first path it is at most about 2⁻³⁴ of it.
  ///
  /// Edge cases:
  ///
  /// - `nil` if an entry of the matrix is not a number.
  /// - A right-hand side that is not finite gives a solution that is not.
  @inlinable @inline(__always)
  public func solvePositiveDefinite(
    _ rightHandSide: SIMD3<Double>
  ) -> SIMD3<Double>? {
    let c11 = m22 * m33 - m32 * m32
    let c21 = m32 * m31 - m21 * m33
    let c31 = m21 * m32 - m22 * m31
    let determinant = m11 * c11 + m21 * c21 + m31 * c31
    // By the inequality of Hadamard and Fischer no leading minor can be a
    // smaller part of its diagonal than the determinant is of the whole, so
    // this one comparison bounds the cancellation in every cofactor.
    let bound = 0x1p-16 * (m11 * m22 * m33)
    let isWellConditioned =
      m11 > 0 && m33 > 0 && c11 > 0 && determinant > bound
      && determinant.isFinite && bound >= 0x1p-900
    if !isWellConditioned { return solveByFactoring(rightHandSide) }
    let c22 = m11 * m33 - m31 * m31
    let c32 = m21 * m31 - m11 * m32
    let c33 = m11 * m22 - m21 * m21
    let b = rightHandSide
    return (1 / determinant)
      * SIMD3(
        c11 * b.x + c21 * b.y + c31 * b.z, c21 * b.x + c22 * b.y + c32 * b.z,
        c31 * b.x + c32 * b.y + c33 * b.z)
  }

  /// The solution by `A = L D Lᵀ` with a unit lower triangle `L`.
  @usableFromInline
  internal func solveByFactoring(
    _ rightHandSide: SIMD3<Double>
  ) -> SIMD3<Double>? {
    let tolerance = 4 * Double.ulpOfOne
    if !(m11 > 0) { return nil }
    let l21 = m21 / m11
    let l31 = m31 / m11
    let d2 = m22 - l21 * m21
    if !(d2 > tolerance * m22) { return nil }
    let reduced32 = m32 - l31 * m21
    let l32 = reduced32 / d2
    let d3 = m33 - l31 * m31 - l32 * reduced32
    if !(d3 > tolerance * m33) { return nil }
    let y2 = rightHandSide.y - l21 * rightHandSide.x
    let y3 = rightHandSide.z - l31 * rightHandSide.x - l32 * y2
    let x3 = y3 / d3
    let x2 = y2 / d2 - l32 * x3
    return SIMD3(rightHandSide.x / m11 - l21 * x2 - l31 * x3, x2, x3)
  }
}
