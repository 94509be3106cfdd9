extension OpenBLASBackend {
  /// Replaces a positive-definite matrix by its lower Cholesky factor.
  public func factorCholesky(
    _ matrix: inout Matrix
  ) throws(FactorizationError) {
    if matrix.rowCount < Self.smallFactorOrder {
      return try small.factorCholesky(&matrix)
    }
    matrix.requireSquare("factor")
    try matrix.requireFiniteLowerTriangle()
    let order = matrix.rowCount
    let status =
      matrix.withPointer {
        OpenBLASRoutines.factorCholesky(order: order, $0)
      } ?? 0
    if status > 0 { throw .notPositiveDefinite(pivotIndex: status - 1) }
    try Self.requireSuccess(status, "dpotrf")
    // Where an overflow has made a NaN on the way, OpenBLAS reports success.
    for (index, pivot) in matrix.diagonal.enumerated()
    where !(pivot > 0 && pivot.isFinite) {
      throw .notPositiveDefinite(pivotIndex: index)
    }
    matrix.clearStrictUpperTriangle()
  }

  /// Replaces a Cholesky factor `L` by the inverse of `L Lᵀ`.
  public func invertFromCholesky(
    _ factor: inout Matrix
  ) throws(FactorizationError) {
    if factor.rowCount < Self.smallOrder {
      return try small.invertFromCholesky(&factor)
    }
    factor.requireSquare("invert")
    try factor.requireFiniteLowerTriangle()
    try factor.requireNonzeroDiagonal()
    let order = factor.rowCount
    let status =
      factor.withPointer {
        OpenBLASRoutines.invertFromCholesky(order: order, $0)
      } ?? 0
    try Self.requireSuccess(status, "dpotri")
    factor.mirrorLowerTriangle()
  }

  /// Replaces a matrix by its QR factors, with column pivoting.
  public func factorPivotedQR(
    _ matrix: inout Matrix
  ) throws(FactorizationError) -> (permutation: [Int], scales: [Double]) {
    let (rows, columns) = (matrix.rowCount, matrix.columnCount)
    let steps = min(rows, columns)
    if steps < Self.smallFactorOrder {
      return try small.factorPivotedQR(&matrix)
    }
    try matrix.requireFinite()
    // Zero marks a column that may be moved.
    var permutation = [Int32](repeating: 0, count: columns)
    var scales = [Double](repeating: 0, count: steps)
    let status =
      matrix.withPointer {
        OpenBLASRoutines.factorPivotedQR(
          rows: rows, columns: columns, $0, permutation: &permutation,
          scales: &scales)
      } ?? 0
    try Self.requireSuccess(status, "dgeqp3")
    return (permutation.map { Int($0) - 1 }, scales)
  }

  /// Multiplies a matrix by the orthogonal factor of a QR factorisation.
  public func applyReflectors(
    _ reflectors: Matrix, scales: [Double], _ orientation: MatrixOrientation,
    to matrix: inout Matrix
  ) throws(FactorizationError) {
    requireReflectorShapes(reflectors, scales, matrix)
    let (rows, columns) = (matrix.rowCount, matrix.columnCount)
    if Self.isSmallProduct(rows, columns, scales.count) {
      return try small.applyReflectors(
        reflectors, scales: scales, orientation, to: &matrix)
    }
    try matrix.requireFinite()
    var status = 0
    withPointers(reflectors, reflectors, &matrix) { v, _, c in
      status = OpenBLASRoutines.applyReflectors(
        rows: rows, columns: columns, v, scales: scales, orientation, c)
    }
    try Self.requireSuccess(status, "dormqr")
  }

  /// Replaces a symmetric matrix by its eigenvectors.
  public func diagonalizeSymmetric(
    _ matrix: inout Matrix
  ) throws(FactorizationError) -> [Double] {
    if matrix.rowCount < Self.smallOrder {
      return try small.diagonalizeSymmetric(&matrix)
    }
    matrix.requireSquare("diagonalize")
    try matrix.requireFiniteLowerTriangle()
    let order = matrix.rowCount
    var values = [Double](repeating: 0, count: order)
    let status =
      matrix.withPointer {
        OpenBLASRoutines.diagonalizeSymmetric(
          order: order, $0, values: &values)
      } ?? 0
    try Self.requireSuccess(status, "dsyevd")
    return values
  }

  private static func requireSuccess(
    _ status: Int, _ routine: String
  ) throws(FactorizationError) {
    if status != 0 { throw .backendFailure(routine: routine, code: status) }
  }
}
