import DxLinearAlgebra
import Testing
import _DxTestSupport

/// The backends of this build: both, or the portable one alone.
let backends: [any LinearAlgebraBackend] = {
  let portable: [any LinearAlgebraBackend] = [PortableBackend()]
  guard let openBLAS = OpenBLASBackend() else { return portable }
  return portable + [openBLAS]
}()

// One suite for every backend: what is checked stands in _DxTestSupport.
// Order 200 crosses the blocking boundaries of the portable factorisations,
// and 33 is beside most of them.
@Suite("Contract of a linear-algebra backend")
struct BackendContractTests {
  static let orders = [0, 1, 2, 3, 8, 33, 200]
  static let nonFinite = [Double.nan, .infinity, -.infinity]

  @Test("general product", arguments: backends, orders)
  func product(backend: any LinearAlgebraBackend, order: Int) {
    checkProductContract(backend, order: order)
  }

  @Test("product of large rectangles", arguments: backends)
  func largeProduct(backend: any LinearAlgebraBackend) {
    checkLargeProductContract(backend)
  }

  @Test("product with itself transposed", arguments: backends, orders)
  func rankK(backend: any LinearAlgebraBackend, order: Int) {
    checkRankKContract(backend, order: order)
  }

  @Test("symmetric product", arguments: backends, orders)
  func symmetricProduct(backend: any LinearAlgebraBackend, order: Int) {
    checkSymmetricProductContract(backend, order: order)
  }

  @Test("Cholesky factor and determinant", arguments: backends, orders)
  func cholesky(backend: any LinearAlgebraBackend, order: Int) throws {
    try checkCholeskyContract(backend, order: order)
  }

  @Test("matrices not positive definite", arguments: backends, [1, 2, 8, 33])
  func indefinite(backend: any LinearAlgebraBackend, order: Int) {
    checkIndefiniteContract(backend, order: order)
  }

  @Test("triangular solve", arguments: backends, orders)
  func triangularSolve(backend: any LinearAlgebraBackend, order: Int) throws {
    try checkTriangularSolveContract(backend, order: order)
  }

  @Test("definite solve and inverse", arguments: backends, orders)
  func definiteInverse(backend: any LinearAlgebraBackend, order: Int) throws {
    try checkDefiniteInverseContract(backend, order: order)
  }

  @Test("pivoted QR", arguments: backends, orders)
  func pivotedQR(backend: any LinearAlgebraBackend, order: Int) throws {
    try checkPivotedQRContract(backend, rows: order, columns: order)
  }

  @Test(
    "pivoted QR of rectangles", arguments: backends,
    [(0, 3), (3, 0), (1, 7), (7, 1), (40, 13), (13, 40)])
  func rectangularQR(
    backend: any LinearAlgebraBackend, shape: (rows: Int, columns: Int)
  ) throws {
    try checkPivotedQRContract(
      backend, rows: shape.rows, columns: shape.columns)
  }

  @Test("numerical rank", arguments: backends, [1, 2, 3, 8, 33])
  func rank(backend: any LinearAlgebraBackend, order: Int) throws {
    try checkRankContract(backend, order: order)
  }

  @Test("least squares", arguments: backends, [0, 1, 2, 3, 8, 33])
  func leastSquares(backend: any LinearAlgebraBackend, order: Int) throws {
    try checkLeastSquaresContract(backend, order: order)
  }

  @Test("symmetric eigenvalues", arguments: backends, orders)
  func eigen(backend: any LinearAlgebraBackend, order: Int) throws {
    try checkEigenContract(backend, order: order)
  }

  @Test(
    "eigenvalues near overflow and underflow", arguments: backends,
    [0x1p1000, 0x1p-1000])
  func scaledEigen(backend: any LinearAlgebraBackend, scale: Double) throws {
    for order in [3, 33] {
      try checkEigenContract(backend, order: order, scale: scale)
    }
  }

  @Test("NaN and infinity in factors", arguments: backends, nonFinite)
  func nonFiniteInput(backend: any LinearAlgebraBackend, value: Double) {
    for order in [1, 2, 8, 33] {
      checkNonFiniteInputContract(backend, order: order, value: value)
    }
  }

  @Test("NaN and infinity in products", arguments: backends, nonFinite)
  func nonFiniteProduct(backend: any LinearAlgebraBackend, value: Double) {
    for order in [1, 2, 8, 33] {
      checkNonFiniteProductContract(backend, order: order, value: value)
    }
  }
}
