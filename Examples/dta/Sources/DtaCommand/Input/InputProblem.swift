/// One reason why a file of studies is refused.
struct InputProblem: Error, Hashable {
  /// What is wrong.
  enum Reason: Hashable {
    /// The file cannot be read; the text is the system's reason.
    case unreadable(String)
    /// A byte that no UTF-8 text holds.
    case notText(byte: UInt8)
    /// A quotation mark is never closed.
    case unterminatedQuote
    /// A closing quotation mark is followed by something else than a comma.
    case textAfterQuote
    /// A record is longer than any table of studies has.
    case recordTooLong(limit: Int)
    /// The file holds nothing.
    case emptyFile
    /// The file holds a header and nothing else.
    case noRows
    /// The header lacks columns; `found` are the names it has.
    case missingColumns([String], found: [String])
    /// Two columns have the same name.
    case duplicateColumn(String)
    /// A row has more or fewer fields than the header.
    case wrongFieldCount(Int, expected: Int)
    /// A study has no name.
    case emptyStudyName
    /// A study stands in the file twice.
    case duplicateStudy(String, firstLine: Int)
    /// A field of a moderator is empty, or says that its value is missing.
    case missingCovariate(String)
    /// A field is not a count.
    case invalidCount(InvalidCount, value: String)
    /// A field is not a number.
    case invalidNumber(InvalidNumber, value: String)
    /// A within-study variance is missing; the text names its outcome.
    case missingVariance(of: String)
    /// The within-study covariance of two outcomes is missing.
    case missingCovariance(of: String, and: String)
    /// A column looks like an outcome, and the ones before it are not there.
    case outcomeGap(String, missing: String)
    /// A column that is asked for as a moderator holds outcomes or their
    /// covariances.
    case noCovariate(String)
    /// A moderator of which a centre is given is a category because of a value.
    case centeredCategory(value: String)
    /// The library refuses the study; the text is its reason.
    case refusedStudy(String)
  }

  /// What is wrong.
  var reason: Reason
  /// The line of the file, from one, if the problem has one.
  var line: Int?
  /// The column of the file, if the problem has one.
  var column: String?

  init(_ reason: Reason, line: Int? = nil, column: String? = nil) {
    self.reason = reason
    self.line = line
    self.column = column
  }
}

extension InputProblem: CustomStringConvertible {
  /// The place and the reason, in one line.
  var description: String {
    let place = [line.map { "line \($0)" }, column.map { "column \($0)" }]
      .compactMap(\.self).joined(separator: ", ")
    return place.isEmpty ? reason.description : "\(place): \(reason)"
  }
}

extension InputProblem.Reason: CustomStringConvertible {
  /// The reason in words, with the offending value.
  var description: String {
    switch self {
    case .unreadable(let reason): "cannot be read: \(reason)"
    case .notText(0): "not a text file: it holds a NUL byte"
    case .notText(let byte):
      "not a text file in UTF-8: it holds the byte 0x"
        + String(byte, radix: 16, uppercase: true)
    case .unterminatedQuote: "the quotation mark is never closed"
    case .textAfterQuote:
      "text follows a closing quotation mark; only a comma may"
    case .recordTooLong(let limit):
      "the row is longer than \(limit) bytes; "
        + "is a quotation mark left open, or is this not a CSV file?"
    case .emptyFile: "the file is empty"
    case .noRows: "there is a header and no study"
    case .missingColumns(let names, let found):
      Self.describe(missing: names, found: found)
    case .duplicateColumn(let name):
      "the header names the column \(quoted(name)) twice"
    case .wrongFieldCount(let count, let expected):
      "the row has \(count) field\(count == 1 ? "" : "s"), "
        + "and the header has \(expected)"
    case .emptyStudyName: "the name of the study is empty"
    case .duplicateStudy(let name, let firstLine):
      "the study \(quoted(name)) stands on line \(firstLine) already"
    case .missingCovariate(""): "the value of the moderator is missing"
    case .missingCovariate(let value):
      "the value of the moderator is missing: it is \(quoted(value))"
    case .invalidCount(let problem, let value):
      "\(quoted(value)) \(problem); a count is a whole number "
        + "from 0 to \(CountField.largest)"
    case .invalidNumber(let problem, let value): "\(quoted(value)) \(problem)"
    case .missingVariance(let outcome):
      "the variance of \(outcome) is missing, and \(outcome) is reported"
    case .missingCovariance(let first, let second):
      "the covariance of \(first) and \(second) is missing, and both are "
        + "reported; --within-correlation can assume it"
    case .outcomeGap(let name, let missing):
      "the header has the outcome \(quoted(name)) and no \(quoted(missing))"
    case .noCovariate(let name):
      "the column \(quoted(name)) is none of moderators"
    case .centeredCategory(let value):
      "\(quoted(value)) makes the moderator a category, and only a number has "
        + "a centre"
    case .refusedStudy(let reason): reason
    }
  }

  private static func describe(missing: [String], found: [String]) -> String {
    let columns = missing.map { "'\($0)'" }.joined(separator: ", ")
    let shown = found.prefix(8).map(quoted).joined(separator: ", ")
    let more = found.count > 8 ? ", and \(found.count - 8) more" : ""
    let isSplitOtherwise =
      found.count == 1 && found[0].contains { $0 == ";" || $0 == "\t" }
    return "the header lacks \(missing.count == 1 ? "the column" : "columns") "
      + "\(columns); it has \(shown)\(more)"
      + (isSplitOtherwise ? "; separate the columns by commas" : "")
  }
}
