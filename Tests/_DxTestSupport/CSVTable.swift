/// A table read from comma-separated values as RFC 4180 defines them.
///
/// Fields may be quoted, and a quoted field may hold commas, line breaks and
/// doubled quotes. Lines end in LF or CRLF; the last one may have no end.
public struct CSVTable: Sendable {
  /// The names of the columns, in order.
  public let header: [String]
  /// The fields of each row after the header.
  public let rows: [[String]]

  private let path: String

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - text: The file's text; the first record is the header.
  ///   - path: The name of the file, which errors repeat.
  public init(_ text: String, path: String) throws(FixtureError) {
    var reader = RecordReader(text: text, path: path)
    header = try reader.next() ?? []
    var rows: [[String]] = []
    while true {
      let line = reader.line
      guard let row = try reader.next() else { break }
      guard row.count == header.count else {
        throw .raggedRow(path: path, line: line)
      }
      rows.append(row)
    }
    self.rows = rows
    self.path = path
  }

  /// The fields of a column as text.
  public func strings(_ column: String) throws(FixtureError) -> [String] {
    guard let index = header.firstIndex(of: column) else {
      throw .missingColumn(path: path, column: column)
    }
    return rows.map { $0[index] }
  }

  /// The fields of a column as numbers.
  public func numbers(_ column: String) throws(FixtureError) -> [Double] {
    var values: [Double] = []
    for (row, field) in try strings(column).enumerated() {
      guard let value = Double(field) else {
        throw .notANumber(path: path, column: column, row: row, field: field)
      }
      values.append(value)
    }
    return values
  }

  /// The fields of a column as whole numbers.
  public func integers(_ column: String) throws(FixtureError) -> [Int] {
    var values: [Int] = []
    for (row, field) in try strings(column).enumerated() {
      guard let value = Int(field) else {
        throw .notANumber(path: path, column: column, row: row, field: field)
      }
      values.append(value)
    }
    return values
  }

  /// The fields of a column as numbers, where an empty field is `nil`.
  public func optionalNumbers(
    _ column: String
  ) throws(FixtureError) -> [Double?] {
    var values: [Double?] = []
    for (row, field) in try strings(column).enumerated() {
      let value = Double(field)
      guard field.isEmpty || value != nil else {
        throw .notANumber(path: path, column: column, row: row, field: field)
      }
      values.append(value)
    }
    return values
  }
}

/// Cuts text into records, one at a time.
private struct RecordReader {
  var bytes: [UInt8]
  var path: String
  var position = 0
  /// The line at which the next record begins, from 1.
  var line = 1

  init(text: String, path: String) {
    bytes = Array(text.utf8)
    self.path = path
  }

  /// The fields of the next record, or `nil` at the end of the text.
  mutating func next() throws(FixtureError) -> [String]? {
    guard position < bytes.count else { return nil }
    var fields: [String] = []
    while true {
      fields.append(try field())
      guard position < bytes.count else { return fields }
      let separator = bytes[position]
      position += 1
      if separator == UInt8(ascii: "\n") {
        line += 1
        return fields
      }
    }
  }

  /// The field at the position, which then stands on the separator after it.
  private mutating func field() throws(FixtureError) -> String {
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
      return try quotedField()
    }
    let start = position
    while position < bytes.count, !isSeparator(bytes[position]) {
      position += 1
    }
    var end = position
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private mutating func quotedField() throws(FixtureError) -> String {
    var content: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        let isDoubled =
          position < bytes.count && bytes[position] == UInt8(ascii: "\"")
        guard isDoubled else {
          skipToSeparator()
          return String(decoding: content, as: UTF8.self)
        }
        position += 1
      }
      if byte == UInt8(ascii: "\n") { line += 1 }
      content.append(byte)
    }
    throw .unterminatedQuote(path: path)
  }

  private mutating func skipToSeparator() {
    while position < bytes.count, !isSeparator(bytes[position]) {
      position += 1
    }
  }

  private func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n")
  }
}
