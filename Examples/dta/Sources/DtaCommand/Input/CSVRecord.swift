/// One record of a CSV file: its fields, unquoted, and where they stood.
///
/// The fields lie one behind the other in a single buffer that the parser
/// reuses, so that a record costs no allocation.
struct CSVRecord {
  /// The bytes of all fields, without separators and quotation marks.
  var bytes: [UInt8] = []
  /// For each field, the index in `bytes` behind its last byte.
  var fieldEnds: [Int] = []
  /// For each field, the line of the file on which it begins, from one.
  var fieldLines: [Int] = []

  /// The number of fields.
  var fieldCount: Int { fieldEnds.count }

  /// The line of the file on which the record begins, from one.
  var line: Int { fieldLines.first ?? 1 }

  /// Whether the record stands for a line with nothing but blanks.
  var isBlank: Bool { fieldCount == 1 && trimmedRange(of: 0).isEmpty }

  /// Where the bytes of a field lie, without the blanks around them.
  func trimmedRange(of field: Int) -> Range<Int> {
    var lower = field == 0 ? 0 : fieldEnds[field - 1]
    var upper = fieldEnds[field]
    while lower < upper, Self.isBlankByte(bytes[lower]) { lower += 1 }
    while lower < upper, Self.isBlankByte(bytes[upper - 1]) { upper -= 1 }
    return lower..<upper
  }

  /// The text of a field, without the blanks around it.
  func text(of field: Int) -> String {
    String(decoding: bytes[trimmedRange(of: field)], as: UTF8.self)
  }

  private static func isBlankByte(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  /// Forgets the fields and keeps the storage.
  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    fieldEnds.removeAll(keepingCapacity: true)
    fieldLines.removeAll(keepingCapacity: true)
  }
}
