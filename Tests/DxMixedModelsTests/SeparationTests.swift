// Which coefficients are infinite follows from the data by inspection; the
// limit is then the fit of the trials that are left, as another model.

import DxLinearAlgebra
import DxMixedModels
import Testing
import _DxTestSupport

@Suite("Binomial regression with infinite coefficients")
struct SeparationTests {
  /// A made-up review: successes and trials of the two outcomes.
  static let studies: [(y: SIMD2<Double>, n: SIMD2<Double>)] = [
    (SIMD2(17, 40), SIMD2(20, 50)), (SIMD2(30, 22), SIMD2(34, 31)),
    (SIMD2(9, 71), SIMD2(15, 80)), (SIMD2(25, 33), SIMD2(28, 40)),
    (SIMD2(12, 18), SIMD2(19, 20)), (SIMD2(15, 44), SIMD2(15, 52)),
    (SIMD2(22, 25), SIMD2(22, 33)), (SIMD2(8, 60), SIMD2(8, 65)),
  ]

  /// A regression of the first outcome, with an intercept for the second.
  ///
  /// - Parameter change: Changes the counts of a study.
  private func regression(
    _ columns: [String], _ rows: [[Double]],
    _ change: (Int, inout (y: SIMD2<Double>, n: SIMD2<Double>)) -> Void = {
      _, _ in
    }
  ) -> BinomialRegression {
    var regression = BinomialRegression(
      studyCount: rows.count, firstColumns: columns, secondColumns: ["one"])
    for (index, row) in rows.enumerated() {
      var study = Self.studies[index]
      change(index, &study)
      regression.set(
        index, successes: study.y, trials: study.n, firstRow: row,
        secondRow: [1])
    }
    return regression
  }

  /// The fit without the first outcome of the last three studies.
  private func reduced(
    _ quadrature: BinomialQuadrature
  ) throws -> BivariateBinomialEstimate {
    var counts = PairedCounts(studyCount: 8)
    for (index, study) in Self.studies.enumerated() {
      var (y, n) = study
      if index >= 5 { (y.x, n.x) = (0, 0) }
      counts.set(index, successes: y, trials: n)
    }
    return try counts.fit(quadrature)
  }

  private let isLast: [Double] = [0, 0, 0, 0, 0, 1, 1, 1]

  @Test("a level without a failure", arguments: [1, 25])
  func level(nodes: Int) throws {
    let want = try reduced(.nodes(nodes))
    let got = try regression(["one", "level"], isLast.map { [1, $0] })
      .fit(.nodes(nodes))
    #expect(got.infiniteCoefficients == [1])
    #expect(got.coefficients[1] == .infinity)
    #expect(scaledError(got.logLikelihood, want.logLikelihood) <= 1e-12)
    #expect(
      largestError(
        [got.coefficients[0], got.coefficients[2]],
        [want.means.x, want.means.y]) <= 1e-7)
    #expect(largestError(got.psi[0].vech, want.psi.vech) <= 1e-6)
    #expect(got.coefficientCovariance[1, 1] == .infinity)
    #expect(
      relativeError(got.coefficientCovariance[0, 0], want.meanCovariance.m11)
        <= 1e-6)
    #expect(got.jointCovariance == nil)

    // The same with the other level as the reference.
    let turned = try regression(["one", "level"], isLast.map { [1, 1 - $0] })
      .fit(.nodes(nodes))
    #expect(turned.coefficients[0] == .infinity)
    #expect(turned.coefficients[1] == -.infinity)
    #expect(scaledError(turned.logLikelihood, want.logLikelihood) <= 1e-12)

    // And with failures for successes.
    let mirrored = try regression(["one", "level"], isLast.map { [1, $0] }) {
      $1.y.x = $1.n.x - $1.y.x
    }.fit(.nodes(nodes))
    #expect(mirrored.coefficients[1] == -.infinity)
    #expect(scaledError(mirrored.logLikelihood, want.logLikelihood) <= 1e-12)
    #expect(relativeError(mirrored.coefficients[0], -want.means.x) <= 1e-7)
  }

  /// The number 5 tells the studies apart: with x − 5 the direction (0, 1)
  /// leaves the studies at x = 5, but their logit may not move.
  @Test("a number that separates")
  func number() throws {
    // The studies with failures have x = 5, the others more.
    let rows: [[Double]] = [5, 5, 5, 5, 5, 6, 8, 7].map { [1, $0] }
    let want = try reduced(.nodes(15))
    let got = try regression(["one", "x"], rows).fit(.nodes(15))
    #expect(got.coefficients[0] == -.infinity)
    #expect(got.coefficients[1] == .infinity)
    #expect(scaledError(got.logLikelihood, want.logLikelihood) <= 1e-12)
    #expect(relativeError(got.coefficients[2], want.means.y) <= 1e-7)

    // Where one of them has less, nothing separates.
    let finite = try regression(
      ["one", "x"], [5, 5, 5, 5, 5, 6, 8, 4].map { [1, $0] }
    ).fit(.nodes(15))
    #expect(finite.infiniteCoefficients.isEmpty)
    #expect(finite.logLikelihood < want.logLikelihood)
    #expect(finite.certificate.smallestHessianEigenvalue ?? 0 > 0)
  }

  @Test("two levels, of which one coefficient goes nowhere in particular")
  func twoLevels() throws {
    // Levels A: mixed, B and C: successes only; B is the reference.
    let rows: [[Double]] = [
      [1, 1, 0], [1, 1, 0], [1, 1, 0], [1, 1, 0], [1, 1, 0], [1, 0, 0],
      [1, 0, 0], [1, 0, 1],
    ]
    let got = try regression(["one", "A", "C"], rows).fit(.nodes(15))
    #expect(got.coefficients[0] == .infinity)
    #expect(got.coefficients[1] == -.infinity)
    #expect(got.coefficients[2].isNaN)
    #expect(
      scaledError(
        got.logLikelihood, try reduced(.nodes(15)).logLikelihood) <= 1e-12)
  }

  @Test("an outcome without a failure")
  func wholeOutcome() throws {
    let got = try regression(
      ["one", "x"], (0..<8).map { [1, Double($0 * $0)] }
    ) { $1.y.x = $1.n.x }.fit(.nodes(25))
    var counts = PairedCounts(studyCount: 8)
    for (index, study) in Self.studies.enumerated() {
      counts.set(
        index, successes: SIMD2(study.n.x, study.y.y), trials: study.n)
    }
    let want = try counts.fit(.nodes(25))
    #expect(got.coefficients[0] == .infinity)
    #expect(got.coefficients[1].isNaN)
    #expect(relativeError(got.coefficients[2], want.means.y) <= 1e-7)
    #expect(scaledError(got.logLikelihood, want.logLikelihood) <= 1e-12)
    #expect(relativeError(got.psi[0].m22, want.psi.m22) <= 1e-6)
    #expect(got.psi[0].m11 == 0)
  }
}
