// The checks that both backends make before any pointer leaves Swift.

extension Matrix {
  /// The shape of the matrix as a routine reads it.
  internal func extents(
    _ orientation: MatrixOrientation
  ) -> (rows: Int, columns: Int) {
    orientation == .plain
      ? (rowCount, columnCount) : (columnCount, rowCount)
  }

  internal func requireSquare(_ verb: StaticString) {
    precondition(isSquare, "Cannot \(verb) a \(shape) matrix: it is not square")
  }

  /// Throws if an entry is a NaN or an infinity.
  internal func requireFinite() throws(FactorizationError) {
    let finite = elements.withUnsafeBufferPointer { allFinite($0) }
    if finite { return }
    for column in 0..<columnCount {
      for row in 0..<rowCount where !self[row, column].isFinite {
        throw .notFinite(row: row, column: column)
      }
    }
  }

  /// Throws if an entry on or below the diagonal is a NaN or an infinity.
  internal func requireFiniteLowerTriangle() throws(FactorizationError) {
    for column in 0..<columnCount {
      let finite = elements.withUnsafeBufferPointer { all in
        allFinite(
          UnsafeBufferPointer(
            rebasing: all[
              (column * rowCount + column)..<((column + 1) * rowCount)]))
      }
      if finite { continue }
      for row in column..<rowCount where !self[row, column].isFinite {
        throw .notFinite(row: row, column: column)
      }
    }
  }

  /// Throws if an entry on the diagonal is zero.
  internal func requireNonzeroDiagonal() throws(FactorizationError) {
    for index in 0..<min(rowCount, columnCount)
    where elements[index * rowCount + index] == 0 {
      throw .singular(pivotIndex: index)
    }
  }

  /// Copies the strict lower triangle onto the upper one.
  internal mutating func mirrorLowerTriangle() {
    let order = rowCount
    elements.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      for column in 0..<order {
        for row in (column + 1)..<order {
          base[row * order + column] = base[column * order + row]
        }
      }
    }
  }

  /// Sets the entries above the diagonal to zero.
  internal mutating func clearStrictUpperTriangle() {
    let order = rowCount
    elements.withUnsafeMutableBufferPointer { buffer in
      for column in 0..<order {
        for row in 0..<column { buffer[column * order + row] = 0 }
      }
    }
  }
}

internal func requireProductShapes(
  _ left: Matrix, _ leftOrientation: MatrixOrientation,
  _ right: Matrix, _ rightOrientation: MatrixOrientation, _ result: Matrix
) {
  let l = left.extents(leftOrientation)
  let r = right.extents(rightOrientation)
  precondition(
    l.columns == r.rows,
    """
    Cannot multiply a \(l.rows)×\(l.columns) \
    by a \(r.rows)×\(r.columns) matrix
    """)
  precondition(
    result.rowCount == l.rows && result.columnCount == r.columns,
    """
    A product of shape \(l.rows)×\(r.columns) does not fit \
    into a \(result.shape) matrix
    """)
}

internal func requireSymmetricProductShapes(
  _ symmetric: Matrix, _ matrix: Matrix
) {
  symmetric.requireSquare("use as a symmetric factor")
  precondition(
    symmetric.columnCount == matrix.rowCount,
    "Cannot multiply a \(symmetric.shape) by a \(matrix.shape) matrix")
}

internal func requireTriangularSystem(
  _ lower: Matrix, _ rightHandSides: Matrix
) throws(FactorizationError) {
  lower.requireSquare("solve with")
  precondition(
    lower.rowCount == rightHandSides.rowCount,
    """
    A \(lower.shape) system cannot have \
    right-hand sides of shape \(rightHandSides.shape)
    """)
  try lower.requireFiniteLowerTriangle()
  try lower.requireNonzeroDiagonal()
  try rightHandSides.requireFinite()
}

internal func requireReflectorShapes(
  _ reflectors: Matrix, _ scales: [Double], _ matrix: Matrix
) {
  precondition(
    scales.count <= min(reflectors.rowCount, reflectors.columnCount),
    "A \(reflectors.shape) matrix cannot hold \(scales.count) reflectors")
  precondition(
    reflectors.rowCount == matrix.rowCount,
    """
    Reflectors of length \(reflectors.rowCount) cannot be applied \
    to a \(matrix.shape) matrix
    """)
}
