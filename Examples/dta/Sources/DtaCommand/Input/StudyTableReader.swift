/// Turns the records of a CSV file into studies.
///
/// Each row with a problem is counted, and the first few problems are kept;
/// no row is ever left out silently.
struct StudyTableReader: TableReader {
  /// The columns that each table has.
  static let required = ["study", "tp", "fp", "fn", "tn"]

  private struct Columns {
    var header: TableHeader
    var indices: [Int]
    var moderatorIndices: [Int]
  }

  private let moderators: [String]
  private var columns: Columns?
  private var names = NameIndex()
  private var rows: [StudyRow] = []
  private var problems = RowProblems()

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
    try StudyTableReader(moderators: moderators).table(from: source)
  }

  mutating func add(_ record: borrowing CSVRecord) throws(InputProblem) {
    guard let columns else {
      let header = try TableHeader(record)
      let indices = try header.indices(
        of: Self.required + moderators, line: record.line)
      columns = Columns(
        header: header, indices: Array(indices.prefix(Self.required.count)),
        moderatorIndices: Array(indices.dropFirst(Self.required.count)))
      return
    }
    do throws(InputProblem) {
      rows.append(try row(of: record, columns: columns))
    } catch {
      problems.add(error)
    }
  }

  consuming func finish() throws(InputError) -> [StudyRow] {
    if columns == nil { throw InputError(InputProblem(.emptyFile)) }
    try problems.requireNone()
    if rows.isEmpty { throw InputError(InputProblem(.noRows)) }
    return rows
  }

  func failure(endingWith last: InputProblem) -> InputError {
    problems.failure(endingWith: last)
  }

  private mutating func row(
    of record: borrowing CSVRecord, columns: Columns
  ) throws(InputProblem) -> StudyRow {
    let header = columns.header
    try header.requireFields(of: record)
    let nameField = columns.indices[0]
    let name = try header.studyName(nameField, of: record)
    let row = StudyRow(
      name: name, line: record.line,
      truePositives: try Self.count(1, of: record, columns),
      falsePositives: try Self.count(2, of: record, columns),
      falseNegatives: try Self.count(3, of: record, columns),
      trueNegatives: try Self.count(4, of: record, columns),
      covariates: try header.covariates(columns.moderatorIndices, of: record))
    if let first = names.add(name, nameOfRow: { rows[$0].name }) {
      throw InputProblem(
        .duplicateStudy(name, firstLine: rows[first].line),
        line: record.fieldLines[nameField], column: header.names[nameField])
    }
    return row
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
        line: record.fieldLines[field], column: columns.header.names[field])
    }
  }
}
