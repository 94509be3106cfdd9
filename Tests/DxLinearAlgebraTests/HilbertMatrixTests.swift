import DxLinearAlgebra
import Testing
import _DxTestSupport

// The Hilbert matrix of order eight times 360360 = lcm(1 … 15), so that its
// entries 360360/(i + j + 1) are whole numbers and nothing is rounded before
// a backend sees them. Its condition number is 1.526e10.
//
// Expected values: the inverse of the Hilbert matrix is a matrix of whole
// numbers, here from the formula with binomial coefficients and checked in
// Python's exact fractions; determinant and eigenvalues from mpmath 1.3.0 with
// 60 digits (`eigsy`).
@Suite("Ill-conditioned Hilbert matrix")
struct HilbertMatrixTests {
  private let scale = 360360.0
  private let condition = 1.526e10

  private var matrix: Matrix {
    var result = Matrix(rowCount: 8, columnCount: 8)
    for i in 0..<8 {
      for j in 0..<8 { result[i, j] = scale / Double(i + j + 1) }
    }
    return result
  }

  @Test("inverse", arguments: backends)
  func inverse(backend: any LinearAlgebraBackend) throws {
    let inverse = scale * (try backend.inversePositiveDefinite(matrix))
    // Norm-wise, condition times n u; both backends reach a tenth of it.
    #expect(
      largestDifference(inverse, Self.exactInverse)
        <= 8 * condition * .ulpOfOne * Self.exactInverse.maximumMagnitude)
  }

  @Test("solution", arguments: backends)
  func solution(backend: any LinearAlgebraBackend) throws {
    // The columns of the inverse solve A X = 360360 I exactly.
    let solution = try backend.solvePositiveDefinite(
      matrix, scale * Matrix.identity(order: 8))
    #expect(
      largestDifference(solution, Self.exactInverse)
        <= 8 * condition * .ulpOfOne * Self.exactInverse.maximumMagnitude)
  }

  @Test("least squares through QR", arguments: backends)
  func leastSquares(backend: any LinearAlgebraBackend) throws {
    let factor = try PivotedQRFactor(matrix, backend: backend)
    #expect(factor.rank == 8)
    let solution = try factor.solveLeastSquares(
      scale * Matrix.identity(order: 8))
    #expect(
      largestDifference(solution, Self.exactInverse)
        <= 8 * condition * .ulpOfOne * Self.exactInverse.maximumMagnitude)
  }

  @Test("determinant", arguments: backends)
  func determinant(backend: any LinearAlgebraBackend) throws {
    // The derivative of log |A| in the direction E is tr(A⁻¹ E), which is at
    // most n times the condition times the relative size of E.
    #expect(
      relativeError(
        try backend.logDeterminant(positiveDefinite: matrix),
        27.38044315696252875) <= 8 * condition * .ulpOfOne)
  }

  @Test("eigenvalues", arguments: backends)
  func eigenvalues(backend: any LinearAlgebraBackend) throws {
    let values = try SymmetricEigenDecomposition(
      matrix, backend: backend
    ).values
    let expected = [
      0.000040055418192197335302, 0.0064824214304282193142,
      0.46642551262728634504, 19.592569127230892297, 528.8960901094593044,
      9446.060311810980064, 107432.40115016914928, 611148.57693079370455,
    ]
    // Absolute, in units of the norm: the smallest one has few digits.
    #expect(
      largestDifference(values, expected) <= 8 * .ulpOfOne * 611148.6)
  }

  private static let exactInverse: Matrix = [
    [64, -2016, 20160, -92400, 221760, -288288, 192192, -51480],
    [
      -2016, 84672, -952560, 4_656_960, -11_642_400, 15_567_552, -10_594_584,
      2_882_880,
    ],
    [
      20160, -952560, 11_430_720, -58_212_000, 149_688_000, -204_324_120,
      141_261_120, -38_918_880,
    ],
    [
      -92400, 4_656_960, -58_212_000, 304_920_000, -800_415_000,
      1_109_908_800, -776_936_160, 216_216_000,
    ],
    [
      221760, -11_642_400, 149_688_000, -800_415_000, 2_134_440_000,
      -2_996_753_760, 2_118_916_800, -594_594_000,
    ],
    [
      -288288, 15_567_552, -204_324_120, 1_109_908_800, -2_996_753_760,
      4_249_941_696, -3_030_051_024, 856_215_360,
    ],
    [
      192192, -10_594_584, 141_261_120, -776_936_160, 2_118_916_800,
      -3_030_051_024, 2_175_421_248, -618_377_760,
    ],
    [
      -51480, 2_882_880, -38_918_880, 216_216_000, -594_594_000,
      856_215_360, -618_377_760, 176_679_360,
    ],
  ]
}
