import DxLinearAlgebra
import Foundation
import Testing
import _DxTestSupport

/// A matrix and what mpmath 1.3.0 computes of its entries, taken as exact
/// doubles, with 60 digits.
struct ReferencePoint2x2: CustomTestStringConvertible {
  var entries: (Double, Double, Double)
  var determinant: Double
  var inverse: (Double, Double, Double)
  var smaller: Double
  var larger: Double

  var matrix: SymmetricMatrix2x2 {
    SymmetricMatrix2x2(entries.0, entries.1, entries.2)
  }
  var testDescription: String { "\(entries)" }

  /// How much larger the terms of the determinant are than itself.
  var cancellation: Double {
    let terms = (entries.0 * entries.2).magnitude + entries.1 * entries.1
    return max(1, terms / determinant.magnitude)
  }

  static let all = [
    Self(
      entries: (2, 1, 3), determinant: 5, inverse: (0.6, -0.2, 0.4),
      smaller: 1.3819660112501051518, larger: 3.6180339887498948482),
    Self(
      entries: (0.5, -0.75, 2.25), determinant: 0.5625,
      inverse: (4, 1.3333333333333333333, 0.88888888888888888889),
      smaller: 0.22255694283838908625, larger: 2.5274430571616109138),
    Self(
      entries: (-3, 0.125, -5), determinant: 14.984375,
      inverse: (
        -0.33368091762252346194, -0.0083420229405630865485,
        -0.20020855057351407716
      ),
      smaller: -5.0077822185373187065, larger: -2.9922177814626812935),
    Self(
      entries: (1, 3, -2), determinant: -11,
      inverse: (
        0.18181818181818181818, 0.27272727272727272727,
        -0.090909090909090909091
      ),
      smaller: -3.8541019662496845446, larger: 2.8541019662496845446),
    Self(
      entries: (4, 0, 4), determinant: 16, inverse: (0.25, 0, 0.25),
      smaller: 4, larger: 4),
    Self(
      entries: (0x1p40, 1, 0x1p-20), determinant: 1_048_575,
      inverse: (
        9.0949556913549340772e-13, -9.5367522590181913549e-7,
        1048577.0000009536752
      ),
      smaller: 9.5367340691154822707e-7, larger: 1099511627776.0),
    Self(
      entries: (0.1, 0.3, 0.7), determinant: -0.019999999999999993894,
      inverse: (
        -35.000000000000008465, 15.000000000000004025, -5.0000000000000018041
      ),
      smaller: -0.024264068711928508555, larger: 0.8242640687119284697),
    // Nearly singular: half of the digits of the determinant cancel.
    Self(
      entries: (1, 0.999999999, 1), determinant: 1.9999999424361371297e-9,
      inverse: (
        500000014.39096613177, -500000013.89096613152, 500000014.39096613177
      ),
      smaller: 9.9999997171806853657e-10, larger: 1.9999999990000000283),
  ]
}

@Suite("Symmetric matrix of order two")
struct SymmetricMatrix2x2Tests {
  @Test("closed forms", arguments: ReferencePoint2x2.all)
  func reference(point: ReferencePoint2x2) {
    let matrix = point.matrix
    // Two products and a difference: 2 u times the cancellation.
    let determinantTolerance = 2 * point.cancellation * .ulpOfOne
    #expect(
      relativeError(matrix.determinant, point.determinant)
        <= determinantTolerance)
    #expect(
      relativeError(matrix.inverse.m11, point.inverse.0)
        <= determinantTolerance + 2 * .ulpOfOne)
    #expect(
      relativeError(matrix.inverse.m21, point.inverse.1)
        <= determinantTolerance + 2 * .ulpOfOne)
    #expect(
      relativeError(matrix.inverse.m22, point.inverse.2)
        <= determinantTolerance + 2 * .ulpOfOne)
    // The dominant one without cancellation; the other as the determinant.
    let (smaller, larger) = matrix.eigenvalues
    #expect(
      relativeError(smaller, point.smaller)
        <= determinantTolerance + 4 * .ulpOfOne)
    #expect(
      relativeError(larger, point.larger)
        <= determinantTolerance + 4 * .ulpOfOne)
  }

  private let matrix = SymmetricMatrix2x2(2, -1, 5)

  @Test("arithmetic on whole numbers is exact")
  func arithmetic() {
    let other = SymmetricMatrix2x2(1, 4, -3)
    #expect(matrix.trace == 7)
    #expect(matrix + other == SymmetricMatrix2x2(3, 3, 2))
    #expect(matrix - other == SymmetricMatrix2x2(1, -5, 8))
    #expect(3 * matrix == SymmetricMatrix2x2(6, -3, 15))
    #expect(matrix + .zero == matrix)
    #expect(matrix * SIMD2(1, 2) == SIMD2(0, 9))
    #expect(SymmetricMatrix2x2.identity * SIMD2(3, 4) == SIMD2(3, 4))
    #expect(matrix.quadraticForm(SIMD2(1, 2)) == 18)
    #expect(matrix.bilinearForm(SIMD2(3, -1), SIMD2(1, 2)) == -9)
  }

  @Test("singular and invalid entries")
  func edges() {
    #expect(!SymmetricMatrix2x2(1, 2, 4).inverse.m11.isFinite)
    #expect(SymmetricMatrix2x2.zero.eigenvalues == (0, 0))
    #expect(SymmetricMatrix2x2(1, 2, 4).eigenvalues == (0, 5))
    #expect(SymmetricMatrix2x2(.nan, 0, 1).determinant.isNaN)
    #expect(SymmetricMatrix2x2(1, .nan, 1).eigenvalues.smaller.isNaN)
  }

  @Test("survives coding")
  func coding() throws {
    let data = try JSONEncoder().encode(matrix)
    #expect(
      try JSONDecoder().decode(SymmetricMatrix2x2.self, from: data) == matrix)
  }
}
