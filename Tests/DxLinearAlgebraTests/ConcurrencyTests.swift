import DxLinearAlgebra
import Testing
import _DxTestSupport

@Suite("Backends called from many tasks")
struct ConcurrencyTests {
  // A library that shares work memory between threads fails here with
  // relative errors around 0.1; rounding that depends on the number of
  // threads stays within the bound of one more sum.
  @Test("give the results of serial calls", arguments: backends)
  func manyTasks(backend: any LinearAlgebraBackend) async throws {
    let orders = [13, 25, 40]
    let inputs = orders.map {
      Matrix.randomPositiveDefinite(order: $0, seed: 41)
    }
    let expected = try inputs.map { try Self.summary(of: $0, backend) }
    // The portable kernels share nothing, and are slow in a debug build.
    let repeats = backend is PortableBackend ? 2 : 10
    let errors = try await withThrowingTaskGroup(of: Double.self) { group in
      for task in 0..<16 {
        group.addTask {
          var worst = 0.0
          for repeatIndex in 0..<repeats {
            let index = (task + repeatIndex) % inputs.count
            let summary = try Self.summary(of: inputs[index], backend)
            for (value, reference) in zip(summary, expected[index]) {
              worst = max(worst, relativeError(value, reference))
            }
          }
          return worst
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(errors.count == 16)
    #expect(errors.allSatisfy { $0 <= 100 * 40 * .ulpOfOne })
  }

  // Short calls in quick succession, so that two often overlap. With whole
  // numbers the products are exact, and any difference is a fault.
  @Test("give exact products", arguments: backends)
  func exactProducts(backend: any LinearAlgebraBackend) async {
    let matrix = Matrix.randomIntegers(20, 20, seed: 42)
    let expected = backend.product(matrix, matrix)
    let repeats = backend is PortableBackend ? 50 : 2000
    let wrong = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask {
          var result = expected
          var wrong = 0
          for _ in 0..<repeats {
            backend.multiply(
              alpha: 1, matrix, .plain, matrix, .plain, beta: 0, into: &result)
            if result != expected { wrong += 1 }
          }
          return wrong
        }
      }
      return await group.reduce(0, +)
    }
    #expect(wrong == 0)
  }

  /// A few numbers to which every operation of a backend contributes.
  private static func summary(
    of matrix: Matrix, _ backend: any LinearAlgebraBackend
  ) throws -> [Double] {
    let factor = try CholeskyFactor(matrix, backend: backend)
    return [
      factor.logDeterminant,
      try factor.inverse().frobeniusNorm,
      backend.product(matrix, factor.lower).frobeniusNorm,
      backend.rankKProduct(matrix, .transposed).frobeniusNorm,
      backend.symmetricProduct(matrix, factor.lower).frobeniusNorm,
      try factor.solve(matrix).frobeniusNorm,
      try PivotedQRFactor(matrix, backend: backend).upperTriangle[0, 0]
        .magnitude,
      try SymmetricEigenDecomposition(matrix, backend: backend).values[0],
    ]
  }
}
