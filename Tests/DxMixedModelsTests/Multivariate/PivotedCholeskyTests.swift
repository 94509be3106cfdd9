// Expected values are products of small integers, which are exact.

import Testing

@testable import DxMixedModels

@Suite("Pivoted Cholesky factor")
struct PivotedCholeskyTests {
  // F Fᵀ with the rows (1, 0), (2, 1), (4, −2), (0, 3) of F.
  private let matrix: [Double] = [1, 2, 5, 4, 6, 20, 0, 3, -6, 9]

  @Test("multiplies to the matrix, in the order of the pivots")
  func product() {
    let factor = PivotedCholesky(
      matrix, limit: 4, negligible: Array(repeating: 1e-12, count: 4))
    #expect(factor.rank == 2)
    #expect(factor.pivots.first == 2)
    let columns = factor.columns
    for (row, first) in factor.pivots.enumerated() {
      for (column, second) in factor.pivots.enumerated() where column <= row {
        let product = (0..<2).reduce(0.0) { sum, index in
          guard column >= index else { return sum }
          return sum + columns[index][row - index]
            * columns[index][column - index]
        }
        // A few roundings of numbers up to 20.
        let error = (product - matrix[packedIndex(first, second)]).magnitude
        #expect(error <= 1e-14 * 20)
      }
    }
  }

  @Test("stops at the limit, and has no column for nothing")
  func limits() {
    let one = PivotedCholesky(
      matrix, limit: 1, negligible: Array(repeating: 0, count: 4))
    #expect(one.rank == 1)
    let none = PivotedCholesky([0, 0, 0], limit: 2, negligible: [0, 0])
    #expect(none.rank == 0)
  }
}
