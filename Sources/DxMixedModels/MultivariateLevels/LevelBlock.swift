internal import DxLinearAlgebra

/// The reported outcomes of the studies of a component.
internal struct LevelBlock: Sendable {
  /// The outcome of each value.
  private(set) var outcomes: [Int] = []
  /// The values.
  private(set) var values: [Double] = []
  /// The rows of the design.
  let design: Matrix
  /// The group of each value at each level, the study itself first, counted
  /// from zero within the component.
  private(set) var groups: [[Int]] = []
  /// How many groups there are at each level.
  private(set) var groupCounts: [Int]
  /// Each study's covariances, the rows of its lower triangle one after the
  /// other.
  private var within: [Double] = []

  /// The number of values.
  var count: Int { values.count }

  /// Collects the studies of a component.
  init(
    _ members: [Int], _ components: LevelComponents, _ studies: StudyQuads,
    _ design: FixedDesign
  ) {
    let p = studies.outcomeCount
    let levels =
      [Array(members.indices)]
      + components.groups.map { level in
        StudyPartition.indices(members.map { level[$0] })
      }
    groupCounts = levels.map { ($0.max() ?? -1) + 1 }
    groups = levels.map { _ in [] }
    var rows: [[Double]] = []
    for (member, study) in members.enumerated() {
      let (quad, lane) = study.quotientAndRemainder(dividingBy: 4)
      for outcome in 0..<p where studies.reports(study, outcome) {
        outcomes.append(outcome)
        values.append(studies.values[quad * p + outcome][lane])
        rows.append(design.row(study, outcome))
        for level in levels.indices {
          groups[level].append(levels[level][member])
        }
        for other in 0...outcome where studies.reports(study, other) {
          within.append(
            studies.covariances[
              quad * studies.packedCount + packedIndex(outcome, other)][lane])
        }
      }
    }
    self.design = Matrix(
      rowCount: rows.count, columnCount: design.coefficientCount,
      columnMajor: (0..<design.coefficientCount).flatMap { column in
        rows.map { $0[column] }
      })
  }

  /// The covariance of the values, for the packed covariances of the levels
  /// one after the other.
  ///
  /// - Complexity: O(*n*²) for each level.
  func covariance(_ psi: [Double]) -> Matrix {
    let n = count
    let packed = psi.count / groups.count
    var elements = [Double](repeating: 0, count: n * n)
    for (level, group) in groups.enumerated() {
      let start = level * packed
      for column in 0..<n {
        for row in column..<n where group[row] == group[column] {
          elements[row + n * column] +=
            psi[start + packedIndex(outcomes[row], outcomes[column])]
        }
      }
    }
    var next = 0
    for row in 0..<n {
      // The values of a study are next to each other.
      var first = row
      while first > 0, groups[0][first - 1] == groups[0][row] { first -= 1 }
      for column in first...row {
        elements[row + n * column] += within[next]
        next += 1
      }
    }
    for column in 0..<n {
      for row in 0..<column {
        elements[row + n * column] = elements[column + n * row]
      }
    }
    return Matrix(rowCount: n, columnCount: n, columnMajor: elements)
  }

  /// The sums of a matrix over the values of each two groups and outcomes,
  /// with a row for each two groups and a column for each two outcomes.
  func sums(
    _ matrix: Matrix, _ first: Int, _ second: Int, outcomeCount p: Int
  ) -> Matrix {
    let n = count
    let source = matrix.elements
    let (rows, columns) = (groups[first], groups[second])
    let pairs = groupCounts[first] * groupCounts[second]
    var result = [Double](repeating: 0, count: pairs * p * p)
    for y in 0..<n {
      let base = groupCounts[first] * columns[y] + pairs * outcomes[y]
      for x in 0..<n {
        result[base + rows[x] + pairs * p * outcomes[x]] += source[x + n * y]
      }
    }
    return Matrix(
      rowCount: pairs, columnCount: p * p, columnMajor: result)
  }

  /// The sums of the rows of a matrix over the values of each group and
  /// outcome, with a row for each group.
  func sums(_ matrix: Matrix, _ level: Int, outcomeCount p: Int) -> Matrix {
    let n = count
    let source = matrix.elements
    let (group, groups) = (groups[level], groupCounts[level])
    var result = [Double](
      repeating: 0, count: groups * p * matrix.columnCount)
    for column in 0..<matrix.columnCount {
      for x in 0..<n {
        result[group[x] + groups * (outcomes[x] + p * column)] +=
          source[x + n * column]
      }
    }
    return Matrix(
      rowCount: groups, columnCount: p * matrix.columnCount,
      columnMajor: result)
  }
}
