internal import Testing

@testable internal import DtaCommand

/// The fields and lines of a text, worked out by hand from RFC 4180.
struct CSVCase: CustomTestStringConvertible {
  var name: String
  var text: String
  var fields: [[String]]
  var lines: [Int]
  var testDescription: String { name }

  static let all = [
    CSVCase(
      name: "LF", text: "a,b\nc,d\n", fields: [["a", "b"], ["c", "d"]],
      lines: [1, 2]),
    CSVCase(
      name: "CR LF", text: "a,b\r\nc,d\r\n",
      fields: [["a", "b"], ["c", "d"]],
      lines: [1, 2]),
    CSVCase(
      name: "CR", text: "a,b\rc,d\r", fields: [["a", "b"], ["c", "d"]],
      lines: [1, 2]),
    CSVCase(
      name: "no line end behind the last record", text: "a\nb",
      fields: [["a"], ["b"]], lines: [1, 2]),
    CSVCase(
      name: "byte order mark", text: "\u{FEFF}a,b\n", fields: [["a", "b"]],
      lines: [1]),
    CSVCase(
      name: "byte order mark before a quotation mark",
      text: "\u{FEFF}\"a,b\"\n", fields: [["a,b"]], lines: [1]),
    CSVCase(
      name: "byte order mark elsewhere is text", text: "a,\u{FEFF}b\n",
      fields: [["a", "\u{FEFF}b"]], lines: [1]),
    CSVCase(
      name: "quoted separators and quotation marks",
      text: "\"a,\"\"b\"\"\",c\n", fields: [["a,\"b\"", "c"]], lines: [1]),
    CSVCase(
      name: "quoted line breaks of all kinds",
      text: "\"a\nb\rc\r\nd\",e\nf\n", fields: [["a\nb\rc\r\nd", "e"], ["f"]],
      lines: [1, 5]),
    CSVCase(
      name: "empty fields", text: ",\"\",\n", fields: [["", "", ""]],
      lines: [1]),
    CSVCase(
      name: "blank lines", text: "\n\r\n  \na\n\n\nb\n",
      fields: [["a"], ["b"]], lines: [4, 7]),
    CSVCase(
      name: "quotation mark inside a plain field", text: "a\"b\",c\n",
      fields: [["a\"b\"", "c"]], lines: [1]),
    CSVCase(
      name: "blanks around fields", text: " a\t,  \"b\" \n",
      fields: [["a", "\"b\""]], lines: [1]),
    CSVCase(
      name: "not ASCII", text: "Müller,統計\n", fields: [["Müller", "統計"]],
      lines: [1]),
    CSVCase(name: "nothing", text: "", fields: [], lines: []),
  ]
}

@Suite("CSV parser")
struct CSVParserTests {
  // Each size of chunk cuts the text at other places, so that every state
  // has to survive the end of a chunk.
  private func records(
    _ bytes: [UInt8], chunkSize: Int
  ) throws -> [CSVRecord] {
    var parser = CSVParser()
    var records: [CSVRecord] = []
    for start in stride(from: 0, to: bytes.count, by: chunkSize) {
      let end = min(start + chunkSize, bytes.count)
      try parser.parse(Array(bytes[start..<end])) { records.append(copy $0) }
    }
    try parser.finish { records.append(copy $0) }
    return records
  }

  @Test("reads what RFC 4180 and spreadsheets write", arguments: CSVCase.all)
  func reads(testCase: CSVCase) throws {
    for chunkSize in [1, 2, 3, 1000] {
      let records = try records(
        Array(testCase.text.utf8), chunkSize: chunkSize)
      let fields = records.map { record in
        (0..<record.fieldCount).map(record.text(of:))
      }
      #expect(fields == testCase.fields, "chunks of \(chunkSize)")
      #expect(records.map(\.line) == testCase.lines, "chunks of \(chunkSize)")
    }
  }

  @Test(
    "refuses what is not a CSV file, with the line",
    arguments: [
      ("a\n\"b\nc\n", InputProblem(.unterminatedQuote, line: 2)),
      ("a\n\"b\"c\n", InputProblem(.textAfterQuote, line: 2)),
      ("a\nb\0\n", InputProblem(.notText(byte: 0), line: 2)),
      ("\"\n\0\"\n", InputProblem(.notText(byte: 0), line: 2)),
    ])
  func refuses(text: String, problem: InputProblem) {
    for chunkSize in [1, 2, 1000] {
      #expect(throws: problem) {
        try records(Array(text.utf8), chunkSize: chunkSize)
      }
    }
  }

  @Test(
    "refuses what is not UTF-8, with the byte",
    arguments: [[0xFF, 0xFE, 0x73], [0x61, 0xE9, 0x2C], [0x61, 0xC0, 0x80]])
  func refusesEncoding(bytes: [UInt8]) {
    let broken = bytes.first { $0 >= 0x80 } ?? 0
    #expect(throws: InputProblem(.notText(byte: broken), line: 2)) {
      try records(Array("a\n".utf8) + bytes + [0x0A], chunkSize: 1000)
    }
  }

  @Test("refuses an endless record in bounded memory")
  func endlessRecord() {
    var parser = CSVParser()
    let chunk = [UInt8](repeating: 0x61, count: 1 << 16)
    let limit = CSVParser.recordLimit
    #expect(throws: InputProblem(.recordTooLong(limit: limit), line: 1)) {
      for _ in 0...(limit / chunk.count) { try parser.parse(chunk) { _ in } }
    }
  }
}
