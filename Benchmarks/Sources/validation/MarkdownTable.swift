/// A table that grows by rows and prints as Markdown.
struct MarkdownTable {
  /// The titles of the columns.
  var header: [String]
  /// How many of the first columns hold words, and are set to the left.
  var wordColumns = 1
  /// The cells of each row.
  var rows: [[String]] = []

  init(_ header: [String], wordColumns: Int = 1) {
    self.header = header
    self.wordColumns = wordColumns
  }

  /// Adds a row.
  ///
  /// - Precondition: There is a cell for each column.
  mutating func append(_ cells: [String]) {
    precondition(
      cells.count == header.count,
      "\(cells.count) cells for \(header.count) columns")
    rows.append(cells)
  }

  /// The lines of the table.
  var text: String {
    let rule = header.indices.map { $0 < wordColumns ? "---" : "--:" }
    return ([header, rule] + rows)
      .map { "| " + $0.joined(separator: " | ") + " |" }
      .joined(separator: "\n")
  }
}
