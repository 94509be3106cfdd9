/// The backend in pure Swift, which runs wherever Swift does.
///
/// It needs no system library, holds no state, and is the faster one for
/// matrices up to an order of about twelve.
public struct PortableBackend: LinearAlgebraBackend {
  /// Creates the backend.
  public init() {}

  /// The name of the backend, for reports and messages.
  public var name: String { "portable" }

  /// Computes `C ← α op(A) op(B) + β C`.
  public func multiply(
    alpha: Double, _ left: Matrix, _ leftOrientation: MatrixOrientation,
    _ right: Matrix, _ rightOrientation: MatrixOrientation,
    beta: Double, into result: inout Matrix
  ) {
    requireProductShapes(left, leftOrientation, right, rightOrientation, result)
    if beta == 0 {
      for index in result.elements.indices { result.elements[index] = 0 }
    } else if beta != 1 {
      for index in result.elements.indices { result.elements[index] *= beta }
    }
    if alpha == 0 { return }
    let (rows, columns) = (result.rowCount, result.columnCount)
    withPointers(left, right, &result) { a, b, c in
      GeneralProductKernel.accumulate(
        rows: rows, columns: columns,
        depth: left.extents(leftOrientation).columns, alpha: alpha,
        StridedOperand(a, leadingDimension: left.rowCount, leftOrientation),
        StridedOperand(b, leadingDimension: right.rowCount, rightOrientation),
        into: c, leadingDimension: rows)
    }
  }

  /// The product of a matrix and its own transpose, both triangles filled.
  public func rankKProduct(
    _ matrix: Matrix, _ orientation: MatrixOrientation
  ) -> Matrix {
    let (order, depth) = matrix.extents(orientation)
    var result = Matrix(rowCount: order, columnCount: order)
    withPointers(matrix, matrix, &result) { a, _, c in
      let rows = StridedOperand(
        a, leadingDimension: matrix.rowCount, orientation)
      for column in stride(from: 0, to: order, by: Self.blockOrder) {
        let below = rows.offsetBy(row: column, column: 0)
        GeneralProductKernel.accumulate(
          rows: order - column, columns: min(Self.blockOrder, order - column),
          depth: depth, alpha: 1, below, below.transposed,
          into: c + column * order + column, leadingDimension: order)
      }
    }
    result.mirrorLowerTriangle()
    return result
  }

  /// The product of a symmetric and a general matrix.
  public func symmetricProduct(_ symmetric: Matrix, _ matrix: Matrix) -> Matrix
  {
    requireSymmetricProductShapes(symmetric, matrix)
    var full = symmetric
    full.mirrorLowerTriangle()
    return product(full, matrix)
  }

  /// Replaces a positive-definite matrix by its lower Cholesky factor.
  public func factorCholesky(
    _ matrix: inout Matrix
  ) throws(FactorizationError) {
    matrix.requireSquare("factor")
    try matrix.requireFiniteLowerTriangle()
    let order = matrix.rowCount
    var kernel = CholeskyKernel(capacity: order)
    if let failed = kernel.factor(&matrix.elements, order: order) {
      throw .notPositiveDefinite(pivotIndex: failed)
    }
    matrix.clearStrictUpperTriangle()
  }

  /// Replaces a Cholesky factor `L` by the inverse of `L Lᵀ`.
  public func invertFromCholesky(
    _ factor: inout Matrix
  ) throws(FactorizationError) {
    factor.requireSquare("invert")
    try factor.requireFiniteLowerTriangle()
    try factor.requireNonzeroDiagonal()
    let order = factor.rowCount
    _ = factor.withPointer { l in
      withUnsafeTemporaryAllocation(
        of: Double.self, capacity: order * order
      ) { workspace in
        guard let base = workspace.baseAddress else { return }
        TriangularKernel.invertFromCholesky(l, order: order, workspace: base)
      }
    }
    factor.mirrorLowerTriangle()
  }

  /// Solves `L X = B` or `Lᵀ X = B` for a lower-triangular `L`.
  public func solveTriangular(
    _ lower: Matrix, _ orientation: MatrixOrientation,
    _ rightHandSides: inout Matrix
  ) throws(FactorizationError) {
    try requireTriangularSystem(lower, rightHandSides)
    let columns = rightHandSides.columnCount
    withPointers(lower, lower, &rightHandSides) { l, _, b in
      TriangularKernel.solve(
        l, order: lower.rowCount, orientation, b, columns: columns)
    }
  }

  /// Replaces a matrix by its QR factors, with column pivoting.
  public func factorPivotedQR(
    _ matrix: inout Matrix
  ) throws(FactorizationError) -> (permutation: [Int], scales: [Double]) {
    try matrix.requireFinite()
    let (rows, columns) = (matrix.rowCount, matrix.columnCount)
    let kernel = matrix.withPointer {
      PivotedQRKernel(factoring: $0, rowCount: rows, columnCount: columns)
    }
    guard let kernel else { return (Array(0..<columns), []) }
    return (kernel.permutation, kernel.scales)
  }

  /// Multiplies a matrix by the orthogonal factor of a QR factorisation.
  public func applyReflectors(
    _ reflectors: Matrix, scales: [Double], _ orientation: MatrixOrientation,
    to matrix: inout Matrix
  ) throws(FactorizationError) {
    requireReflectorShapes(reflectors, scales, matrix)
    try matrix.requireFinite()
    let (rows, columns) = (matrix.rowCount, matrix.columnCount)
    withPointers(reflectors, reflectors, &matrix) { v, _, c in
      // Q = H₀ H₁ H₂ …, so the last reflector meets a column first.
      let steps = scales.indices
      for step in orientation == .plain ? Array(steps.reversed()) : Array(steps)
      {
        HouseholderKernel.apply(
          tail: v + step * rows + step + 1, scale: scales[step],
          count: rows - step, to: c + step, columnCount: columns,
          leadingDimension: rows)
      }
    }
  }

  /// Replaces a symmetric matrix by its eigenvectors.
  public func diagonalizeSymmetric(
    _ matrix: inout Matrix
  ) throws(FactorizationError) -> [Double] {
    matrix.requireSquare("diagonalize")
    try matrix.requireFiniteLowerTriangle()
    let order = matrix.rowCount
    var kernel = SymmetricEigenKernel(capacity: order)
    let unconverged = kernel.decompose(
      &matrix.elements, order: order, wantsVectors: true)
    if let unconverged {
      throw .backendFailure(
        routine: "implicit QL iteration", code: unconverged + 1)
    }
    return kernel.values
  }

  private static let blockOrder = 48
}
