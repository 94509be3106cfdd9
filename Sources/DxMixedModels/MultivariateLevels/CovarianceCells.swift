internal import DxLinearAlgebra

/// What the covariance of two values consists of, over all pairs of values:
/// the levels whose random effects they share, and their outcomes.
internal struct CovarianceCells {
  /// The levels, of which the study is the first, as bits; and the packed
  /// pair of outcomes.
  private var cells: [(levels: Int, pair: Int)] = []
  private let packed: Int

  /// The relative size of a pivot below which a derivative counts as a
  /// combination of others.
  private static let rankTolerance = 1e-9

  init(_ components: LevelComponents, _ outcomes: MultivariateOutcomes) {
    packed = packedCount(order: outcomes.outcomeCount)
    let reported = (0..<outcomes.studyCount).map { study in
      (0..<outcomes.outcomeCount).filter { outcomes.reports(study, $0) }
    }
    var seen: [Int: Seen] = [:]
    for members in components.studies {
      for (index, study) in members.enumerated() {
        for other in members[...index] {
          var levels = study == other ? 1 : 0
          for (level, groups) in components.groups.enumerated()
          where groups[study] == groups[other] {
            levels |= 2 << level
          }
          if levels == 0 || seen[levels]?.isComplete == true { continue }
          seen[levels, default: Seen(packed)].insert(
            reported[study], reported[other])
        }
      }
    }
    for levels in seen.keys.sorted() {
      for (pair, isThere) in (seen[levels]?.pairs ?? []).enumerated()
      where isThere {
        cells.append((levels, pair))
      }
    }
  }

  /// The pairs of outcomes that occur.
  private struct Seen {
    var pairs: [Bool]
    var missing: Int
    var isComplete: Bool { missing == 0 }

    init(_ packed: Int) {
      pairs = Array(repeating: false, count: packed)
      missing = packed
    }

    mutating func insert(_ first: [Int], _ second: [Int]) {
      for x in first {
        for y in second where !pairs[packedIndex(x, y)] {
          pairs[packedIndex(x, y)] = true
          missing -= 1
        }
      }
    }
  }

  /// The first map whose parameters are, near a point in general position,
  /// not independent of those of the maps before it.
  ///
  /// A parameter that no pair of values informs does not count.
  func firstIndistinguishable(
    _ maps: [CovarianceMap], _ backend: any LinearAlgebraBackend
  ) -> Int? {
    let parts = maps.indices.map { derivatives(maps[$0], $0) }
    let ranks = parts.map { rank($0, backend) }
    if rank(parts.flatMap(\.self), backend) == ranks.reduce(0, +) {
      return nil
    }
    return maps.indices.dropFirst().first { last in
      rank(parts[...last].flatMap(\.self), backend)
        < ranks[...last].reduce(0, +)
    }
  }

  /// The derivatives of the covariance of each cell, a column for each
  /// parameter of a level.
  private func derivatives(_ map: CovarianceMap, _ level: Int) -> [[Double]] {
    // Multiples of the golden section are nowhere regular.
    let point = (0..<map.parameterCount).map { index in
      let multiple = 0.618034 * Double(index + 1 + 31 * level)
      return 0.5 + multiple.truncatingRemainder(dividingBy: 1)
    }
    let jacobian = map.derivatives(
      at: point[...], weights: Array(repeating: 0, count: packed)[...]
    ).jacobian
    return (0..<map.parameterCount).map { parameter in
      cells.map {
        $0.levels & (1 << level) == 0
          ? 0 : jacobian[$0.pair + packed * parameter]
      }
    }
  }

  private func rank(
    _ columns: [[Double]], _ backend: any LinearAlgebraBackend
  ) -> Int {
    if columns.isEmpty { return 0 }
    let matrix = Matrix(
      rowCount: cells.count, columnCount: columns.count,
      columnMajor: columns.flatMap(\.self))
    let factor = try? PivotedQRFactor(
      matrix, rankTolerance: Self.rankTolerance, backend: backend)
    return factor?.rank ?? 0
  }
}
