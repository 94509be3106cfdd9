extension LinearAlgebraBackend {
  /// The product `A B`.
  ///
  /// - Precondition: `left` has as many columns as `right` has rows.
  public func product(_ left: Matrix, _ right: Matrix) -> Matrix {
    product(left, .plain, right, .plain)
  }

  /// The product `op(A) op(B)`, where each factor may be transposed.
  ///
  /// - Precondition: The shapes fit.
  public func product(
    _ left: Matrix, _ leftOrientation: MatrixOrientation,
    _ right: Matrix, _ rightOrientation: MatrixOrientation
  ) -> Matrix {
    var result = Matrix(
      rowCount: left.extents(leftOrientation).rows,
      columnCount: right.extents(rightOrientation).columns)
    multiply(
      alpha: 1, left, leftOrientation, right, rightOrientation, beta: 0,
      into: &result)
    return result
  }

  /// The solution `X` of `A X = B` for a positive-definite `A`.
  ///
  /// To solve with the same `A` again, keep a ``CholeskyFactor``.
  ///
  /// - Precondition: The matrix is square, with as many rows as `B`.
  /// - Throws: A ``FactorizationError`` if the matrix is not positive definite
  ///   or an entry is not finite.
  public func solvePositiveDefinite(
    _ matrix: Matrix, _ rightHandSides: Matrix
  ) throws(FactorizationError) -> Matrix {
    try CholeskyFactor(matrix, backend: self).solve(rightHandSides)
  }

  /// The inverse of a positive-definite matrix.
  ///
  /// - Precondition: The matrix is square.
  /// - Throws: A ``FactorizationError`` if the matrix is not positive definite
  ///   or an entry is not finite.
  public func inversePositiveDefinite(
    _ matrix: Matrix
  ) throws(FactorizationError) -> Matrix {
    try CholeskyFactor(matrix, backend: self).inverse()
  }

  /// The natural logarithm of the determinant of a positive-definite matrix.
  ///
  /// - Precondition: The matrix is square.
  /// - Throws: A ``FactorizationError`` if the matrix is not positive definite
  ///   or an entry is not finite.
  public func logDeterminant(
    positiveDefinite matrix: Matrix
  ) throws(FactorizationError) -> Double {
    try CholeskyFactor(matrix, backend: self).logDeterminant
  }
}
