extension Matrix: Codable {
  private enum CodingKeys: String, CodingKey {
    case rowCount, columnCount, elements
  }

  /// Creates a matrix from its shape and its entries, column by column.
  ///
  /// - Throws: `DecodingError.dataCorrupted` if the shape is impossible or
  ///   does not match the number of entries.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let rowCount = try container.decode(Int.self, forKey: .rowCount)
    let columnCount = try container.decode(Int.self, forKey: .columnCount)
    let elements = try container.decode([Double].self, forKey: .elements)
    let (count, overflow) = rowCount.multipliedReportingOverflow(
      by: columnCount)
    guard rowCount >= 0, columnCount >= 0, !overflow, count == elements.count
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .elements, in: container,
        debugDescription: """
          \(elements.count) entries do not make a \
          \(rowCount)×\(columnCount) matrix
          """)
    }
    self.init(
      rowCount: rowCount, columnCount: columnCount, columnMajor: elements)
  }

  /// Encodes the shape and the entries, column by column.
  ///
  /// Whether a NaN or an infinity can be encoded is the encoder's to say.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(rowCount, forKey: .rowCount)
    try container.encode(columnCount, forKey: .columnCount)
    try container.encode(elements, forKey: .elements)
  }
}
