/// The reason a fixture could not be loaded.
public enum FixtureError: Error, Hashable, Sendable {
  /// No file has this path below the fixture folder.
  case missingFile(path: String)
  /// A quoted field of this CSV file is never closed.
  case unterminatedQuote(path: String)
  /// A row has another number of fields than the header; lines count from 1.
  case raggedRow(path: String, line: Int)
  /// The header of a CSV file lacks this column.
  case missingColumn(path: String, column: String)
  /// A field that has to be a number is none; rows count from 0.
  case notANumber(path: String, column: String, row: Int, field: String)
  /// The text is not the JSON that was expected.
  case malformedJSON(path: String, reason: String)
  /// A row, or a value of a JSON file, refers to something that is not there.
  case inconsistent(path: String, reason: String)
}
