/// A range of false-positive rates within which a curve is drawn or
/// integrated.
public struct FalsePositiveRateRange: Hashable, Sendable, Codable {
  /// The lower end, at least zero.
  public let lower: Double
  /// The upper end, at most one.
  public let upper: Double

  /// Creates a range.
  ///
  /// - Precondition: `0 ≤ lower < upper ≤ 1`.
  public init(lower: Double, upper: Double) {
    precondition(
      0 <= lower && lower < upper && upper <= 1,
      "No range of false-positive rates: \(lower) to \(upper)")
    self.lower = lower
    self.upper = upper
  }

  /// All false-positive rates.
  public static let full = FalsePositiveRateRange(lower: 0, upper: 1)

  /// The range that the studies cover.
  ///
  /// Beyond it a summary ROC curve is an extrapolation.
  ///
  /// - Throws: ``UndefinedReason/emptyRange`` if there are not two
  ///   different rates.
  public init(
    observed falsePositiveRates: [Double]
  ) throws(UndefinedReason) {
    guard
      let lower = falsePositiveRates.min(),
      let upper = falsePositiveRates.max(), lower < upper
    else { throw .emptyRange }
    self.init(lower: lower, upper: upper)
  }

  /// Decodes a range.
  ///
  /// - Throws: `DecodingError.dataCorrupted` unless
  ///   `0 ≤ lower < upper ≤ 1`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let lower = try container.decode(Double.self, forKey: .lower)
    let upper = try container.decode(Double.self, forKey: .upper)
    guard 0 <= lower, lower < upper, upper <= 1 else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription:
            "No range of false-positive rates: \(lower) to \(upper)"))
    }
    self.init(lower: lower, upper: upper)
  }

  /// The length of the range.
  public var width: Double { upper - lower }

  /// The part of the range inside another one.
  ///
  /// - Throws: ``UndefinedReason/emptyRange`` if they do not overlap.
  public func clamped(
    to limits: FalsePositiveRateRange
  ) throws(UndefinedReason) -> FalsePositiveRateRange {
    let lower = max(lower, limits.lower)
    let upper = min(upper, limits.upper)
    guard lower < upper else { throw .emptyRange }
    return FalsePositiveRateRange(lower: lower, upper: upper)
  }
}
