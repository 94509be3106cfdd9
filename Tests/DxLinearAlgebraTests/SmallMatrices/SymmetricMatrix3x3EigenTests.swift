// Expected eigenvalues and solutions of the right-hand side (1, −2, ½) come
// from mpmath 1.3.0 (eigsy, lu_solve) at 60 digits.

import DxLinearAlgebra
import Testing
import _DxTestSupport

struct SymmetricCase: Sendable, CustomTestStringConvertible {
  var name: String
  var matrix: SymmetricMatrix3x3
  var eigenvalues: SIMD3<Double>
  var solution: SIMD3<Double>?
  // The condition number after scaling to a unit diagonal, rounded up.
  var scaledCondition: Double

  var testDescription: String { name }

  static let all: [SymmetricCase] = [
    SymmetricCase(
      name: "generic", matrix: SymmetricMatrix3x3(4, 1, -2, 3, 0.5, 5),
      eigenvalues: SIMD3(
        1.5842066930926237, 3.839336452466482, 6.576456854440894),
      solution: SIMD3(0.75, -1.0, 0.5), scaledCondition: 5),
    SymmetricCase(
      name: "indefinite", matrix: SymmetricMatrix3x3(1, 2, 3, -4, 0.25, 0.5),
      eigenvalues: SIMD3(
        -4.843233601542401, -1.758632030402693, 4.101865631945094),
      solution: nil, scaledCondition: 5),
    SymmetricCase(
      name: "graded",
      matrix: SymmetricMatrix3x3(1e20, 1e9, 1e-1, 1, 1e-11, 1e-20),
      eigenvalues: SIMD3(9.818181818181817e-21, 0.99, 1e20),
      solution: SIMD3(
        -0.04629629627777778, -462962965.0, 5.092592592777778e+19),
      scaledCondition: 2),
    SymmetricCase(
      name: "nearly singular",
      matrix: SymmetricMatrix3x3(
        1, 1, 1, 1.0000000009313226, 1, 1.0000009536743164),
      eigenvalues: SIMD3(
        4.655475448436865e-10, 6.35938144471475e-07, 3.000000318201947),
      solution: SIMD3(3221749761.0, -3221225472.0, -524288.0),
      scaledCondition: 7e9),
    SymmetricCase(
      name: "Hilbert",
      matrix: SymmetricMatrix3x3(
        1, 0.5, 0.3333333333333333, 0.3333333333333333, 0.25, 0.2),
      eigenvalues: SIMD3(
        0.0026873403557735216, 0.12232706585390586, 1.408318927123654),
      solution: SIMD3(
        96.00000000000031, -510.0000000000015, 480.0000000000013),
      scaledCondition: 500),
    SymmetricCase(
      name: "huge",
      matrix: SymmetricMatrix3x3(3e300, 1e300, -1e300, 2e300, 5e299, 4e300),
      eigenvalues: SIMD3(
        1.059550439799313e300, 3.3175444385565526e300,
        4.622905121644135e300),
      solution: SIMD3(
        1.1076923076923076e-300, -1.7076923076923077e-300,
        6.153846153846154e-301), scaledCondition: 5),
    SymmetricCase(
      name: "tiny",
      matrix: SymmetricMatrix3x3(
        3e-300, 1e-300, -1e-300, 2e-300, 5e-301, 4e-300),
      eigenvalues: SIMD3(
        1.059550439799313e-300, 3.3175444385565526e-300,
        4.6229051216441346e-300),
      solution: SIMD3(
        1.1076923076923075e300, -1.7076923076923076e300,
        6.153846153846153e299), scaledCondition: 5),
  ]
}

@Suite("Symmetric matrix of order three: spectrum and solution")
struct SymmetricMatrix3x3EigenTests {
  // Demmel and Veselić bound the relative error of each eigenvalue by a
  // small multiple of u times the scaled condition number.
  @Test("eigenvalues are relatively accurate", arguments: SymmetricCase.all)
  func eigenvaluesAreAccurate(_ testCase: SymmetricCase) {
    let got = testCase.matrix.eigenDecomposition().values
    let tolerance = 4 * testCase.scaledCondition * .ulpOfOne
    for i in 0..<3 {
      #expect(relativeError(got[i], testCase.eigenvalues[i]) <= tolerance)
    }
  }

  @Test("the smallest eigenvalue alone", arguments: SymmetricCase.all)
  func smallestEigenvalue(_ testCase: SymmetricCase) {
    let values = testCase.eigenvalues
    let error = testCase.matrix.smallestEigenvalue - values.x
    let norm = max(values.x.magnitude, values.z.magnitude)
    // The documented bound.
    #expect(error.magnitude <= 1e-12 * norm)
  }

  // By hand: the eigenvalues of a I + b 1 1ᵀ are a, twice, and a + 3b.
  @Test(
    "a multiple smallest eigenvalue",
    arguments: [1, 1e-120, 1e120], [(1, 1), (1, 0), (1, 1e-9), (2, -1)])
  func multiple(_ scale: Double, _ entries: (a: Double, b: Double)) {
    let (a, b) = (scale * entries.a, scale * entries.b)
    let matrix = SymmetricMatrix3x3(a + b, b, b, a + b, b, a + b)
    let want = min(a, a + 3 * b)
    let norm = max(a.magnitude, (a + 3 * b).magnitude)
    let error = matrix.smallestEigenvalue - want
    #expect(error.magnitude <= 1e-12 * norm)
  }

