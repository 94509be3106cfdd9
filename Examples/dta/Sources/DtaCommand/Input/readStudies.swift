/// The studies in a CSV file.
///
/// - Throws: Everything that is wrong with the file, as far as it is shown.
func readStudies(from source: ByteSource) throws(InputError) -> [StudyRow] {
  var parser = CSVParser()
  var reader = StudyTableReader()
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
