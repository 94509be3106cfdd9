/// A symmetric matrix of order two, with every operation in closed form.
///
/// ```
/// ⎡ m11  m21 ⎤
/// ⎣ m21  m22 ⎦
/// ```
/// Three stored numbers and no allocation: this is what a model with two
/// outcomes computes with once for each study and iteration.
///
/// Edge cases:
///
/// - A NaN or an infinity in an entry propagates as IEEE 754 says; nothing
///   traps.
/// - The determinant, the inverse and the eigenvalues form products of two
///   entries, which overflow for entries above about 1e154 and lose digits to
///   underflow for entries below about 1e-154.
public struct SymmetricMatrix2x2: Hashable, Sendable, Codable {
  /// The entry in the first row and first column.
  public var m11: Double
  /// The entry off the diagonal.
  public var m21: Double
  /// The entry in the second row and second column.
  public var m22: Double

  /// Creates a matrix from its lower triangle, column by column.
  @inlinable
  public init(_ m11: Double, _ m21: Double, _ m22: Double) {
    self.m11 = m11
    self.m21 = m21
    self.m22 = m22
  }

  /// The matrix of zeros.
  @inlinable
  public static var zero: Self { Self(0, 0, 0) }

  /// The identity matrix.
  @inlinable
  public static var identity: Self { Self(1, 0, 1) }

  /// The determinant, by the expression `m11 · m22 − m21²`.
  ///
  /// Accuracy: the absolute error is at most 2 u (|m11 m22| + m21²), so
  /// nearly singular matrices lose relative accuracy.
  @inlinable
  public var determinant: Double { m11 * m22 - m21 * m21 }

  /// The sum of the diagonal.
  @inlinable
  public var trace: Double { m11 + m22 }

  /// The inverse by the adjugate.
  ///
  /// Accuracy: the relative error of each entry is that of the determinant,
  /// about the condition number times `u`, and three roundings.
  ///
  /// Edge cases: the entries of the inverse of an exactly singular matrix
  /// are infinite or not a number.
  @inlinable
  public var inverse: Self {
    let scale = 1 / determinant
    return Self(m22 * scale, -m21 * scale, m11 * scale)
  }

  /// The two eigenvalues, the smaller first.
  ///
  /// Accuracy: the one larger in magnitude is computed without cancellation,
  /// to a relative error of a few `u`. The other comes from the determinant,
  /// with an absolute error of a few `u` times the larger.
  @inlinable
  public var eigenvalues: (smaller: Double, larger: Double) {
    let halfSum = (m11 + m22) / 2
    let halfDifference = (m11 - m22) / 2
    let radius =
      (halfDifference * halfDifference + m21 * m21).squareRoot()
    if radius == 0 { return (halfSum, halfSum) }
    let dominant = halfSum >= 0 ? halfSum + radius : halfSum - radius
    let other = determinant / dominant
    return dominant >= other ? (other, dominant) : (dominant, other)
  }

  /// The product with a vector.
  @inlinable
  public static func * (lhs: Self, rhs: SIMD2<Double>) -> SIMD2<Double> {
    SIMD2(
      lhs.m11 * rhs.x + lhs.m21 * rhs.y, lhs.m21 * rhs.x + lhs.m22 * rhs.y)
  }

  /// The sum of two matrices.
  @inlinable
  public static func + (lhs: Self, rhs: Self) -> Self {
    Self(lhs.m11 + rhs.m11, lhs.m21 + rhs.m21, lhs.m22 + rhs.m22)
  }

  /// The difference of two matrices.
  @inlinable
  public static func - (lhs: Self, rhs: Self) -> Self {
    Self(lhs.m11 - rhs.m11, lhs.m21 - rhs.m21, lhs.m22 - rhs.m22)
  }

  /// The matrix with each entry multiplied by a number.
  @inlinable
  public static func * (lhs: Double, rhs: Self) -> Self {
    Self(lhs * rhs.m11, lhs * rhs.m21, lhs * rhs.m22)
  }

  /// The quadratic form `vᵀ A v`.
  @inlinable
  public func quadraticForm(_ vector: SIMD2<Double>) -> Double {
    vector.x * vector.x * m11 + 2 * vector.x * vector.y * m21
      + vector.y * vector.y * m22
  }

  /// The bilinear form `uᵀ A v`.
  @inlinable
  public func bilinearForm(
    _ left: SIMD2<Double>, _ right: SIMD2<Double>
  ) -> Double {
    let product = self * right
    return left.x * product.x + left.y * product.y
  }
}
