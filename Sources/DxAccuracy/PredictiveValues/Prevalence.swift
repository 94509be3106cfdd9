internal import DxSpecialFunctions

/// A prevalence, or pre-test probability, and how well it is known.
public struct Prevalence: Hashable, Sendable, Codable {
  /// The probability of disease before the test, strictly between 0 and 1.
  public let probability: Double
  /// The standard error of the logit of the prevalence, zero where it is taken
  /// as known.
  public let logitStandardError: Double

  /// Creates a prevalence.
  ///
  /// - Throws: A ``PrevalenceError`` that carries the value that is out of its
  ///   domain.
  public init(
    _ probability: Double, logitStandardError: Double = 0
  ) throws(PrevalenceError) {
    guard probability > 0, probability < 1 else {
      throw .notBetweenZeroAndOne(probability)
    }
    guard logitStandardError >= 0, logitStandardError.isFinite else {
      throw .invalidStandardError(logitStandardError)
    }
    self.probability = probability
    self.logitStandardError = logitStandardError
  }

  /// Decodes a prevalence.
  ///
  /// - Throws: A ``PrevalenceError`` as ``init(_:logitStandardError:)`` does.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      container.decode(Double.self, forKey: .probability),
      logitStandardError: container.decode(
        Double.self, forKey: .logitStandardError))
  }

  /// The logarithm of the odds.
  internal var logOdds: Double { logit(probability) }
}

/// Why a prevalence is refused.
public enum PrevalenceError: Error, Hashable, Sendable {
  /// The prevalence is not strictly between zero and one.
  case notBetweenZeroAndOne(Double)
  /// The standard error is negative or not finite.
  case invalidStandardError(Double)
}
