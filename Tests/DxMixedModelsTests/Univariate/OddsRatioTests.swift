// Expected values: R 4.2.2 with metafor 3.8-1 (rma.mh, rma.peto), and
// stats::mantelhaen.test for the test without correction; 15 digits. The
// tables hold cells of zero, and two that tell nothing.

import DxMixedModels
import RealModule
import Testing
import _DxTestSupport

@Suite("Common odds ratios of 2×2 tables")
struct OddsRatioTests {
  private static let counts = [
    [4, 119, 11, 128], [6, 300, 29, 274], [3, 228, 11, 209], [0, 10, 3, 12],
    [0, 20, 0, 20], [5, 0, 7, 0], [10, 3, 0, 9],
  ]

  private func tables(_ counts: [[Int]]) throws -> OddsRatioTables {
    var result = OddsRatioTables()
    for (index, row) in counts.enumerated() {
      try result.append(
        "\(index)", events: row[0], nonEvents: row[1], controlEvents: row[2],
        controlNonEvents: row[3])
    }
    return result
  }

  // Closed forms: the tolerance is a few rounding errors.
  private func check(
    _ test: HomogeneityTest, _ statistic: Double, _ pValue: Double,
    _ degreesOfFreedom: Int
  ) {
    #expect(relativeError(test.statistic, statistic) <= 2e-14)
    #expect(relativeError(test.pValue, pValue) <= 1e-12)
    #expect(test.degreesOfFreedom == degreesOfFreedom)
  }

  @Test("Mantel and Haenszel")
  func mantelHaenszel() throws {
    let tables = try tables(Self.counts)
    let result = try tables.mantelHaenszel()
    #expect(relativeError(result.logOddsRatio, -0.943763292023063) <= 2e-15)
    #expect(relativeError(result.standardError, 0.26771118281167) <= 1e-14)
    #expect(relativeError(result.oddsRatio, 0.389160551382) <= 2e-12)
    let estimate = result.estimate()
    #expect(scaledError(.exp(estimate.lower), 0.230278100332) <= 1e-12)
    #expect(scaledError(.exp(estimate.upper), 0.657665381702) <= 1e-12)
    check(
      result.breslowDayTest, 26.4688635009244, 2.54506837300011e-5, 4)
    check(result.taroneTest, 26.4327591214595, 2.58814316601889e-5, 4)
    check(
      result.inverseVarianceTest, 13.2403832837996, 0.0101590522601726, 4)
    check(
      try tables.cochranMantelHaenszelTest(continuityCorrected: true),
      13.7752415140546, 0.000206033651902073, 1)
    check(
      try tables.cochranMantelHaenszelTest(), 14.6837783979537,
      0.000127135789369991, 1)
  }

  @Test("Peto")
  func peto() throws {
    let result = try tables(Self.counts).peto()
    #expect(relativeError(result.logOddsRatio, -0.923042824269855) <= 2e-15)
    #expect(relativeError(result.standardError, 0.240881218618785) <= 5e-15)
    check(
      result.homogeneityTest, 23.6024679177538, 9.5949131267837e-5, 4)
    #expect(result.estimate().statistic < -3.83)
    #expect(result.oddsRatio < 1)
  }

  @Test("tables that tell nothing change nothing")
  func uninformative() throws {
    let informative = Self.counts.filter {
      $0[0] + $0[2] > 0 && $0[1] + $0[3] > 0
    }
    let nothing = [[0, 0, 0, 0], [1, 0, 0, 0], [0, 0, 3, 9], [0, 5, 0, 7]]
    let few = try tables(informative)
    let many = try tables(informative + nothing)
    #expect(many.studyCount == informative.count + nothing.count)
    #expect(try few.mantelHaenszel() == many.mantelHaenszel())
    #expect(try few.peto() == many.peto())
    #expect(
      try few.cochranMantelHaenszelTest() == many.cochranMantelHaenszelTest())
  }

  // One table: the odds ratio itself, and Woolf's variance.
  @Test("one table")
  func oneTable() throws {
    let tables = try tables([[2, 3, 5, 7]])
    let result = try tables.mantelHaenszel()
    #expect(relativeError(result.oddsRatio, 14.0 / 15) <= 1e-14)
    let woolf = (1.0 / 2 + 1.0 / 3 + 1.0 / 5 + 1.0 / 7).squareRoot()
    #expect(relativeError(result.standardError, woolf) <= 1e-14)
    #expect(result.breslowDayTest.degreesOfFreedom == 0)
    #expect(result.breslowDayTest.statistic <= 1e-25)
    #expect(result.breslowDayTest.pValue.isNaN)
    // A difference below ½ counts as none.
    let corrected = try tables.cochranMantelHaenszelTest(
      continuityCorrected: true)
    #expect(corrected.statistic == 0)
    #expect(corrected.pValue == 1)
  }

  @Test("errors")
  func errors() throws {
    var bad = OddsRatioTables()
    #expect(throws: OddsRatioError.negativeCount(study: "x", count: -2)) {
      try bad.append(
        "x", events: 1, nonEvents: -2, controlEvents: 1, controlNonEvents: 1)
    }
    #expect(bad.studyCount == 0)
    let nothing = try tables([[0, 5, 0, 7], [0, 0, 0, 0]])
    #expect(throws: OddsRatioError.noInformation(studies: 2)) {
      try nothing.mantelHaenszel()
    }
    #expect(throws: OddsRatioError.noInformation(studies: 2)) {
      try nothing.peto()
    }
    #expect(throws: OddsRatioError.noInformation(studies: 2)) {
      try nothing.cochranMantelHaenszelTest()
    }
    let infinite = try tables([[5, 0, 2, 7], [3, 1, 0, 4]])
    #expect(throws: OddsRatioError.notFinite(oddsRatio: .infinity)) {
      try infinite.mantelHaenszel()
    }
    let zero = try tables([[0, 5, 2, 7]])
    #expect(throws: OddsRatioError.notFinite(oddsRatio: 0)) {
      try zero.mantelHaenszel()
    }
    // Peto's and the test exist all the same.
    #expect(try infinite.peto().logOddsRatio > 0)
    #expect(try zero.cochranMantelHaenszelTest().statistic > 0)
  }

  @Test("counts in the millions keep their digits")
  func largeCounts() throws {
    let result = try tables([
      [2_000_000_001, 2_000_000_000, 1_000_000_000, 1_000_000_000]
    ]).mantelHaenszel()
    // log(1 + 5e-10).
    #expect(relativeError(result.logOddsRatio, 4.99999999875e-10) <= 1e-5)
    #expect(result.breslowDayTest.statistic < 1e-6)
  }
}
