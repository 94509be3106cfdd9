// The errors follow from the data by inspection.

import DxMixedModels
import Testing
import _DxTestSupport

@Suite("Binomial regression of two outcomes, errors")
struct BinomialRegressionErrorTests {
  /// Six studies on two columns for the second outcome.
  private func regression(
    groupCount: Int = 1,
    _ change: (inout BinomialRegression) -> Void = { _ in }
  ) -> BinomialRegression {
    var regression = BinomialRegression(
      studyCount: 6, firstColumns: ["one"], secondColumns: ["a", "b"],
      groupCount: groupCount)
    for study in 0..<6 {
      set(&regression, study)
    }
    change(&regression)
    return regression
  }

  private func set(
    _ regression: inout BinomialRegression, _ study: Int,
    successes: SIMD2<Double>? = nil, trials: SIMD2<Double>? = nil,
    second: [Double]? = nil
  ) {
    let number = Double(study)
    regression.set(
      study, successes: successes ?? SIMD2(5 + number, 9 - number),
      trials: trials ?? SIMD2(12, 11 + number), firstRow: [1],
      secondRow: second ?? [1, number])
  }

  private func expect(
    _ error: BinomialRegressionError, from regression: BinomialRegression,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(throws: error, sourceLocation: sourceLocation) {
      try regression.fit()
    }
  }

  @Test("the valid data have an estimate")
  func noError() throws {
    #expect(try regression().fit().coefficients.allSatisfy(\.isFinite))
  }

  @Test("counts are checked")
  func counts() {
    expect(
      .invalidCount(study: 2, outcome: 1, successes: 13, trials: 12),
      from: regression { set(&$0, 2, successes: SIMD2(13, 4)) })
    expect(
      .invalidCount(study: 5, outcome: 2, successes: -1, trials: 16),
      from: regression { set(&$0, 5, successes: SIMD2(2, -1)) })
    expect(
      .invalidCount(study: 0, outcome: 2, successes: 4, trials: .infinity),
      from: regression {
        set(&$0, 0, successes: SIMD2(2, 4), trials: SIMD2(3, .infinity))
      })
  }

  @Test("regressors are checked where the outcome is reported")
  func regressors() throws {
    let infinite = regression { set(&$0, 1, second: [1, .infinity]) }
    expect(
      .invalidRegressor(study: 1, outcome: 2, column: "b", value: .infinity),
      from: infinite)
    let unreported = regression {
      set(
        &$0, 1, successes: SIMD2(3, 0), trials: SIMD2(9, 0),
        second: [.nan, .nan])
    }
    #expect(try unreported.fit(.nodes(1)).coefficients.allSatisfy(\.isFinite))
  }

  @Test("designs are checked")
  func designs() {
    expect(
      .dependentColumn(outcome: 2, column: "b"),
      from: regression {
        for study in 0..<6 { set(&$0, study, second: [2, 3]) }
      })
    expect(
      .tooFewStudies(outcome: 2, reporting: 1, needed: 2),
      from: regression {
        for study in 0..<5 {
          set(&$0, study, successes: SIMD2(3, 0), trials: SIMD2(9, 0))
        }
      })
    expect(.emptyGroup(1), from: regression(groupCount: 2))
  }
}
