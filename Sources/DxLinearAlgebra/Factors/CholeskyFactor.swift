internal import RealModule

/// The lower-triangular factor of a symmetric positive-definite matrix.
///
/// For a matrix `A` of order *n*, the factor is the one lower-triangular `L`
/// with a positive diagonal such that
/// ```
/// A = L Lᵀ
/// ```
/// Factor a matrix once, then reuse the factor for each solve:
/// ```
/// let factor = try CholeskyFactor(covariance)
/// let weights = try factor.solve(residuals)
/// ```
///
/// Accuracy:
///
/// The computed factor is the exact factor of some `A + E`, where to first
/// order `|Eᵢⱼ| ≤ (n + 1) u √(Aᵢᵢ Aⱼⱼ)` and `u` is `ulpOfOne/2`. A small
/// residual thus says nothing about the conditioning of `A`.
///
/// Edge cases:
///
/// - Only the lower triangle is read; symmetry is the caller's promise.
/// - A matrix of order zero has an empty factor, whose determinant is one.
///
/// > N. J. Higham. *Accuracy and Stability of Numerical Algorithms*, 2nd ed.,
/// > SIAM, 2002, §10.1. doi:10.1137/1.9780898718027
public struct CholeskyFactor: Sendable {
  /// The factor `L`; its entries above the diagonal are zero.
  public let lower: Matrix
  private let backend: any LinearAlgebraBackend

  /// Factors a symmetric positive-definite matrix.
  ///
  /// - Parameters:
  ///   - matrix: A square matrix, of which the lower triangle is read.
  ///   - backend: What computes the factor, and later its solves.
  /// - Precondition: `matrix` is square.
  /// - Throws: ``FactorizationError/notPositiveDefinite(pivotIndex:)`` if a
  ///   pivot is not positive to working precision, and
  ///   ``FactorizationError/notFinite(row:column:)``.
  /// - Complexity: *n*³/3 floating-point operations, and one copy of `matrix`.
  public init(
    _ matrix: Matrix,
    backend: any LinearAlgebraBackend = LinearAlgebra.defaultBackend
  ) throws(FactorizationError) {
    var factor = matrix
    try backend.factorCholesky(&factor)
    lower = factor
    self.backend = backend
  }

  /// The order of the matrix.
  public var order: Int { lower.rowCount }

  /// The natural logarithm of the determinant of the factored matrix.
  ///
  /// It is a sum of logarithms, so a determinant that overflows or underflows
  /// does no harm.
  public var logDeterminant: Double {
    2 * lower.diagonal.reduce(0) { $0 + Double.log($1) }
  }

  /// The solution `X` of `A X = B`.
  ///
  /// - Precondition: `B` has as many rows as the matrix.
  /// - Throws: ``FactorizationError/notFinite(row:column:)`` for an entry of
  ///   `B`, or of `L⁻¹ B` if that overflows.
  /// - Complexity: 2*n*² floating-point operations for each column of `B`.
  public func solve(
    _ rightHandSides: Matrix
  ) throws(FactorizationError) -> Matrix {
    var result = try solveLower(rightHandSides)
    try backend.solveTriangular(lower, .transposed, &result)
    return result
  }

  /// The solution `X` of `L X = B`, which turns covariance `A` into identity.
  ///
  /// - Precondition: `B` has as many rows as the matrix.
  /// - Throws: ``FactorizationError/notFinite(row:column:)`` for an entry of
  ///   `B`.
  public func solveLower(
    _ rightHandSides: Matrix
  ) throws(FactorizationError) -> Matrix {
    var result = rightHandSides
    try backend.solveTriangular(lower, .plain, &result)
    return result
  }

  /// The inverse of the factored matrix, exactly symmetric.
  ///
  /// - Throws: ``FactorizationError/notFinite(row:column:)`` if the factor
  ///   overflowed; otherwise nothing.
  /// - Complexity: 2*n*³/3 floating-point operations.
  public func inverse() throws(FactorizationError) -> Matrix {
    var result = lower
    try backend.invertFromCholesky(&result)
    return result
  }
}
