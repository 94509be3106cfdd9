import DxMixedModels
import Testing
import _DxTestSupport

extension ReferenceCounts {
  /// The regression of sensitivity and specificity on the same columns.
  func binomialRegression(
    columns: [String], rows: [[Double]], groups: [Int]? = nil
  ) -> BinomialRegression {
    var regression = BinomialRegression(
      studyCount: count, firstColumns: columns, secondColumns: columns,
      groupCount: (groups?.max() ?? 0) + 1)
    for index in 0..<count {
      regression.set(
        index, successes: SIMD2(tp[index], tn[index]),
        trials: SIMD2(tp[index] + fn[index], tn[index] + fp[index]),
        firstRow: rows[index], secondRow: rows[index],
        group: groups?[index] ?? 0)
    }
    return regression
  }

  /// The counts of some of the studies.
  func pairedCounts(of studies: [Int]) -> PairedCounts {
    var counts = PairedCounts(studyCount: studies.count)
    for (place, index) in studies.enumerated() {
      counts.set(
        place, successes: SIMD2(tp[index], tn[index]),
        trials: SIMD2(tp[index] + fn[index], tn[index] + fp[index]))
    }
    return counts
  }
}

/// An intercept and either the centred number or the treatment coding.
func designRows(
  _ covariate: [String], _ expected: ExpectedValue
) throws -> [[Double]] {
  if let levels = expected["levels"].elements?.compactMap(\.string) {
    return covariate.map { value in
      [1] + levels.dropFirst().map { $0 == value ? 1 : 0 }
    }
  }
  let center = try #require(expected["center"].number)
  // A number that does not parse would fail every comparison.
  return covariate.map { [1, (Double($0) ?? .infinity) - center] }
}
