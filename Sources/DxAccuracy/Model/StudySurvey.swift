/// What must be known of all studies before the first becomes an observation.
internal struct StudySurvey {
  private(set) var anyZeroCell = false
  private(set) var droppedCount = 0

  /// Validates the studies.
  init(
    _ studies: [Study], policy: IncompleteStudyPolicy
  ) throws(StudyDataError) {
    for index in studies.indices {
      let table = studies[index].table
      if let error = Self.invalidCount(table) {
        throw .invalidCount(
          study: studies[index].id, cell: error.cell, value: error.value)
      }
      let isOneArmed = table.diseased == 0 || table.nonDiseased == 0
      if policy != .drop, table.diseased + table.nonDiseased == 0 {
        throw .emptyStudy(study: studies[index].id)
      }
      if isOneArmed, policy == .refuse {
        throw .emptyArm(
          study: studies[index].id,
          arm: table.diseased == 0 ? .diseased : .nonDiseased)
      }
      if isOneArmed, policy == .drop {
        droppedCount += 1
      } else if table.hasZeroCell {
        anyZeroCell = true
      }
    }
  }

  /// The first cell that holds no count.
  private static func invalidCount(
    _ table: TwoByTwoTable
  ) -> (cell: StudyDataError.Cell, value: Double)? {
    let cells = SIMD4(
      table.truePositives, table.falsePositives, table.falseNegatives,
      table.trueNegatives)
    let isCount =
      cells .>= 0 .& cells .<= TwoByTwoTable.largestCount
      .& cells.rounded(.towardZero) .== cells
    if all(isCount) { return nil }
    for (index, cell) in StudyDataError.Cell.allCases.enumerated()
    where !isCount[index] {
      return (cell, cells[index])
    }
    return nil
  }
}
