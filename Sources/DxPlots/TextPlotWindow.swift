/// The part of the ROC plane that a text plot shows.
public struct TextPlotWindow: Hashable, Sendable {
  /// The false-positive rates, from left to right.
  public let falsePositiveRates: ClosedRange<Double>
  /// The sensitivities, from bottom to top.
  public let sensitivities: ClosedRange<Double>

  /// Creates a window.
  ///
  /// - Precondition: Neither range is empty or leaves [0, 1].
  public init(
    falsePositiveRates: ClosedRange<Double>,
    sensitivities: ClosedRange<Double>
  ) {
    for range in [falsePositiveRates, sensitivities] {
      precondition(
        0 <= range.lowerBound && range.lowerBound < range.upperBound
          && range.upperBound <= 1,
        "No window of probabilities: \(range)")
    }
    self.falsePositiveRates = falsePositiveRates
    self.sensitivities = sensitivities
  }

  /// The whole plane.
  public static let full = TextPlotWindow(
    falsePositiveRates: 0...1, sensitivities: 0...1)

  /// The smallest window with ends at multiples of 0.05 that shows all studies.
  ///
  /// Without a study it is the whole plane.
  public init(around studies: [SROCStudyPoint]) {
    self.init(
      falsePositiveRates: Self.range(studies.map(\.falsePositiveRate)),
      sensitivities: Self.range(studies.map(\.sensitivity)))
  }

  private static func range(_ values: [Double]) -> ClosedRange<Double> {
    guard let least = values.min(), let most = values.max() else {
      return 0...1
    }
    // Whole twentieths, at least one of them, inside [0, 1].
    let lower = min((least * 20).rounded(.down), 19)
    let upper = max((most * 20).rounded(.up), lower + 1)
    return (lower / 20)...(upper / 20)
  }
}
