/// The probability with which an interval or a region shall cover the truth.
public struct ConfidenceLevel: Hashable, Sendable, Codable {
  /// The probability, strictly between zero and one.
  public let probability: Double

  /// Creates a level from a probability.
  ///
  /// - Precondition: `probability` lies strictly between zero and one.
  public init(_ probability: Double) {
    precondition(
      probability > 0 && probability < 1,
      "A confidence level of \(probability) is not inside (0, 1)")
    self.probability = probability
  }

  /// Decodes a level.
  ///
  /// - Throws: `DecodingError.dataCorrupted` unless the probability lies
  ///   strictly between zero and one.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let probability = try container.decode(Double.self)
    guard probability > 0, probability < 1 else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription:
          "A confidence level of \(probability) is not inside (0, 1)")
    }
    self.init(probability)
  }

  /// Encodes the probability alone.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(probability)
  }

  /// The customary level of 95 %.
  public static let ninetyFivePercent = ConfidenceLevel(0.95)

  /// The probability below the upper end of a two-sided interval with equal
  /// tails.
  internal var upperTailPoint: Double { 0.5 + probability / 2 }
}
