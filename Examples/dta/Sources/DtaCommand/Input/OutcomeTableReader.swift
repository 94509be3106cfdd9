/// Turns the records of a CSV file into outcomes of studies.
///
/// Each row with a problem is counted, and the first few problems are kept;
/// no row is ever left out silently.
struct OutcomeTableReader: TableReader {
  private struct Columns {
    var header: TableHeader
    var study: Int
    var fields: OutcomeColumns
    var pairs: [(row: Int, column: Int)]
    var moderators: [Int]
  }

  private let moderators: [String]
  private let withinCorrelation: Double?
  private var columns: Columns?
  private var names = NameIndex()
  private var result = OutcomeTable()
  private var problems = RowProblems()
  // The row that is being read; kept for its storage.
  private var values: [Double] = []
  private var covariances: [Double] = []

  /// Creates a reader.
  ///
  /// - Parameters:
  ///   - moderators: The names of the columns that are read beside the
  ///     outcomes, in any case.
  ///   - withinCorrelation: The correlation within studies where a covariance
  ///     is missing.
  init(moderators: [String] = [], withinCorrelation: Double? = nil) {
    self.moderators = moderators
    self.withinCorrelation = withinCorrelation
  }

  mutating func add(_ record: borrowing CSVRecord) throws(InputProblem) {
    guard let columns else {
      columns = try self.columns(ofHeader: record)
      return
    }
    do throws(InputProblem) {
      try addRow(record, columns)
    } catch {
      problems.add(error)
    }
  }

  consuming func finish() throws(InputError) -> OutcomeTable {
    if columns == nil { throw InputError(InputProblem(.emptyFile)) }
    try problems.requireNone()
    if result.lines.isEmpty { throw InputError(InputProblem(.noRows)) }
    return result
  }

  func failure(endingWith last: InputProblem) -> InputError {
    problems.failure(endingWith: last)
  }

  private mutating func columns(
    ofHeader record: borrowing CSVRecord
  ) throws(InputProblem) -> Columns {
    let header = try TableHeader(record)
    let line = record.line
    let indices = try header.indices(of: ["study"] + moderators, line: line)
    let fields = try OutcomeColumns(
      in: header, line: line, needsCovariances: withinCorrelation == nil)
    let taken = [indices[0]] + fields.outcomes + fields.covariances
    if let moderator = indices.dropFirst().first(where: { taken.contains($0) })
    {
      throw InputProblem(.noCovariate(header.names[moderator]), line: line)
    }
    result.outcomeNames = fields.outcomeNames
    return Columns(
      header: header, study: indices[0], fields: fields,
      pairs: OutcomeColumns.pairs(fields.outcomes.count),
      moderators: Array(indices.dropFirst()))
  }

  private mutating func addRow(
    _ record: borrowing CSVRecord, _ columns: Columns
  ) throws(InputProblem) {
    let header = columns.header
    try header.requireFields(of: record)
    let name = try header.studyName(columns.study, of: record)
    values.removeAll(keepingCapacity: true)
    for field in columns.fields.outcomes {
      values.append(try Self.number(field, of: record, header) ?? .nan)
    }
    try readVariances(record, columns)
    try readCovariances(record, columns)
    let covariates = try header.covariates(columns.moderators, of: record)
    if let first = names.add(name, nameOfRow: { result.studyNames[$0] }) {
      throw InputProblem(
        .duplicateStudy(name, firstLine: result.lines[first]),
        line: record.fieldLines[columns.study],
        column: header.names[columns.study])
    }
    result.studyNames.append(name)
    result.lines.append(record.line)
    result.values += values
    result.covariances += covariances
    result.covariates += covariates
  }

  /// Reads the diagonal, and makes room for the rest of the triangle.
  private mutating func readVariances(
    _ record: borrowing CSVRecord, _ columns: Columns
  ) throws(InputProblem) {
    covariances.removeAll(keepingCapacity: true)
    for (pair, field) in zip(columns.pairs, columns.fields.covariances) {
      var variance = Double.nan
      if pair.row == pair.column, !values[pair.row].isNaN, let field {
        guard let value = try Self.number(field, of: record, columns.header)
        else {
          throw InputProblem(
            .missingVariance(of: result.outcomeNames[pair.row]),
            line: record.fieldLines[field],
            column: columns.header.names[field])
        }
        guard value > 0 else {
          throw InputProblem(
            .invalidNumber(.notPositive, value: record.text(of: field)),
            line: record.fieldLines[field],
            column: columns.header.names[field])
        }
        variance = value
      }
      covariances.append(variance)
    }
  }

  /// Reads what is off the diagonal, where both outcomes are reported.
  private mutating func readCovariances(
    _ record: borrowing CSVRecord, _ columns: Columns
  ) throws(InputProblem) {
    let count = values.count
    for (index, pair) in columns.pairs.enumerated() where pair.row > pair.column
    {
      if values[pair.row].isNaN || values[pair.column].isNaN { continue }
      let field = columns.fields.covariances[index]
      if let field,
        let value = try Self.number(field, of: record, columns.header)
      {
        covariances[index] = value
      } else if let withinCorrelation {
        // The diagonal of column c stands behind those of the columns before.
        func deviation(_ c: Int) -> Double {
          covariances[c * count - c * (c - 1) / 2].squareRoot()
        }
        covariances[index] =
          withinCorrelation * deviation(pair.row) * deviation(pair.column)
      } else {
        throw InputProblem(
          .missingCovariance(
            of: result.outcomeNames[pair.column],
            and: result.outcomeNames[pair.row]),
          line: field.map { record.fieldLines[$0] } ?? record.line,
          column: field.map { columns.header.names[$0] })
      }
    }
  }

  /// The number in a field, or `nil` if the field says that it is missing.
  private static func number(
    _ field: Int, of record: borrowing CSVRecord, _ header: TableHeader
  ) throws(InputProblem) -> Double? {
    let text = record.text(of: field)
    if TableHeader.missingMarks.contains(text) { return nil }
    switch NumberField.number(text) {
    case .success(let value): return value
    case .failure(let problem):
      throw InputProblem(
        .invalidNumber(problem, value: text), line: record.fieldLines[field],
        column: header.names[field])
    }
  }
}
