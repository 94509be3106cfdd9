/// The backend that calls OpenBLAS and LAPACKE, or Accelerate on Apple
/// platforms.
///
/// It is there if the package trait `OpenBLAS` is on, as it is by default;
/// otherwise the initializer returns `nil`, so that one source compiles either
/// way. Matrices too small to repay a call go to ``PortableBackend``.
///
/// Threads:
///
/// How many threads OpenBLAS uses is a setting of the whole process, which
/// this library never touches. A host that runs many analyses in parallel, or
/// whose matrices have orders of a few hundred, does best with one: set
/// `OPENBLAS_NUM_THREADS=1` in its environment.
///
/// An OpenBLAS that was built without threads, as in Debian's package
/// `libopenblas0-serial`, returns wrong numbers when two threads call it at
/// once. It is recognised, and its calls then wait for each other; see
/// ``isThreadSafe``.
public struct OpenBLASBackend: LinearAlgebraBackend {
  /// How the library behind the backend uses threads.
  public enum Threading: Hashable, Sendable {
    /// Not at all, and it must not be called from two at once.
    case serial
    /// By threads of its own.
    case ownThreads
    /// By OpenMP.
    case openMP
    /// As the operating system sees fit.
    case managedBySystem
  }

  /// How the library behind the backend uses threads.
  public let threading: Threading

  /// Creates the backend, if this build has one.
  ///
  /// It is `nil` exactly if the package trait `OpenBLAS` is off.
  public init?() {
    guard let threading = OpenBLASRoutines.threading else { return nil }
    self.threading = threading
  }

  /// The name of the backend, for reports and messages.
  public var name: String {
    threading == .managedBySystem ? "Accelerate" : "OpenBLAS"
  }

  /// Whether the library may be called from several threads at once.
  ///
  /// The backend may always be; where this is false it makes callers wait.
  public var isThreadSafe: Bool { threading != .serial }

  /// The number of threads that the library uses for one call, if it says so.
  public var threadCount: Int? { OpenBLASRoutines.threadCount }

  /// The library's description of itself: version, options, processor.
  public var libraryDescription: String {
    OpenBLASRoutines.libraryDescription
  }

  internal let small = PortableBackend()

  /// Computes `C ← α op(A) op(B) + β C`.
  public func multiply(
    alpha: Double, _ left: Matrix, _ leftOrientation: MatrixOrientation,
    _ right: Matrix, _ rightOrientation: MatrixOrientation,
    beta: Double, into result: inout Matrix
  ) {
    requireProductShapes(left, leftOrientation, right, rightOrientation, result)
    let (rows, columns) = (result.rowCount, result.columnCount)
    let depth = left.extents(leftOrientation).columns
    if Self.isSmallProduct(rows, columns, depth) {
      small.multiply(
        alpha: alpha, left, leftOrientation, right, rightOrientation,
        beta: beta, into: &result)
      return
    }
    withPointers(left, right, &result) { a, b, c in
      OpenBLASRoutines.multiply(
        rows: rows, columns: columns, depth: depth, alpha: alpha, a,
        left.rowCount, leftOrientation, b, right.rowCount, rightOrientation,
        beta: beta, c)
    }
  }

  /// The product of a matrix and its own transpose, both triangles filled.
  public func rankKProduct(
    _ matrix: Matrix, _ orientation: MatrixOrientation
  ) -> Matrix {
    let (order, depth) = matrix.extents(orientation)
    if Self.isSmallProduct(order, order, depth) {
      return small.rankKProduct(matrix, orientation)
    }
    var result = Matrix(rowCount: order, columnCount: order)
    withPointers(matrix, matrix, &result) { a, _, c in
      OpenBLASRoutines.rankKProduct(
        order: order, depth: depth, a, orientation, c)
    }
    result.mirrorLowerTriangle()
    return result
  }

  /// The product of a symmetric and a general matrix.
  public func symmetricProduct(_ symmetric: Matrix, _ matrix: Matrix) -> Matrix
  {
    requireSymmetricProductShapes(symmetric, matrix)
    let (order, columns) = (matrix.rowCount, matrix.columnCount)
    if Self.isSmallProduct(order, columns, order) {
      return small.symmetricProduct(symmetric, matrix)
    }
    var result = Matrix(rowCount: order, columnCount: columns)
    withPointers(symmetric, matrix, &result) { a, b, c in
      OpenBLASRoutines.symmetricProduct(
        order: order, columns: columns, a, b, c)
    }
    return result
  }

  /// Solves `L X = B` or `Lᵀ X = B` for a lower-triangular `L`.
  public func solveTriangular(
    _ lower: Matrix, _ orientation: MatrixOrientation,
    _ rightHandSides: inout Matrix
  ) throws(FactorizationError) {
    let (order, columns) = (lower.rowCount, rightHandSides.columnCount)
    if Self.isSmallProduct(order, columns, order) {
      try small.solveTriangular(lower, orientation, &rightHandSides)
      return
    }
    try requireTriangularSystem(lower, rightHandSides)
    withPointers(lower, lower, &rightHandSides) { l, _, b in
      OpenBLASRoutines.solveTriangular(
        order: order, columns: columns, l, orientation, b)
    }
  }
}

extension OpenBLASBackend {
  /// Whether a product is done sooner than a call of BLAS is set up.
  internal static func isSmallProduct(
    _ rows: Int, _ columns: Int, _ depth: Int
  ) -> Bool {
    // In floating point, where nothing overflows.
    Double(rows) * Double(columns) * Double(depth)
      < Double(smallOrder * smallOrder * smallOrder)
  }

  /// The order from which products, solves and eigenvalues go to the library.
  ///
  /// Measured, and discussed in `Docs/Performance.md`, as is the next.
  internal static var smallOrder: Int { 12 }

  /// The order from which Cholesky and QR factorisations go to the library.
  internal static var smallFactorOrder: Int { 24 }
}
