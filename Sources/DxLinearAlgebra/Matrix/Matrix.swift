/// A dense matrix of double-precision numbers.
///
/// Entries are stored column by column, without gaps. The type is a value:
/// a copy shares storage until one of the two is changed.
/// ```
/// let design: Matrix = [[1, 0.5], [1, 1.5], [1, 2.0]]
/// design.rowCount     // 3
/// design[2, 1]        // 2.0
/// ```
///
/// Edge cases:
///
/// - Either dimension, or both, may be zero.
/// - Two matrices are equal if they have the same shape and equal entries, so
///   a matrix that holds a NaN differs from itself.
public struct Matrix: Hashable, Sendable {
  /// The number of rows.
  public let rowCount: Int
  /// The number of columns.
  public let columnCount: Int
  /// The entries, column by column.
  public internal(set) var elements: [Double]

  /// Creates a matrix of a given shape, all of whose entries are equal.
  ///
  /// - Precondition: Neither count is negative, and their product fits in an
  ///   `Int`.
  public init(rowCount: Int, columnCount: Int, repeating value: Double = 0) {
    let count = Self.elementCount(rowCount, columnCount)
    self.rowCount = rowCount
    self.columnCount = columnCount
    elements = [Double](repeating: value, count: count)
  }

  /// Creates a matrix from its entries, listed column by column.
  ///
  /// - Precondition: `elements` holds `rowCount * columnCount` numbers.
  public init(rowCount: Int, columnCount: Int, columnMajor elements: [Double]) {
    let count = Self.elementCount(rowCount, columnCount)
    precondition(
      elements.count == count,
      """
      A \(rowCount)×\(columnCount) matrix has \(count) entries, \
      not \(elements.count)
      """)
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.elements = elements
  }

  /// Creates a matrix from its rows.
  ///
  /// No rows at all give the matrix of shape 0×0.
  ///
  /// - Precondition: All rows have the same length.
  public init(rows: [[Double]]) {
    let columnCount = rows.first?.count ?? 0
    self.init(rowCount: rows.count, columnCount: columnCount)
    for (row, entries) in rows.enumerated() {
      precondition(
        entries.count == columnCount,
        "Row \(row) has \(entries.count) entries, row 0 has \(columnCount)")
      for column in 0..<columnCount { self[row, column] = entries[column] }
    }
  }

  /// Creates a matrix of one column.
  public init(column entries: [Double]) {
    self.init(rowCount: entries.count, columnCount: 1, columnMajor: entries)
  }

  /// The identity matrix of the given order.
  public static func identity(order: Int) -> Matrix {
    diagonal([Double](repeating: 1, count: order))
  }

  /// The square matrix with the given diagonal and zeros elsewhere.
  public static func diagonal(_ entries: [Double]) -> Matrix {
    var result = Matrix(rowCount: entries.count, columnCount: entries.count)
    for index in entries.indices { result[index, index] = entries[index] }
    return result
  }

  /// Whether the matrix has as many rows as columns.
  public var isSquare: Bool { rowCount == columnCount }

  /// The entry in the given row and column, both counted from zero.
  ///
  /// - Precondition: Both indices lie within the matrix.
  public subscript(row: Int, column: Int) -> Double {
    get { elements[offset(row, column)] }
    set { elements[offset(row, column)] = newValue }
  }

  /// The entries of a row, from the left.
  ///
  /// - Precondition: The index, counted from zero, lies within the matrix.
  /// - Complexity: O(`columnCount`)
  public func row(_ index: Int) -> [Double] {
    (0..<columnCount).map { self[index, $0] }
  }

  /// The entries of a column, from the top.
  ///
  /// - Precondition: The index, counted from zero, lies within the matrix.
  /// - Complexity: O(`rowCount`)
  public func column(_ index: Int) -> [Double] {
    precondition(
      index >= 0 && index < columnCount,
      "Column \(index) is outside a \(shape) matrix")
    return Array(elements[(index * rowCount)..<((index + 1) * rowCount)])
  }

  /// The entries on the main diagonal.
  public var diagonal: [Double] {
    (0..<min(rowCount, columnCount)).map { self[$0, $0] }
  }

  /// The matrix with rows and columns exchanged.
  public var transposed: Matrix {
    var result = Matrix(rowCount: columnCount, columnCount: rowCount)
    for column in 0..<columnCount {
      for row in 0..<rowCount { result[column, row] = self[row, column] }
    }
    return result
  }
}

extension Matrix: ExpressibleByArrayLiteral {
  /// Creates a matrix from its rows.
  public init(arrayLiteral rows: [Double]...) {
    self.init(rows: rows)
  }
}

extension Matrix: CustomStringConvertible {
  /// The rows in brackets, or the shape of a matrix without entries.
  public var description: String {
    if elements.isEmpty { return "[\(shape)]" }
    return "\((0..<rowCount).map(row))"
  }
}

extension Matrix {
  /// The shape in the form in which messages print it.
  internal var shape: String { "\(rowCount)×\(columnCount)" }

  private func offset(_ row: Int, _ column: Int) -> Int {
    precondition(
      row >= 0 && row < rowCount && column >= 0 && column < columnCount,
      "Entry (\(row), \(column)) is outside a \(shape) matrix")
    return column * rowCount + row
  }

  private static func elementCount(_ rowCount: Int, _ columnCount: Int) -> Int {
    precondition(
      rowCount >= 0 && columnCount >= 0,
      "A matrix cannot be \(rowCount)×\(columnCount)")
    let (count, overflow) = rowCount.multipliedReportingOverflow(
      by: columnCount)
    precondition(
      !overflow, "A \(rowCount)×\(columnCount) matrix has too many entries")
    return count
  }
}
