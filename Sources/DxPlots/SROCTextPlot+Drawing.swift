internal import DxAccuracy
internal import DxSpecialFunctions

extension SROCTextPlot {
  /// The number of segments of a curved line.
  private static let segments = 720

  /// The position in the window, from 0 to 1 on each axis.
  private func position(
    _ falsePositiveRate: Double, _ sensitivity: Double
  ) -> SIMD2<Double> {
    func share(_ value: Double, of range: ClosedRange<Double>) -> Double {
      (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    }
    return SIMD2(
      share(falsePositiveRate, of: window.falsePositiveRates),
      share(sensitivity, of: window.sensitivities))
  }

  func position(of point: LogitPair) -> SIMD2<Double> {
    position(point.falsePositiveRate, point.sensitivity)
  }

  func draw(
    _ region: AccuracyRegion?, _ character: Character, gap: Int,
    on canvas: inout TextCanvas
  ) {
    guard let ellipse = region?.ellipse else { return }
    let outline = ellipse.boundary(count: Self.segments).map(position(of:))
    canvas.line(outline + outline.prefix(1), character, gap: gap)
  }

  func drawCurve(on canvas: inout TextCanvas) {
    guard let curve else { return }
    // Equal steps of the logit follow the curve into both corners; beyond 18
    // no picture can tell a probability from zero or one.
    let first = max(logit(curveRange.lower), -18)
    let last = min(logit(curveRange.upper), 18)
    let points = (0...Self.segments).map { index in
      let t = first + (last - first) * Double(index) / Double(Self.segments)
      return position(
        expit(t), expit(curve.logitSensitivity(atLogitFalsePositiveRate: t)))
    }
    canvas.line(points, "*")
  }

  func drawStudies(on canvas: inout TextCanvas) {
    var shared: [Int: Int] = [:]
    for study in studies {
      let point = position(study.falsePositiveRate, study.sensitivity)
      guard let (column, row) = canvas.cell(point) else { continue }
      let count = shared[row * columns + column, default: 0] + 1
      shared[row * columns + column] = count
      canvas.mark(
        point, count == 1 ? symbols.study : Character("\(min(count, 9))"))
    }
  }

  var symbols: (study: Character, summary: Character) {
    style == .ascii ? ("o", "@") : ("○", "◆")
  }

  var legend: String {
    let isASCII = style == .ascii
    var entries: [String] = []
    if !studies.isEmpty {
      let noun = studies.count == 1 ? "study" : "studies"
      entries.append("\(symbols.study) \(studies.count) \(noun)")
    }
    if summaryPoint != nil { entries.append("\(symbols.summary) mean") }
    if curve != nil { entries.append("\(isASCII ? "*" : "⠤⠤") SROC") }
    if let confidenceRegion {
      entries.append(
        "\(isASCII ? "+" : "⠤⠤") \(percent(confidenceRegion)) confidence")
    }
    if let predictionRegion {
      entries.append(
        "\(isASCII ? "." : "⠄⠄") \(percent(predictionRegion)) prediction")
    }
    if entries.isEmpty { return "" }
    return "      " + entries.joined(separator: "  ") + "\n"
  }

  /// The level of a region, with a decimal only where it has one.
  private func percent(_ region: AccuracyRegion) -> String {
    let value = (region.level.probability * 1000).rounded() / 10
    return value == value.rounded() ? "\(Int(value))%" : "\(value)%"
  }
}
