/// The axes around the plotting area of a text plot.
struct TextAxes {
  let window: TextPlotWindow
  let style: TextPlotStyle

  /// The number of intervals between the ticks of an axis.
  private static let intervals = 5
  /// The width of what stands left of the plotting area.
  private static let margin = 6

  /// The canvas with its axes, ticks, labels and titles.
  func frame(_ canvas: TextCanvas) -> String {
    let (wall, tick, corner, floor, foot) =
      style == .ascii
      ? ("|", "+", "+", "-", "+") : ("│", "┤", "└", "─", "┴")
    let blank = String(repeating: " ", count: Self.margin - 1)
    let ticks = positions(canvas.rows)
    var text = "Sensitivity\n"
    for row in 0..<canvas.rows {
      let label = ticks.firstIndex(of: canvas.rows - 1 - row)
      text += label.map { value($0, window.sensitivities) + " " } ?? blank
      text += (label == nil ? wall : tick) + canvas.text(row: row) + "\n"
    }
    let feet = positions(canvas.columns)
    let axis = (0..<canvas.columns).map { feet.contains($0) ? foot : floor }
    let title = "False-positive rate"
    let indent = Self.margin + (canvas.columns - title.count) / 2
    return text + blank + corner + axis.joined() + "\n" + labels(feet) + "\n"
      + String(repeating: " ", count: indent) + title + "\n"
  }

  /// Where the ticks stand among so many cells.
  private func positions(_ count: Int) -> [Int] {
    (0...Self.intervals).map {
      Int((Double($0 * (count - 1)) / Double(Self.intervals)).rounded())
    }
  }

  /// The labels below the ticks.
  private func labels(_ feet: [Int]) -> String {
    var line = ""
    for (index, column) in feet.enumerated() {
      // Four characters, centred; narrow plots have no room for every label.
      let start = Self.margin + column - 2
      guard line.isEmpty || start > line.count else { continue }
      line += String(repeating: " ", count: start - line.count)
      line += value(index, window.falsePositiveRates)
    }
    return line
  }

  /// The value at a tick, with two decimals.
  private func value(_ index: Int, _ range: ClosedRange<Double>) -> String {
    let share = Double(index) / Double(Self.intervals)
    let value =
      range.lowerBound + share * (range.upperBound - range.lowerBound)
    let hundredths = Int((value * 100).rounded())
    let decimals = hundredths % 100
    return "\(hundredths / 100)." + (decimals < 10 ? "0" : "") + "\(decimals)"
  }
}
