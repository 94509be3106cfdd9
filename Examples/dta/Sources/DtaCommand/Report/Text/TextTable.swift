/// A text with headings and aligned rows, in the making.
struct TextTable {
  private static let labelWidth = 28
  private static let valueWidth = 10
  private static let lineWidth = 78

  /// What has been written so far.
  private(set) var text = ""

  /// Starts a section.
  mutating func heading(_ title: String) {
    text += (text.isEmpty ? "" : "\n") + title + "\n"
  }

  /// Adds a row with a label and words, which wrap below themselves.
  mutating func row(_ label: String, _ words: String) {
    let lines = Self.wrap(words, width: Self.lineWidth - Self.labelWidth - 2)
    for (index, line) in lines.enumerated() {
      let left = index == 0 ? label : ""
      text += "  " + Self.padded(left, to: Self.labelWidth) + line + "\n"
    }
  }

  /// Adds a row with an estimate and its interval, or nothing if there is
  /// no estimate.
  ///
  /// - Parameter note: What stands behind the interval.
  mutating func row(
    _ label: String, _ estimate: FitReport.Estimate?,
    _ format: (Double) -> String, note: String = ""
  ) {
    guard let estimate, let value = estimate.estimate else { return }
    var line = Self.padded(label, to: Self.labelWidth)
    line += Self.padded(Self.words(value, format), to: Self.valueWidth)
    if let lower = estimate.lower, let upper = estimate.upper {
      line += "\(format(lower)) to \(format(upper))"
    }
    add(line + note)
  }

  /// Adds a row with an interval and no estimate, or nothing without one.
  mutating func interval(
    _ label: String, _ estimate: FitReport.Estimate?,
    _ format: (Double) -> String
  ) {
    guard let lower = estimate?.lower, let upper = estimate?.upper else {
      return
    }
    let left = Self.padded(label, to: Self.labelWidth + Self.valueWidth)
    add("\(left)\(format(lower)) to \(format(upper))")
  }

  /// Adds a row with a number, or nothing if there is none.
  mutating func row(
    _ label: String, _ value: Double?, _ format: (Double) -> String
  ) {
    guard let value else { return }
    add(Self.padded(label, to: Self.labelWidth) + format(value))
  }

  /// Adds a paragraph.
  mutating func paragraph(_ words: String) {
    for line in Self.wrap(words, width: Self.lineWidth - 2) { add(line) }
  }

  /// Adds lines as they are.
  mutating func block(_ lines: String) {
    text += lines.hasSuffix("\n") ? lines : lines + "\n"
  }

  /// The number, or what it is if it is none.
  private static func words(
    _ value: Double, _ format: (Double) -> String
  ) -> String {
    value.isNaN
      ? "not defined"
      : value.isInfinite ? "infinite" : format(value)
  }

  private mutating func add(_ line: String) {
    var line = line
    while line.last == " " { line.removeLast() }
    text += "  \(line)\n"
  }

  private static func padded(_ text: String, to width: Int) -> String {
    // A label that is too long still keeps its distance.
    text + String(repeating: " ", count: max(width - text.count, 1))
  }

  private static func wrap(_ words: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in words.split(separator: " ") {
      if !line.isEmpty && line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? "\(word)" : " \(word)"
    }
    lines.append(line)
    return lines
  }
}
