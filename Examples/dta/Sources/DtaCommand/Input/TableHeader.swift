/// The names of the columns of a table.
struct TableHeader {
  /// The names, in the order of the file.
  let names: [String]
  private let indexOfName: [String: Int]

  /// What other programs write for a value that they do not have.
  static let missingMarks: Set<String> = ["", "NA", "NaN", "."]

  /// Reads the header.
  ///
  /// - Throws: If two columns have the same name.
  init(_ record: borrowing CSVRecord) throws(InputProblem) {
    var indexOfName: [String: Int] = [:]
    var names: [String] = []
    for field in 0..<record.fieldCount {
      let name = record.text(of: field)
      names.append(name)
      // Programs that number the rows leave the name of that column empty.
      let key = name.lowercased()
      if key.isEmpty { continue }
      guard indexOfName.updateValue(field, forKey: key) == nil else {
        throw InputProblem(.duplicateColumn(name), line: record.line)
      }
    }
    self.names = names
    self.indexOfName = indexOfName
  }

  /// The index of a column, whose name is sought in any case.
  func index(of name: String) -> Int? { indexOfName[name.lowercased()] }

  /// The indices of columns that have to be there.
  func indices(
    of required: [String], line: Int
  ) throws(InputProblem) -> [Int] {
    let missing = required.filter { index(of: $0) == nil }
    guard missing.isEmpty else {
      throw InputProblem(.missingColumns(missing, found: names), line: line)
    }
    return required.compactMap { index(of: $0) }
  }

  /// Throws unless a record has a field for each column.
  func requireFields(of record: borrowing CSVRecord) throws(InputProblem) {
    guard record.fieldCount == names.count else {
      throw InputProblem(
        .wrongFieldCount(record.fieldCount, expected: names.count),
        line: record.line)
    }
  }

  /// The name of the study in a field.
  func studyName(
    _ field: Int, of record: borrowing CSVRecord
  ) throws(InputProblem) -> String {
    let name = record.text(of: field)
    guard !name.isEmpty else {
      throw InputProblem(
        .emptyStudyName, line: record.fieldLines[field], column: names[field])
    }
    return name
  }

  /// The fields of moderators, none of which may be missing.
  func covariates(
    _ fields: [Int], of record: borrowing CSVRecord
  ) throws(InputProblem) -> [String] {
    var values: [String] = []
    for field in fields {
      let value = record.text(of: field)
      if Self.missingMarks.contains(value) {
        throw InputProblem(
          .missingCovariate(value), line: record.fieldLines[field],
          column: names[field])
      }
      values.append(value)
    }
    return values
  }
}
