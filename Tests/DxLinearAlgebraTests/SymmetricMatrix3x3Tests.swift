import DxLinearAlgebra
import Foundation
import Testing
import _DxTestSupport

// Expected values: mpmath 1.3.0 with 60 digits, the entries taken as exact
// doubles; those of the first matrix are exact in double precision.
@Suite("Symmetric matrix of order three")
struct SymmetricMatrix3x3Tests {
  private let matrix = SymmetricMatrix3x3(2, -1, 0.5, 3, 0.25, 4)

  @Test("arithmetic on short binary fractions is exact")
  func arithmetic() {
    #expect(matrix.trace == 9)
    #expect(matrix * SIMD3(1, 2, -3) == SIMD3(-1.5, 4.25, -11))
    #expect(matrix.quadraticForm(SIMD3(1, 2, -3)) == 40)
    #expect(2 * matrix == SymmetricMatrix3x3(4, -2, 1, 6, 0.5, 8))
    #expect(SymmetricMatrix3x3.zero * SIMD3(1, 2, 3) == .zero)
  }

  @Test("products of decimal fractions")
  func products() {
    let matrix = SymmetricMatrix3x3(0.1, -0.7, 0.3, 1.1, 0.9, -2.3)
    let product = matrix * SIMD3(1.7, -0.2, 0.6)
    let tolerance = 4 * Double.ulpOfOne
    // Three products and two sums; the largest term is below 1.4.
    #expect(scaledError(product.x, 0.48999999999999999056) <= tolerance)
    #expect(scaledError(product.y, -0.86999999999999993006) <= tolerance)
    #expect(scaledError(product.z, -1.0499999999999998890) <= tolerance)
    #expect(
      scaledError(
        matrix.quadraticForm(SIMD3(1.7, -0.2, 0.6)), 0.37700000000000004780)
        <= 2 * tolerance)
    #expect(scaledError(matrix.trace, -1.099999999999999728) <= tolerance)
  }

  @Test("a NaN propagates")
  func invalid() {
    let invalid = SymmetricMatrix3x3(1, .nan, 0, 1, 0, 1)
    let product = invalid * SIMD3(1, 1, 1)
    #expect(product.x.isNaN && product.y.isNaN && product.z == 1)
    #expect(invalid.quadraticForm(SIMD3(1, 1, 1)).isNaN)
  }

  @Test("survives coding")
  func coding() throws {
    let data = try JSONEncoder().encode(matrix)
    #expect(
      try JSONDecoder().decode(SymmetricMatrix3x3.self, from: data) == matrix)
  }
}
