/// A grid of characters on which lines and marks are drawn.
///
/// Coordinates run from 0 to 1 to the right and upwards. What lies outside is
/// clipped. A later mark covers an earlier one, and any mark covers lines.
struct TextCanvas {
  let columns: Int
  let rows: Int
  let style: TextPlotStyle
  /// The marks and, in ASCII, the lines; row 0 is at the top.
  private var characters: [Character?]
  /// The dots of the Braille patterns.
  private var dots: [UInt32]

  init(columns: Int, rows: Int, style: TextPlotStyle) {
    self.columns = columns
    self.rows = rows
    self.style = style
    characters = Array(repeating: nil, count: columns * rows)
    dots = Array(repeating: 0, count: columns * rows)
  }

  /// The column and row in which a point falls.
  func cell(_ point: SIMD2<Double>) -> (column: Int, row: Int)? {
    guard (0...1).contains(point.x), (0...1).contains(point.y) else {
      return nil
    }
    return (
      Int((point.x * Double(columns - 1)).rounded()),
      Int(((1 - point.y) * Double(rows - 1)).rounded())
    )
  }

  /// Puts a character where a point falls.
  mutating func mark(_ point: SIMD2<Double>, _ character: Character) {
    guard let (column, row) = cell(point) else { return }
    characters[row * columns + column] = character
  }

  /// Draws the segments between points.
  ///
  /// - Parameters:
  ///   - points: The points in order.
  ///   - character: What ASCII shows.
  ///   - gap: Draw only every so many dots.
  mutating func line(
    _ points: [SIMD2<Double>], _ character: Character, gap: Int = 1
  ) {
    // Twice as fine as the finest dots, so that no line has a hole.
    let scale = SIMD2(Double(columns) * 4, Double(rows) * 8)
    var drawn = 0
    var last: SIMD2<Int>?
    for (start, end) in zip(points, points.dropFirst()) {
      let size = (end - start) * scale
      let length = max(size.x.magnitude, size.y.magnitude)
      guard length.isFinite else { continue }
      let steps = max(1, Int(length.rounded(.up)))
      for step in 0...steps {
        let point = start + Double(step) / Double(steps) * (end - start)
        guard let position = position(point), position != last else {
          continue
        }
        last = position
        if drawn % gap == 0 { dot(position, character) }
        drawn += 1
      }
    }
  }

  /// The finest position that the style can show.
  private func position(_ point: SIMD2<Double>) -> SIMD2<Int>? {
    guard let (column, row) = cell(point) else { return nil }
    guard style == .unicode else { return SIMD2(column, row) }
    let x = point.x * Double(columns - 1) + 0.5
    let y = (1 - point.y) * Double(rows - 1) + 0.5
    return SIMD2(
      min(Int(x * 2), 2 * columns - 1), min(Int(y * 4), 4 * rows - 1))
  }

  private mutating func dot(_ position: SIMD2<Int>, _ character: Character) {
    guard style == .unicode else {
      characters[position.y * columns + position.x] = character
      return
    }
    // The bits of a Braille pattern, for the left and the right column.
    let left: [UInt32] = [0x01, 0x02, 0x04, 0x40]
    let right: [UInt32] = [0x08, 0x10, 0x20, 0x80]
    let bit = (position.x % 2 == 0 ? left : right)[position.y % 4]
    dots[position.y / 4 * columns + position.x / 2] |= bit
  }

  /// The characters of a row, from the top, without blanks at its end.
  func text(row: Int) -> String {
    var line = ""
    for index in row * columns..<(row + 1) * columns {
      if let character = characters[index] {
        line.append(character)
      } else if dots[index] != 0,
        let scalar = Unicode.Scalar(0x2800 + dots[index])
      {
        line.unicodeScalars.append(scalar)
      } else {
        line.append(" ")
      }
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}
