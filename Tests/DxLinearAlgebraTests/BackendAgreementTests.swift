import DxLinearAlgebra
import Testing
import _DxTestSupport

// Two backends round differently, so they agree within the error bound of
// each: n ulpOfOne times the size of the operands and, where a matrix is
// inverted, times its condition number, which is below 10 here.
@Suite("Agreement of backends", .enabled(if: OpenBLASBackend() != nil))
struct BackendAgreementTests {
  private let portable = PortableBackend()

  @Test("products", arguments: [12, 50, 97])
  func products(order n: Int) throws {
    let openBLAS = try #require(OpenBLASBackend())
    let a = Matrix.random(n, n, seed: 31)
    let b = Matrix.random(n, n, seed: 32)
    let bound = 2 * Double(n) * .ulpOfOne
    #expect(
      largestDifference(portable.product(a, b), openBLAS.product(a, b))
        <= bound)
    #expect(
      largestDifference(
        portable.rankKProduct(a, .plain), openBLAS.rankKProduct(a, .plain))
        <= bound)
    #expect(
      largestDifference(
        portable.symmetricProduct(a, b), openBLAS.symmetricProduct(a, b))
        <= bound)
  }

  @Test("factors, determinants and inverses", arguments: [12, 50, 97])
  func factors(order n: Int) throws {
    let openBLAS = try #require(OpenBLASBackend())
    let a = Matrix.randomPositiveDefinite(order: n, seed: 33)
    let ours = try CholeskyFactor(a, backend: portable)
    let theirs = try CholeskyFactor(a, backend: openBLAS)
    let unit = Double(n) * .ulpOfOne
    #expect(
      largestDifference(ours.lower, theirs.lower)
        <= 10 * unit * a.maximumMagnitude.squareRoot())
    #expect(
      relativeError(ours.logDeterminant, theirs.logDeterminant) <= 10 * unit)
    #expect(
      largestDifference(try ours.inverse(), try theirs.inverse())
        <= 10 * unit / Double(n))
  }

  @Test("numerical rank and least squares", arguments: [12, 50, 97])
  func orthogonal(order n: Int) throws {
    let openBLAS = try #require(OpenBLASBackend())
    // Distinct column norms, so that both choose the same pivots.
    var a = Matrix.randomPositiveDefinite(order: n, seed: 34)
    for index in 0..<n { a[index, index] += Double(index) }
    let b = Matrix.random(n, 2, seed: 35)
    let ours = try PivotedQRFactor(a, backend: portable)
    let theirs = try PivotedQRFactor(a, backend: openBLAS)
    #expect(ours.rank == theirs.rank)
    #expect(ours.permutation == theirs.permutation)
    #expect(
      largestDifference(
        try ours.solveLeastSquares(b), try theirs.solveLeastSquares(b))
        <= 10 * Double(n) * .ulpOfOne)
    #expect(
      largestDifference(
        try SymmetricEigenDecomposition(a, backend: portable).values,
        try SymmetricEigenDecomposition(a, backend: openBLAS).values)
        <= 10 * Double(n) * .ulpOfOne * a.maximumMagnitude)
  }

  @Test("a matrix that overflows while it is factored")
  func overflow() throws {
    let openBLAS = try #require(OpenBLASBackend())
    // The square of an entry beside the diagonal is infinite.
    var a = Matrix.identity(order: 40)
    for row in 1..<40 { a[row, 0] = 0x1p600 }
    for backend in [portable, openBLAS] as [any LinearAlgebraBackend] {
      #expect(throws: FactorizationError.notPositiveDefinite(pivotIndex: 1)) {
        try CholeskyFactor(a, backend: backend)
      }
    }
  }
}
