public import DxLinearAlgebra
public import Testing

// What every backend promises of positive-definite and triangular matrices.

/// Checks the Cholesky factor and the determinant against a known factor.
///
/// The matrix is `L Lᵀ` with an `L` of whole numbers, so it is exact, and its
/// determinant is a power of two. ‖L⁻¹‖ ‖L‖ is below 4 for orders up to 200.
public func checkCholeskyContract(
  _ backend: any LinearAlgebraBackend, order n: Int,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let expected = Matrix.lowerTriangularIntegers(order: n, seed: 11)
  let matrix = backend.rankKProduct(expected, .plain)
  let factor = try CholeskyFactor(
    matrix.withUnreadableUpperTriangle, backend: backend)
  // Backward error (n + 1) u relative to the diagonal, times the condition.
  let tolerance = 4 * 128 * Double(n + 1) * .ulpOfOne / 2
  #expect(
    largestDifference(factor.lower, expected) <= tolerance,
    sourceLocation: sourceLocation)

  let (odd, even) = (Double(n / 2), Double((n + 1) / 2))
  let ln2 = 0.693147180559945309417
  let logDeterminant = 2 * (7 * odd + 6 * even) * ln2
  #expect(
    scaledError(factor.logDeterminant, logDeterminant)
      <= Double(n + 1) * .ulpOfOne, sourceLocation: sourceLocation)
  #expect(
    try backend.logDeterminant(positiveDefinite: matrix)
      == factor.logDeterminant, sourceLocation: sourceLocation)
}

/// Checks which pivot is blamed for a matrix that is not positive definite.
public func checkIndefiniteContract(
  _ backend: any LinearAlgebraBackend, order n: Int,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  for pivot in Set([0, n / 2, n - 1]) {
    for value in [0.0, -0.0, -1] {
      var matrix = Matrix.identity(order: n)
      matrix[pivot, pivot] = value
      #expect(
        throws: FactorizationError.notPositiveDefinite(pivotIndex: pivot),
        sourceLocation: sourceLocation
      ) { try CholeskyFactor(matrix, backend: backend) }
    }
  }
}

/// Checks both triangular solves against exact solutions.
///
/// With powers of two on the diagonal and whole numbers elsewhere, each step
/// of the substitution is exact.
public func checkTriangularSolveContract(
  _ backend: any LinearAlgebraBackend, order n: Int,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let lower = Matrix.lowerTriangularIntegers(order: n, seed: 12)
  for columns in [0, 1, 5, n] {
    let solution = Matrix.randomIntegers(n, columns, seed: 13)
    for orientation in [MatrixOrientation.plain, .transposed] {
      var system = backend.product(lower, orientation, solution, .plain)
      try backend.solveTriangular(
        lower.withUnreadableUpperTriangle, orientation, &system)
      #expect(system == solution, sourceLocation: sourceLocation)
    }
  }
  if n == 0 { return }
  var singular = lower
  singular[n / 2, n / 2] = 0
  var untouched = Matrix.identity(order: n)
  #expect(
    throws: FactorizationError.singular(pivotIndex: n / 2),
    sourceLocation: sourceLocation
  ) { try backend.solveTriangular(singular, .plain, &untouched) }
  #expect(
    untouched == .identity(order: n), sourceLocation: sourceLocation)
  #expect(
    throws: FactorizationError.singular(pivotIndex: n / 2),
    sourceLocation: sourceLocation
  ) { try backend.invertFromCholesky(&singular) }
}

/// Checks solution with, and inversion of, a positive-definite matrix whose
/// condition number is below 10.
public func checkDefiniteInverseContract(
  _ backend: any LinearAlgebraBackend, order n: Int,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let matrix = Matrix.randomPositiveDefinite(order: n, seed: 14)
  let inverse = try backend.inversePositiveDefinite(matrix)
  #expect(inverse == inverse.transposed, sourceLocation: sourceLocation)
  let x = Matrix.random(n, 1, seed: 15)
  // Forward error: condition times 3n u, and a sum of n terms to check it.
  let tolerance = 10 * 4 * Double(n) * .ulpOfOne
  #expect(
    largestDifference(
      inverse.applied(to: matrix.applied(to: x.elements)), x.elements)
      <= tolerance, sourceLocation: sourceLocation)
  let system = Matrix(column: matrix.applied(to: x.elements))
  #expect(
    largestDifference(
      try backend.solvePositiveDefinite(matrix, system), x) <= tolerance,
    sourceLocation: sourceLocation)
}

/// Checks that a NaN or an infinity is found, wherever it is read, and not
/// where it is not.
public func checkNonFiniteInputContract(
  _ backend: any LinearAlgebraBackend, order n: Int, value: Double,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let definite = Matrix.randomPositiveDefinite(order: n, seed: 16)
  let (row, column) = (n - 1, n / 2)
  var dirty = definite
  dirty[row, column] = value
  func expectReport(
    _ body: () throws -> Void
  ) {
    #expect(
      throws: FactorizationError.notFinite(row: row, column: column),
      sourceLocation: sourceLocation, performing: body)
  }
  expectReport { _ = try CholeskyFactor(dirty, backend: backend) }
  expectReport { _ = try PivotedQRFactor(dirty, backend: backend) }
  expectReport { _ = try SymmetricEigenDecomposition(dirty, backend: backend) }
  expectReport {
    var factor = dirty
    try backend.invertFromCholesky(&factor)
  }
  expectReport {
    var result = definite
    try backend.solveTriangular(dirty, .transposed, &result)
  }
  expectReport {
    var result = dirty
    try backend.solveTriangular(definite, .plain, &result)
  }
  expectReport { _ = try backend.solvePositiveDefinite(definite, dirty) }
  expectReport {
    let factor = try PivotedQRFactor(definite, backend: backend)
    _ = try factor.solveLeastSquares(dirty)
  }
}
