/// A provider of the matrix computations whose cost grows as *n*³.
///
/// Hold one as `any LinearAlgebraBackend`: the requirements are whole-matrix
/// operations, so dynamic dispatch costs nothing that can be measured beside
/// them. Most callers want the conveniences built on the requirements,
/// ``product(_:_:)`` and its kin, and the factor types ``CholeskyFactor``,
/// ``PivotedQRFactor`` and ``SymmetricEigenDecomposition``.
///
/// What every backend promises:
///
/// - Shapes that do not fit trap, and the message prints them.
/// - Products follow IEEE 754: an entry is finite unless a NaN or an infinity
///   enters its sum or the sum overflows. Which non-finite value results is
///   not specified.
/// - Everything that can throw looks for a NaN or an infinity first, and
///   reports the first one with ``FactorizationError/notFinite(row:column:)``.
/// - Results of two backends agree to rounding error, not bit by bit; the
///   results of one may change with the machine and its number of threads.
/// - Every requirement may be called from several tasks at once.
public protocol LinearAlgebraBackend: Sendable {
  /// The name of the backend, for reports and messages.
  var name: String { get }

  /// Computes `C ← α op(A) op(B) + β C`.
  ///
  /// If `β` is zero, the former entries of `C` are not read and may be NaN; if
  /// `α` is zero, neither are those of `A` and `B`.
  ///
  /// - Parameters:
  ///   - alpha: The factor of the product.
  ///   - left: The matrix `A`.
  ///   - leftOrientation: Whether `op(A)` is `A` or its transpose.
  ///   - right: The matrix `B`.
  ///   - rightOrientation: Whether `op(B)` is `B` or its transpose.
  ///   - beta: The factor of the former value of `C`.
  ///   - result: The matrix `C`, already of the shape of the product.
  /// - Precondition: The shapes fit.
  /// - Complexity: 2*mnk* floating-point operations.
  func multiply(
    alpha: Double, _ left: Matrix, _ leftOrientation: MatrixOrientation,
    _ right: Matrix, _ rightOrientation: MatrixOrientation,
    beta: Double, into result: inout Matrix)

  /// The product of a matrix and its own transpose, both triangles filled.
  ///
  /// - Parameters:
  ///   - matrix: The matrix `A`.
  ///   - orientation: `.plain` for `A Aᵀ`, `.transposed` for `Aᵀ A`.
  /// - Complexity: *n*²*k* floating-point operations.
  func rankKProduct(
    _ matrix: Matrix, _ orientation: MatrixOrientation
  ) -> Matrix

  /// The product of a symmetric and a general matrix.
  ///
  /// - Parameters:
  ///   - symmetric: A square matrix, of which the lower triangle is read.
  ///   - matrix: The right factor.
  /// - Precondition: The shapes fit.
  /// - Complexity: 2*n*²*k* floating-point operations.
  func symmetricProduct(_ symmetric: Matrix, _ matrix: Matrix) -> Matrix

  /// Replaces a positive-definite matrix by its lower Cholesky factor.
  ///
  /// The lower triangle is read; the strict upper triangle becomes zero. If an
  /// error is thrown the contents are unspecified.
  ///
  /// - Precondition: `matrix` is square.
  /// - Throws: ``FactorizationError/notPositiveDefinite(pivotIndex:)`` or
  ///   ``FactorizationError/notFinite(row:column:)``.
  /// - Complexity: *n*³/3 floating-point operations.
  func factorCholesky(_ matrix: inout Matrix) throws(FactorizationError)

  /// Replaces a Cholesky factor `L` by the inverse of `L Lᵀ`.
  ///
  /// Both triangles of the result are filled, and it is exactly symmetric.
  ///
  /// - Parameter factor: A lower-triangular matrix; the strict upper triangle
  ///   is not read.
  /// - Precondition: `factor` is square.
  /// - Throws: ``FactorizationError/singular(pivotIndex:)`` or
  ///   ``FactorizationError/notFinite(row:column:)``.
  /// - Complexity: 2*n*³/3 floating-point operations.
  func invertFromCholesky(_ factor: inout Matrix) throws(FactorizationError)

  /// Solves `L X = B` or `Lᵀ X = B` for a lower-triangular `L`.
  ///
  /// - Parameters:
  ///   - lower: The matrix `L`; the strict upper triangle is not read.
  ///   - orientation: Which of the two systems.
  ///   - rightHandSides: `B`, which is replaced by `X`.
  /// - Precondition: `lower` is square, with as many rows as `B`.
  /// - Throws: ``FactorizationError/singular(pivotIndex:)`` or
  ///   ``FactorizationError/notFinite(row:column:)``, whose position counts in
  ///   `lower` if the entry is there and else in `B`. The contents of `B` are
  ///   then unchanged.
  /// - Complexity: *n*²*k* floating-point operations.
  func solveTriangular(
    _ lower: Matrix, _ orientation: MatrixOrientation,
    _ rightHandSides: inout Matrix
  ) throws(FactorizationError)

  /// Replaces a matrix by its QR factors, with column pivoting.
  ///
  /// The upper triangle becomes `R`. Below it stand the vectors of the
  /// reflectors `I − τ v vᵀ`, whose leading one is not stored.
  ///
  /// - Returns: The column of the original that stands in each column of the
  ///   factored matrix, and the factor `τ` of each reflector.
  /// - Throws: ``FactorizationError/notFinite(row:column:)``.
  /// - Complexity: 2*n*²(*m* − *n*/3) floating-point operations if *m* ≥ *n*.
  func factorPivotedQR(
    _ matrix: inout Matrix
  ) throws(FactorizationError) -> (permutation: [Int], scales: [Double])

  /// Multiplies a matrix from the left by the orthogonal factor of a QR
  /// factorisation, or by its transpose.
  ///
  /// - Parameters:
  ///   - reflectors: What ``factorPivotedQR(_:)`` left behind.
  ///   - scales: The factors that it returned.
  ///   - orientation: `.plain` for `Q`, `.transposed` for `Qᵀ`.
  ///   - matrix: The matrix to be multiplied.
  /// - Precondition: The shapes fit.
  /// - Throws: ``FactorizationError/notFinite(row:column:)`` for an entry of
  ///   `matrix`.
  /// - Complexity: 4*m* floating-point operations at most for each reflector
  ///   and column.
  func applyReflectors(
    _ reflectors: Matrix, scales: [Double], _ orientation: MatrixOrientation,
    to matrix: inout Matrix
  ) throws(FactorizationError)

  /// Replaces a symmetric matrix by its eigenvectors.
  ///
  /// - Parameter matrix: A square matrix, of which the lower triangle is read.
  ///   Its columns become the eigenvectors, which are orthonormal.
  /// - Returns: The eigenvalues in ascending order.
  /// - Precondition: `matrix` is square.
  /// - Throws: ``FactorizationError/notFinite(row:column:)``, or
  ///   ``FactorizationError/backendFailure(routine:code:)`` if the iteration
  ///   does not converge, which no matrix is known to cause.
  /// - Complexity: About 9*n*³ floating-point operations.
  func diagonalizeSymmetric(
    _ matrix: inout Matrix
  ) throws(FactorizationError) -> [Double]
}
