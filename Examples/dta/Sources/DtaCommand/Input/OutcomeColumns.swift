/// Where a table holds outcomes and their covariances within studies.
struct OutcomeColumns {
  /// The names of the outcomes, as in the file.
  var outcomeNames: [String]
  /// The field of each outcome.
  var outcomes: [Int]
  /// The field of each entry of the lower triangle, column by column, or
  /// `nil` for a covariance that the file does not have.
  var covariances: [Int?]

  /// The rows and columns of the lower triangle, column by column.
  static func pairs(_ count: Int) -> [(row: Int, column: Int)] {
    (0..<count).flatMap { column in (column..<count).map { ($0, column) } }
  }

  /// Finds the columns `y1` … `yp` and `s11`, `s21` … in a header.
  ///
  /// An entry of the triangle may have a mark between its two numbers, as
  /// `s10_1` or `s10.1`; beyond 99 outcomes it needs one.
  ///
  /// - Parameter needsCovariances: Whether all covariances have to be there,
  ///   and not only the variances.
  init(
    in header: TableHeader, line: Int, needsCovariances: Bool
  ) throws(InputProblem) {
    var fields: [Int] = []
    while let field = header.index(of: "y\(fields.count + 1)") {
      fields.append(field)
    }
    let count = fields.count
    try Self.requireOutcomes(count, in: header, line: line)
    outcomes = fields
    outcomeNames = fields.map { header.names[$0] }
    covariances = []
    var missing: [String] = []
    for pair in Self.pairs(count) {
      let (row, column) = (pair.row + 1, pair.column + 1)
      let plain = count > 99 ? [] : ["s\(row)\(column)"]
      let names = plain + ["s\(row)_\(column)", "s\(row).\(column)"]
      let field = names.lazy.compactMap { header.index(of: $0) }.first
      if field == nil && (needsCovariances || row == column) {
        missing.append(names[0])
      }
      covariances.append(field)
    }
    guard missing.isEmpty else {
      throw InputProblem(
        .missingColumns(missing, found: header.names), line: line)
    }
  }

  /// Refuses a header without outcomes, or with a gap in their numbers.
  private static func requireOutcomes(
    _ count: Int, in header: TableHeader, line: Int
  ) throws(InputProblem) {
    if let stray = header.names.first(where: { name in
      guard name.lowercased().hasPrefix("y"),
        let number = Int(name.dropFirst())
      else { return false }
      return number > count
    }) {
      throw InputProblem(
        .outcomeGap(stray, missing: "y\(count + 1)"), line: line)
    }
    if count == 0 {
      throw InputProblem(
        .missingColumns(["y1", "s11"], found: header.names), line: line)
    }
  }
}
