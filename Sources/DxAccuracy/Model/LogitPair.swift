/// A pair of values on the logit scale, sensitivity first.
///
/// The second is the logit of the *specificity*, here and everywhere in the
/// library; the logit of the false-positive rate is its negative.
public struct LogitPair: Hashable, Sendable, Codable {
  /// The logit of the sensitivity.
  public var logitSensitivity: Double
  /// The logit of the specificity.
  public var logitSpecificity: Double

  /// Creates a pair.
  public init(logitSensitivity: Double, logitSpecificity: Double) {
    self.logitSensitivity = logitSensitivity
    self.logitSpecificity = logitSpecificity
  }
}
