/// A parser of comma-separated values that is fed with chunks of bytes.
///
/// It is written here, and not taken from a package, because an error has to
/// name the line of the file also behind a quoted line break, a file that is
/// not text has to be refused at its first chunk, and memory has to stay
/// bounded whatever the file holds.
///
/// Accepted, as RFC 4180 says and spreadsheets write: fields in quotation
/// marks, with separators, line breaks and doubled quotation marks inside;
/// lines that end in LF, CR LF or CR; a byte order mark. A quotation mark
/// inside a field that did not begin with one stands for itself.
///
/// > Y. Shafranovich. *Common Format and MIME Type for Comma-Separated Values
/// > (CSV) Files.* RFC 4180, 2005. doi:10.17487/RFC4180
struct CSVParser {
  /// The largest number of bytes that the fields of one record may have.
  ///
  /// A quotation mark that is never closed would otherwise make one record of
  /// the rest of the file.
  static let recordLimit = 1 << 20

  private enum State {
    case fieldStart, unquoted, quoted, quoteInQuoted
  }

  private var state = State.fieldStart
  private var record = CSVRecord()
  private var line = 1
  private var fieldLine = 1
  private var quoteLine = 1
  private var endedWithCarriageReturn = false
  private var isBehindStart = false
  // The union of the bits of all bytes: a set top bit means "not ASCII".
  private var unionOfBytes: UInt8 = 0

  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// Reads the next bytes of the file, and hands over each complete record.
  mutating func parse(
    _ chunk: [UInt8],
    deliver: (borrowing CSVRecord) throws(InputProblem) -> Void
  ) throws(InputProblem) {
    var index = 0
    while index < chunk.count {
      // Most bytes mean nothing but themselves, and are taken together.
      var end = index
      while end < chunk.count, !Self.isSpecial(chunk[end]) { end += 1 }
      if end > index {
        try appendPlain(chunk[index..<end])
        index = end
      } else {
        try parseSpecial(chunk[index], deliver: deliver)
        index += 1
      }
    }
  }

  /// Ends the file, and hands over a last record without a line end.
  mutating func finish(
    deliver: (borrowing CSVRecord) throws(InputProblem) -> Void
  ) throws(InputProblem) {
    if state == .quoted {
      throw InputProblem(.unterminatedQuote, line: quoteLine)
    }
    let isEmpty = state == .fieldStart && record.fieldCount == 0
    if !isEmpty { try endRecord(deliver) }
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == comma || byte == quote || byte == lineFeed
      || byte == carriageReturn || byte == 0
  }

  private mutating func parseSpecial(
    _ byte: UInt8, deliver: (borrowing CSVRecord) throws(InputProblem) -> Void
  ) throws(InputProblem) {
    if byte == 0 { throw InputProblem(.notText(byte: 0), line: line) }
    let endsPair = endedWithCarriageReturn && byte == Self.lineFeed
    endedWithCarriageReturn = byte == Self.carriageReturn
    let endsLine = byte == Self.lineFeed || byte == Self.carriageReturn
    if byte == Self.quote {
      try parseQuote()
    } else if state == .quoted {
      if endsLine && !endsPair { line += 1 }
      try append(byte)
    } else if byte == Self.comma {
      endField()
      state = .fieldStart
    } else if !endsPair {
      try endRecord(deliver)
      line += 1
      fieldLine = line
    }
  }

  private mutating func parseQuote() throws(InputProblem) {
    switch state {
    case .fieldStart:
      quoteLine = line
      state = .quoted
    case .unquoted: try append(Self.quote)
    case .quoted: state = .quoteInQuoted
    case .quoteInQuoted:
      // Of two in a row, the second stands for itself.
      try append(Self.quote)
      state = .quoted
    }
  }

  private mutating func appendPlain(
    _ bytes: ArraySlice<UInt8>
  ) throws(InputProblem) {
    if state == .quoteInQuoted {
      throw InputProblem(.textAfterQuote, line: line)
    }
    try checkLength(adding: bytes.count)
    endedWithCarriageReturn = false
    if state == .fieldStart { state = .unquoted }
    unionOfBytes = bytes.reduce(unionOfBytes, |)
    record.bytes.append(contentsOf: bytes)
    if line == 1 && record.fieldCount == 0 { dropByteOrderMark() }
  }

  private mutating func append(_ byte: UInt8) throws(InputProblem) {
    try checkLength(adding: 1)
    record.bytes.append(byte)
  }

  private func checkLength(adding count: Int) throws(InputProblem) {
    guard record.bytes.count + count <= Self.recordLimit else {
      throw InputProblem(
        .recordTooLong(limit: Self.recordLimit),
        line: state == .quoted ? quoteLine : line)
    }
  }

  private mutating func endField() {
    record.fieldEnds.append(record.bytes.count)
    record.fieldLines.append(fieldLine)
    fieldLine = line
  }

  private mutating func endRecord(
    _ deliver: (borrowing CSVRecord) throws(InputProblem) -> Void
  ) throws(InputProblem) {
    endField()
    state = .fieldStart
    if unionOfBytes >= 0x80 { try checkEncoding() }
    unionOfBytes = 0
    if !record.isBlank { try deliver(record) }
    record.removeAll()
  }

  /// Forgets the mark that some programs put at the start of a UTF-8 file.
  private mutating func dropByteOrderMark() {
    guard
      state == .unquoted, !isBehindStart,
      record.bytes.starts(with: [0xEF, 0xBB, 0xBF])
    else { return }
    isBehindStart = true
    record.bytes.removeFirst(3)
    if record.bytes.isEmpty { state = .fieldStart }
  }

  private func checkEncoding() throws(InputProblem) {
    guard String(validating: record.bytes, as: UTF8.self) == nil else { return }
    // Which byte it is only matters once the text is known to be broken.
    var decoder = UTF8()
    var iterator = record.bytes.makeIterator()
    var length = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      length += UTF8.width(scalar)
    }
    throw InputProblem(.notText(byte: record.bytes[length]), line: record.line)
  }
}
