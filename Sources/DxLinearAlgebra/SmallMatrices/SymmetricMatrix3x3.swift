/// A symmetric matrix of order three, with operations that allocate nothing.
///
/// Three is the number of parameters of a covariance matrix of two outcomes,
/// so this is the Hessian of the models with two outcomes.
///
/// Edge cases:
///
/// A NaN or an infinity in an entry propagates as IEEE 754 says; nothing
/// traps.
public struct SymmetricMatrix3x3: Hashable, Sendable, Codable {
  /// The entry in the first row and first column.
  public var m11: Double
  /// The entry in the second row and first column.
  public var m21: Double
  /// The entry in the third row and first column.
  public var m31: Double
  /// The entry in the second row and second column.
  public var m22: Double
  /// The entry in the third row and second column.
  public var m32: Double
  /// The entry in the third row and third column.
  public var m33: Double

  /// Creates a matrix from its lower triangle, column by column.
  @inlinable
  public init(
    _ m11: Double, _ m21: Double, _ m31: Double, _ m22: Double, _ m32: Double,
    _ m33: Double
  ) {
    self.m11 = m11
    self.m21 = m21
    self.m31 = m31
    self.m22 = m22
    self.m32 = m32
    self.m33 = m33
  }

  /// The matrix of zeros.
  @inlinable
  public static var zero: Self { Self(0, 0, 0, 0, 0, 0) }

  /// The sum of the diagonal.
  @inlinable
  public var trace: Double { m11 + m22 + m33 }

  /// The product with a vector.
  @inlinable
  public static func * (lhs: Self, rhs: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3(
      lhs.m11 * rhs.x + lhs.m21 * rhs.y + lhs.m31 * rhs.z,
      lhs.m21 * rhs.x + lhs.m22 * rhs.y + lhs.m32 * rhs.z,
      lhs.m31 * rhs.x + lhs.m32 * rhs.y + lhs.m33 * rhs.z)
  }

  /// The matrix with each entry multiplied by a number.
  @inlinable
  public static func * (lhs: Double, rhs: Self) -> Self {
    Self(
      lhs * rhs.m11, lhs * rhs.m21, lhs * rhs.m31, lhs * rhs.m22,
      lhs * rhs.m32, lhs * rhs.m33)
  }

  /// The quadratic form `vᵀ A v`.
  @inlinable
  public func quadraticForm(_ vector: SIMD3<Double>) -> Double {
    let product = self * vector
    return vector.x * product.x + vector.y * product.y + vector.z * product.z
  }
}