  @Test("the smallest eigenvalue at the edges")
  func smallestEigenvalueEdges() {
    #expect(SymmetricMatrix3x3.zero.smallestEigenvalue == 0)
    for bad in [Double.nan, .infinity, -.infinity] {
      for index in 0..<6 {
        var e = [4.0, 1, -2, 3, 0.5, 5]
        e[index] = bad
        let matrix = SymmetricMatrix3x3(e[0], e[1], e[2], e[3], e[4], e[5])
        #expect(matrix.smallestEigenvalue.isNaN)
      }
    }
  }

  @Test("eigenvectors are orthonormal", arguments: SymmetricCase.all)
  func eigenvectorsAreOrthonormal(_ testCase: SymmetricCase) {
    let e = testCase.matrix.eigenDecomposition()
    let vectors = [e.firstVector, e.secondVector, e.thirdVector]
    for (i, u) in vectors.enumerated() {
      for (j, v) in vectors.enumerated() {
        // Up to 18 rotations, each with errors of about 2 u per entry.
        #expect(scaledError((u * v).sum(), i == j ? 1 : 0) <= 16 * .ulpOfOne)
      }
    }
  }

  @Test("eigenpairs leave a small residual", arguments: SymmetricCase.all)
  func eigenpairsFit(_ testCase: SymmetricCase) {
    let e = testCase.matrix.eigenDecomposition()
    let norm = max(e.values.x.magnitude, e.values.z.magnitude)
    for (value, vector) in [
      (e.values.x, e.firstVector), (e.values.y, e.secondVector),
      (e.values.z, e.thirdVector),
    ] {
      let residual = (testCase.matrix * vector - value * vector) / norm
      #expect(residual.max() <= 16 * .ulpOfOne)
      #expect(residual.min() >= -16 * .ulpOfOne)
    }
  }

  @Test("coordinates and vector are inverse to each other")
  func coordinatesRoundTrip() {
    let e = SymmetricMatrix3x3(4, 1, -2, 3, 0.5, 5).eigenDecomposition()
    let vector = SIMD3(1.0, -2, 0.5)
    let back = e.vector(at: e.coordinates(of: vector))
    for i in 0..<3 { #expect(scaledError(back[i], vector[i]) <= 4e-15) }
  }

  @Test("a diagonal matrix has no rounding, and is sorted")
  func diagonal() {
    let e = SymmetricMatrix3x3(3, 0, 0, -1, 0, 2).eigenDecomposition()
    #expect(e.values == SIMD3(-1, 2, 3))
    #expect(e.firstVector == SIMD3(0, 1, 0))
    #expect(e.secondVector == SIMD3(0, 0, 1))
    #expect(e.thirdVector == SIMD3(1, 0, 0))
    #expect(SymmetricMatrix3x3.zero.eigenDecomposition().values == .zero)
  }

  @Test("a matrix of rank one has two eigenvalues of rounding size")
  func rankOne() {
    let e = SymmetricMatrix3x3(1, 1, 1, 1, 1, 1).eigenDecomposition()
    #expect(e.values.x.magnitude <= 4 * .ulpOfOne)
    #expect(e.values.y.magnitude <= 4 * .ulpOfOne)
    #expect(relativeError(e.values.z, 3) <= 4 * .ulpOfOne)
  }

  @Test("an entry that is not finite ends the iteration")
  func notFinite() {
    let e = SymmetricMatrix3x3(1, .nan, 0, 1, 0, 1).eigenDecomposition()
    #expect(e.values.x.isNaN || e.values.y.isNaN || e.values.z.isNaN)
    let f = SymmetricMatrix3x3(.infinity, 1, 0, 1, 0, 1).eigenDecomposition()
    #expect(!f.values.z.isFinite || !f.values.x.isFinite)
  }

  // Forward error: condition number times u, with 2⁻³⁴ where the adjugate
  // may be used near its limit; the factor 16 covers three unknowns.
  @Test("positive definite systems are solved", arguments: SymmetricCase.all)
  func solves(_ testCase: SymmetricCase) throws {
    let got = testCase.matrix.solvePositiveDefinite(SIMD3(1, -2, 0.5))
    guard let want = testCase.solution else {
      #expect(got == nil)
      return
    }
    let solution = try #require(got)
    let tolerance = 16 * testCase.scaledCondition * .ulpOfOne
    for i in 0..<3 {
      #expect(relativeError(solution[i], want[i]) <= tolerance)
    }
  }

  @Test(
    "matrices that are not positive definite have no solution",
    arguments: [
      SymmetricMatrix3x3.zero, SymmetricMatrix3x3(1, 1, 1, 1, 1, 1),
      SymmetricMatrix3x3(-1, 0, 0, -1, 0, 1),
      SymmetricMatrix3x3(1, 0, 0, -1, 0, -1),
      SymmetricMatrix3x3(1, 2, 0, 1, 0, 1),
      SymmetricMatrix3x3(1, 0, 0, 1, 2, 1),
      SymmetricMatrix3x3(.nan, 0, 0, 1, 0, 1),
      SymmetricMatrix3x3(1, 0, .nan, 1, 0, 1),
    ])
  func refuses(_ matrix: SymmetricMatrix3x3) {
    #expect(matrix.solvePositiveDefinite(SIMD3(1, 1, 1)) == nil)
  }
}
