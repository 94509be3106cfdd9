/// The QR factorisation of a matrix with its columns permuted.
///
/// For an `A` of shape *m*×*n* it is
/// ```
/// A P = Q R
/// ```
/// with an orthogonal `Q`, an upper-triangular `R` whose diagonal decreases in
/// magnitude, and a permutation `P`. It answers which columns of a design are
/// linearly dependent on the ones before, and solves least-squares problems.
///
/// Accuracy:
///
/// The computed `R` is exact for some `A + E`, where each column of `E` has a
/// norm of at most a modest multiple of *m n u* times that of its column of
/// `A` (Higham, theorem 19.4). The numerical rank is no more than a statement
/// about the diagonal of `R`: there are matrices, such as Kahan's, whose
/// smallest singular value is far smaller than the last diagonal entry.
///
/// > P. Businger, G. H. Golub. "Linear least squares solutions by Householder
/// > transformations". *Numerische Mathematik* 7, 1965, 269–276.
/// > doi:10.1007/BF01436084
///
/// > N. J. Higham. *Accuracy and Stability of Numerical Algorithms*, 2nd ed.,
/// > SIAM, 2002, §19.3. doi:10.1137/1.9780898718027
public struct PivotedQRFactor: Sendable {
  /// The column of the original matrix that each column of `R` stands for.
  public let permutation: [Int]
  /// The numerical rank: how many leading diagonal entries of `R` are larger
  /// in magnitude than `rankTolerance` times the first.
  public let rank: Int
  /// The tolerance that decided the rank, relative to the first diagonal
  /// entry of `R`.
  public let rankTolerance: Double
  // R in the upper triangle, the reflectors below it.
  private let packed: Matrix
  private let scales: [Double]
  private let backend: any LinearAlgebraBackend

  /// Factors a matrix.
  ///
  /// - Parameters:
  ///   - matrix: The matrix `A`.
  ///   - rankTolerance: The relative size below which a diagonal entry of `R`
  ///     counts as zero; max(*m*, *n*) `ulpOfOne` by default.
  ///   - backend: What computes the factor, and later applies it.
  /// - Precondition: `rankTolerance` is not negative.
  /// - Throws: ``FactorizationError/notFinite(row:column:)``.
  /// - Complexity: 2*n*²(*m* − *n*/3) floating-point operations if *m* ≥ *n*.
  public init(
    _ matrix: Matrix, rankTolerance: Double? = nil,
    backend: any LinearAlgebraBackend = LinearAlgebra.defaultBackend
  ) throws(FactorizationError) {
    let tolerance =
      rankTolerance
      ?? Double(max(matrix.rowCount, matrix.columnCount)) * .ulpOfOne
    precondition(tolerance >= 0, "A rank tolerance cannot be \(tolerance)")
    var packed = matrix
    (permutation, scales) = try backend.factorPivotedQR(&packed)
    let diagonal = packed.diagonal
    let threshold = tolerance * (diagonal.first ?? 0).magnitude
    rank = diagonal.prefix { $0.magnitude > threshold }.count
    self.rankTolerance = tolerance
    self.packed = packed
    self.backend = backend
  }

  /// The factor `R`, of shape min(*m*, *n*)×*n*.
  public var upperTriangle: Matrix {
    let rows = min(packed.rowCount, packed.columnCount)
    var result = Matrix(rowCount: rows, columnCount: packed.columnCount)
    for column in 0..<packed.columnCount {
      for row in 0..<min(rows, column + 1) {
        result[row, column] = packed[row, column]
      }
    }
    return result
  }

  /// The product `Q B` or `Qᵀ B`.
  ///
  /// - Precondition: `B` has as many rows as the factored matrix.
  /// - Throws: ``FactorizationError/notFinite(row:column:)`` for an entry of
  ///   `B`.
  public func multiplyByQ(
    _ orientation: MatrixOrientation, _ matrix: Matrix
  ) throws(FactorizationError) -> Matrix {
    var result = matrix
    try backend.applyReflectors(
      packed, scales: scales, orientation, to: &result)
    return result
  }

  /// The basic least-squares solution: an `X` with the smallest `‖A X − B‖`.
  ///
  /// If the rank is less than the number of columns, the rows of `X` that
  /// belong to the last columns of the permutation are zero. That is *a*
  /// solution and not the shortest one.
  ///
  /// - Precondition: `B` has as many rows as the factored matrix.
  /// - Throws: ``FactorizationError/notFinite(row:column:)`` for an entry of
  ///   `B`.
  public func solveLeastSquares(
    _ rightHandSides: Matrix
  ) throws(FactorizationError) -> Matrix {
    let rotated = try multiplyByQ(.transposed, rightHandSides)
    var leading = Matrix(
      rowCount: rank, columnCount: rightHandSides.columnCount)
    // The backends solve with lower triangles, so R is handed over as Rᵀ.
    var lower = Matrix(rowCount: rank, columnCount: rank)
    for row in 0..<rank {
      for column in 0..<leading.columnCount {
        leading[row, column] = rotated[row, column]
      }
      for column in row..<rank { lower[column, row] = packed[row, column] }
    }
    try backend.solveTriangular(lower, .transposed, &leading)
    var result = Matrix(
      rowCount: packed.columnCount, columnCount: leading.columnCount)
    for row in 0..<rank {
      for column in 0..<leading.columnCount {
        result[permutation[row], column] = leading[row, column]
      }
    }
    return result
  }
}
