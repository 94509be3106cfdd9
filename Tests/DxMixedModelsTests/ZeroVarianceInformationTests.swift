// Expected values: mpmath 1.3 with 40 digits. The logistic regressions are
// solved by Newton's method, the scores of all parameters are derivatives of
// the binomial probabilities, by differences, and the information is the sum
// over all outcomes of each study; the coefficients are then profiled out.

import DxMixedModels
import Testing
import _DxTestSupport

@Suite("Information of variances that are zero")
struct ZeroVarianceInformationTests {
  private typealias Counts = (successes: [Double], trials: [Double])

  private let first: Counts = ([7, 3, 11, 5, 9], [9, 8, 12, 5, 14])
  private let singles: Counts = ([1, 0, 1, 1, 0], [1, 1, 1, 1, 1])
  private let second: Counts = ([10, 6, 15, 8, 3], [13, 7, 19, 8, 6])

  private func paired(_ first: Counts, _ second: Counts) -> PairedCounts {
    var counts = PairedCounts(studyCount: first.trials.count)
    for study in 0..<counts.studyCount {
      counts.set(
        study,
        successes: SIMD2(first.successes[study], second.successes[study]),
        trials: SIMD2(first.trials[study], second.trials[study]))
    }
    return counts
  }

  /// The information with a regressor of the first outcome, or without any.
  private func regression(
    _ first: Counts, slopes: [Double]?, groupCount: Int = 1
  ) -> BinomialRegression {
    var regression = BinomialRegression(
      studyCount: 5, firstColumns: slopes == nil ? ["one"] : ["one", "x"],
      secondColumns: ["one"], groupCount: groupCount)
    for study in 0..<5 {
      regression.set(
        study,
        successes: SIMD2(first.successes[study], second.successes[study]),
        trials: SIMD2(first.trials[study], second.trials[study]),
        firstRow: [1] + (slopes.map { [$0[study]] } ?? []), secondRow: [1],
        group: study % groupCount)
    }
    return regression
  }

  /// The two fits agree to 1e-12, and errors of the coefficients count in
  /// full.
  @Test("intercepts")
  func intercepts() throws {
    let expected = [
      9.0088597050419560, 17.052123197757209, 8.4669074039972976,
    ]
    var counts = paired(first, second)
    let alone = try #require(
      counts.fit(structure: .zeroVarianceBoth).informationAtZeroVariance)
    let regressed = try #require(
      regression(first, slopes: nil).fit(structure: .zeroVarianceBoth)
        .informationAtZeroVariance)
    for index in 0..<3 {
      #expect(relativeError(alone[index], expected[index]) <= 1e-10)
      #expect(relativeError(regressed[index], expected[index]) <= 1e-10)
    }
  }

  @Test("a regressor")
  func regressor() throws {
    let expected = [
      9.1167340063859842, 16.900776044397810, 8.4669074039972975,
    ]
    let got = try #require(
      regression(first, slopes: [-2, -1, 0, 1, 4])
        .fit(structure: .zeroVarianceBoth).informationAtZeroVariance)
    for index in 0..<3 {
      #expect(relativeError(got[index], expected[index]) <= 1e-10)
    }
  }

  /// One trial a study tells nothing of a variance, by exact arithmetic.
  @Test("single trials")
  func singleTrials() throws {
    var counts = paired(singles, second)
    let got = try #require(
      counts.fit(structure: .zeroVarianceBoth).informationAtZeroVariance)
    #expect(got.x == 0)
    #expect(relativeError(got.y, 2.0920754716981132) <= 1e-10)
    #expect(relativeError(got.z, 8.4669074039972976) <= 1e-10)
  }

  /// An outcome whose mean is infinite has no variance to be informed of.
  @Test("an infinite mean", arguments: [false, true])
  func infiniteMean(isSecond: Bool) throws {
    let allSucceed: Counts = (first.trials, first.trials)
    var counts =
      isSecond ? paired(second, allSucceed) : paired(allSucceed, second)
    let got = try #require(
      counts.fit(structure: .zeroVarianceBoth).informationAtZeroVariance)
    #expect(
      relativeError(isSecond ? got.x : got.z, 8.4669074039972976) <= 1e-10)
    #expect((isSecond ? got.z : got.x) == 0)
    #expect(got.y == 0)

    if !isSecond {
      let regressed = try #require(
        regression(allSucceed, slopes: [-2, -1, 0, 1, 4])
          .fit(structure: .zeroVarianceBoth).informationAtZeroVariance)
      #expect(regressed.x == 0)
      #expect(regressed.y == 0)
      #expect(relativeError(regressed.z, 8.4669074039972976) <= 1e-10)
    }
  }

  @Test("other structures and several groups have none")
  func absent() throws {
    var counts = paired(first, second)
    #expect(try counts.fit().informationAtZeroVariance == nil)
    #expect(
      try regression(first, slopes: nil).fit(.nodes(1))
        .informationAtZeroVariance == nil)
    #expect(
      try regression(first, slopes: nil, groupCount: 2)
        .fit(structure: .zeroVarianceBoth).informationAtZeroVariance == nil)
  }
}
