/// Turns the records of a CSV file into studies.
///
/// Each row with a problem is counted, and the first few problems are kept;
/// no row is ever left out silently.
struct StudyTableReader {
  /// How many problems are kept to be shown.
  static let shownProblems = 5

  /// The columns that each table has.
  static let required = ["study", "tp", "fp", "fn", "tn"]

  /// What other programs write for a value that they do not have.
  private static let missingMarks: Set<String> = ["", "NA", "NaN", "."]

  private struct Columns {
    var indices: [Int]
    var moderatorIndices: [Int]
    var names: [String]
  }

  private let moderators: [String]
  private var columns: Columns?
  private var names = NameIndex()
  private var rows: [StudyRow] = []
  private var problems: [InputProblem] = []
  private var problemCount = 0

  /// Creates a reader.
  ///
  /// - Parameter moderators: The names of the columns that are read beside
  ///   the counts, in any case.
  init(moderators: [String] = []) {
    self.moderators = moderators
  }

  /// The studies in a CSV file.
  ///
  /// - Throws: Everything that is wrong with the file, as far as it is shown.
  static func studies(
    from source: ByteSource, moderators: [String] = []
  ) throws(InputError) -> [StudyRow] {
    var parser = CSVParser()
    var reader = StudyTableReader(moderators: moderators)
    do throws(InputProblem) {
      while case let chunk = try source(), !chunk.isEmpty {
        try parser.parse(chunk) { record throws(InputProblem) in
          try reader.add(record)
        }
      }
      try parser.finish { record throws(InputProblem) in
        try reader.add(record)
      }
    } catch {
      throw reader.failure(endingWith: error)
    }
    return try reader.finish()
  }

  /// Takes the next record: first the header, then a row for each study.
  mutating func add(_ record: borrowing CSVRecord) throws(InputProblem) {
    guard let columns else {
      columns = try self.columns(ofHeader: record)
      return
    }
    do throws(InputProblem) {
      rows.append(try row(of: record, columns: columns))
    } catch {
      problemCount += 1
      if problems.count < Self.shownProblems { problems.append(error) }
    }
  }

  /// The studies of the whole file.
  consuming func finish() throws(InputError) -> [StudyRow] {
    if columns == nil { throw InputError(InputProblem(.emptyFile)) }
    if problemCount > 0 { throw InputError(problems, count: problemCount) }
    if rows.isEmpty { throw InputError(InputProblem(.noRows)) }
    return rows
  }

  /// The error of a file that cannot be read on, after the rows so far.
  func failure(endingWith last: InputProblem) -> InputError {
    InputError(problems + [last], count: problemCount + 1)
  }

  private func columns(
    ofHeader record: borrowing CSVRecord
  ) throws(InputProblem) -> Columns {
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
    let missing = (Self.required + moderators).filter {
      indexOfName[$0.lowercased()] == nil
    }
    guard missing.isEmpty else {
      throw InputProblem(
        .missingColumns(missing, found: names), line: record.line)
    }
    return Columns(
      indices: Self.required.compactMap { indexOfName[$0] },
      moderatorIndices: moderators.compactMap { indexOfName[$0.lowercased()] },
      names: names)
  }

  private mutating func row(
    of record: borrowing CSVRecord, columns: Columns
  ) throws(InputProblem) -> StudyRow {
    guard record.fieldCount == columns.names.count else {
      throw InputProblem(
        .wrongFieldCount(record.fieldCount, expected: columns.names.count),
        line: record.line)
    }
    let nameField = columns.indices[0]
    let name = record.text(of: nameField)
    let line = record.fieldLines[nameField]
    guard !name.isEmpty else {
      throw InputProblem(
        .emptyStudyName, line: line, column: columns.names[nameField])
    }
    let row = StudyRow(
      name: name, line: record.line,
      truePositives: try Self.count(1, of: record, columns),
      falsePositives: try Self.count(2, of: record, columns),
      falseNegatives: try Self.count(3, of: record, columns),
      trueNegatives: try Self.count(4, of: record, columns),
      covariates: try Self.covariates(of: record, columns))
    if let first = names.add(name, nameOfRow: { rows[$0].name }) {
      throw InputProblem(
        .duplicateStudy(name, firstLine: rows[first].line), line: line,
        column: columns.names[nameField])
    }
    return row
  }

  private static func covariates(
    of record: borrowing CSVRecord, _ columns: Columns
  ) throws(InputProblem) -> [String] {
    var values: [String] = []
    for field in columns.moderatorIndices {
      let value = record.text(of: field)
      if missingMarks.contains(value) {
        throw InputProblem(
          .missingCovariate(value), line: record.fieldLines[field],
          column: columns.names[field])
      }
      values.append(value)
    }
    return values
  }

  private static func count(
    _ position: Int, of record: borrowing CSVRecord, _ columns: Columns
  ) throws(InputProblem) -> Int {
    let field = columns.indices[position]
    let bytes = record.bytes[record.trimmedRange(of: field)]
    switch CountField.count(of: bytes) {
    case .success(let count): return count
    case .failure(let problem):
      throw InputProblem(
        .invalidCount(problem, value: String(decoding: bytes, as: UTF8.self)),
        line: record.fieldLines[field], column: columns.names[field])
    }
  }
}
