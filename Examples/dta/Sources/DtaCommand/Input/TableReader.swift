/// What turns the records of a CSV file into a table.
protocol TableReader {
  associatedtype Table

  /// Takes the next record: first the header, then the rows.
  mutating func add(_ record: borrowing CSVRecord) throws(InputProblem)

  /// The table of the whole file.
  consuming func finish() throws(InputError) -> Table

  /// The error of a file that cannot be read on, after the rows so far.
  func failure(endingWith last: InputProblem) -> InputError
}

extension TableReader {
  /// The table in a CSV file.
  ///
  /// - Throws: Everything that is wrong with the file, as far as it is shown.
  consuming func table(from source: ByteSource) throws(InputError) -> Table {
    var parser = CSVParser()
    do throws(InputProblem) {
      while case let chunk = try source(), !chunk.isEmpty {
        try parser.parse(chunk) { record throws(InputProblem) in
          try add(record)
        }
      }
      try parser.finish { record throws(InputProblem) in
        try add(record)
      }
    } catch {
      throw failure(endingWith: error)
    }
    return try finish()
  }
}
