import Testing

@testable import DxLinearAlgebra

// Misuse ends the process, so each case runs in one of its own.
@Suite("Misuse traps")
struct MisuseTests {
  @Test("of shapes in products")
  func products() async {
    await #expect(processExitsWith: .failure) {
      _ = PortableBackend().product([[1, 2]], [[1, 2]])
    }
    await #expect(processExitsWith: .failure) {
      _ = LinearAlgebra.defaultBackend.product([[1, 2]], [[1, 2]])
    }
    await #expect(processExitsWith: .failure) {
      _ = PortableBackend().symmetricProduct([[1, 2]], [[1, 2]])
    }
    await #expect(processExitsWith: .failure) {
      var result = Matrix(rowCount: 1, columnCount: 1)
      PortableBackend().multiply(
        alpha: 1, [[1, 2]], .transposed, [[1, 2]], .plain, beta: 0,
        into: &result)
    }
  }

  // An optimised build keeps the trap and leaves the message out.
  #if DEBUG
    @Test("with the shape in the message")
    func message() async throws {
      let result = await #expect(
        processExitsWith: .failure, observing: [\.standardErrorContent]
      ) {
        _ = try CholeskyFactor(
          Matrix(rowCount: 2, columnCount: 3), backend: PortableBackend())
      }
      let standardError = try #require(result).standardErrorContent
      let message = String(decoding: standardError, as: UTF8.self)
      #expect(message.contains("2×3"))
    }
  #endif

  @Test("of matrices that are not square")
  func notSquare() async {
    await #expect(processExitsWith: .failure) {
      _ = try CholeskyFactor(
        Matrix(rowCount: 2, columnCount: 3), backend: PortableBackend())
    }
    await #expect(processExitsWith: .failure) {
      _ = try CholeskyFactor(Matrix(rowCount: 30, columnCount: 31))
    }
    await #expect(processExitsWith: .failure) {
      _ = try SymmetricEigenDecomposition(
        Matrix(rowCount: 30, columnCount: 31))
    }
    await #expect(processExitsWith: .failure) {
      var factor = Matrix(rowCount: 30, columnCount: 31)
      try LinearAlgebra.defaultBackend.invertFromCholesky(&factor)
    }
  }

  @Test("of systems whose shapes do not fit")
  func systems() async {
    await #expect(processExitsWith: .failure) {
      let factor = try CholeskyFactor(Matrix.identity(order: 2))
      _ = try factor.solve(Matrix(rowCount: 3, columnCount: 1))
    }
    await #expect(processExitsWith: .failure) {
      let factor = try PivotedQRFactor(Matrix.identity(order: 2))
      _ = try factor.solveLeastSquares(Matrix(rowCount: 3, columnCount: 1))
    }
    await #expect(processExitsWith: .failure) {
      _ = try PivotedQRFactor([[1]], rankTolerance: -1)
    }
    await #expect(processExitsWith: .failure) {
      _ = try PivotedQRFactor([[1]], rankTolerance: .nan)
    }
  }

  @Test("of matrices")
  func matrices() async {
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rows: [[1, 2], [3]])
    }
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rowCount: -1, columnCount: 0)
    }
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rowCount: .max, columnCount: 2)
    }
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rowCount: 2, columnCount: 2, columnMajor: [1])
    }
    await #expect(processExitsWith: .failure) {
      _ = Matrix.identity(order: 2)[0, 2]
    }
    await #expect(processExitsWith: .failure) {
      _ = Matrix.identity(order: 2).column(2)
    }
    await #expect(processExitsWith: .failure) {
      _ = Matrix.identity(order: 2) + Matrix.identity(order: 3)
    }
  }

  @Test("of dimensions beyond the integers of BLAS")
  func dimensions() async {
    #expect(OpenBLASRoutines.dimension(Int(Int32.max)) == .max)
    await #expect(processExitsWith: .failure) {
      _ = OpenBLASRoutines.dimension(Int(Int32.max) + 1)
    }
  }
}
