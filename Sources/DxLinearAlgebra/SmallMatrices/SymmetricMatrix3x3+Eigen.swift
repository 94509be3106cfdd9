extension SymmetricMatrix3x3 {
  /// The eigenvalues and orthonormal eigenvectors of a matrix of order three.
  public struct EigenDecomposition: Hashable, Sendable {
    /// The eigenvalues in ascending order.
    public var values: SIMD3<Double>
    /// The eigenvector of the smallest eigenvalue.
    public var firstVector: SIMD3<Double>
    /// The eigenvector of the middle eigenvalue.
    public var secondVector: SIMD3<Double>
    /// The eigenvector of the largest eigenvalue.
    public var thirdVector: SIMD3<Double>

    /// The coordinates of a vector in the basis of the eigenvectors.
    public func coordinates(of vector: SIMD3<Double>) -> SIMD3<Double> {
      SIMD3(
        (firstVector * vector).sum(), (secondVector * vector).sum(),
        (thirdVector * vector).sum())
    }

    /// The vector that has these coordinates in the basis of eigenvectors.
    public func vector(at coordinates: SIMD3<Double>) -> SIMD3<Double> {
      coordinates.x * firstVector + coordinates.y * secondVector
        + coordinates.z * thirdVector
    }

    /// Exchanges the first two pairs if they are out of order, and so on.
    internal mutating func sort() {
      if values.x > values.y { exchangeFirstAndSecond() }
      if values.y > values.z {
        (values.y, values.z) = (values.z, values.y)
        swap(&secondVector, &thirdVector)
      }
      if values.x > values.y { exchangeFirstAndSecond() }
    }

    private mutating func exchangeFirstAndSecond() {
      (values.x, values.y) = (values.y, values.x)
      swap(&firstVector, &secondVector)
    }
  }

  /// The eigenvalues and eigenvectors by cyclic Jacobi rotations.
  ///
  /// Accuracy:
  ///
  /// An eigenvalue is off by a few `u` times the largest magnitude. Where the
  /// matrix is positive definite, small ones are better than that: their
  /// relative error is a few `u` times the condition number of the matrix
  /// *after* scaling it to a unit diagonal, so a matrix of parameters on very
  /// different scales loses nothing.
  ///
  /// Edge cases:
  ///
  /// - A diagonal matrix is its own result, with no rounding.
  /// - Where an entry is not finite, all results are unspecified but the
  ///   iteration ends.
  ///
  /// - Complexity: three to six sweeps of three rotations, no allocation.
  ///
  /// > J. Demmel and K. Veselić. Jacobi's method is more accurate than QR.
  /// > *SIAM J. Matrix Anal. Appl.* 13:1204–1245, 1992.
  /// > doi:10.1137/0613074
  public func eigenDecomposition() -> EigenDecomposition {
    var a = self
    var (v1, v2, v3) = (
      SIMD3<Double>(1, 0, 0), SIMD3<Double>(0, 1, 0), SIMD3<Double>(0, 0, 1)
    )
    // Convergence is quadratic; only entries that are not finite get here
    // after more than six sweeps.
    for _ in 0..<16 {
      let r21 = rotate(&a.m11, &a.m22, &a.m21, &a.m31, &a.m32, &v1, &v2)
      let r31 = rotate(&a.m11, &a.m33, &a.m31, &a.m21, &a.m32, &v1, &v3)
      let r32 = rotate(&a.m22, &a.m33, &a.m32, &a.m21, &a.m31, &v2, &v3)
      if !(r21 || r31 || r32) { break }
    }
    var result = EigenDecomposition(
      values: SIMD3(a.m11, a.m22, a.m33), firstVector: v1, secondVector: v2,
      thirdVector: v3)
    result.sort()
    return result
  }
}

/// Annihilates the entry `pq` by a rotation in the plane of `p` and `q`.
///
/// - Parameters:
///   - rp: The entry of the third row `r` and column `p`.
///   - rq: The entry of the third row `r` and column `q`.
/// - Returns: Whether `pq` was large enough to matter.
@inline(__always)
private func rotate(
  _ pp: inout Double, _ qq: inout Double, _ pq: inout Double,
  _ rp: inout Double, _ rq: inout Double, _ vp: inout SIMD3<Double>,
  _ vq: inout SIMD3<Double>
) -> Bool {
  // Relative to both diagonal entries, not to the norm: this is what keeps
  // the tiny eigenvalues of a graded matrix accurate. Their product could
  // overflow, so its root is the product of two, mostly not needed.
  let smaller = min(pp.magnitude, qq.magnitude)
  let larger = max(pp.magnitude, qq.magnitude)
  let bound = 0.5 * Double.ulpOfOne
  if pq.magnitude <= bound * smaller { return false }
  if pq.magnitude <= bound * larger,
    pq.magnitude <= bound * smaller.squareRoot() * larger.squareRoot()
  {
    return false
  }
  let theta = (qq - pp) / (2 * pq)
  let root = (theta * theta + 1).squareRoot()
  let t = theta >= 0 ? 1 / (theta + root) : 1 / (theta - root)
  let c = 1 / (t * t + 1).squareRoot()
  let s = t * c
  pp -= t * pq
  qq += t * pq
  pq = 0
  (rp, rq) = (c * rp - s * rq, s * rp + c * rq)
  (vp, vq) = (c * vp - s * vq, s * vp + c * vq)
  return true
}
