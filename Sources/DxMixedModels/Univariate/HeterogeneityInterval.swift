/// A confidence set for the variance between studies.
public struct HeterogeneityInterval: Hashable, Sendable, Codable {
  /// How the set is computed.
  public enum Method: String, Hashable, Sendable, Codable {
    /// From the χ² distribution of Q(τ²).
    case qProfile
    /// From the exact distribution of a Q with fixed weights.
    case generalizedQ
    /// From the profile of the likelihood.
    case profileLikelihood
  }

  /// What sort of set it is.
  public enum Kind: String, Hashable, Sendable, Codable {
    /// An interval with both ends where the criterion is met exactly.
    case interval
    /// All values from zero to the upper end: the lower one would be negative.
    case truncatedAtZero
    /// Nothing: all τ² ≥ 0 are rejected, as the effects agree better than
    /// their sampling variances let expect. There are no ends.
    case empty
    /// Several intervals apart, as a likelihood with several maxima may give;
    /// the ends are the least and the greatest value of all.
    case disconnected
  }

  /// How the set is computed.
  public var method: Method
  /// What sort of set it is.
  public var kind: Kind
  /// The lower end of τ²; `nil` if the set is empty.
  public var lower: Double?
  /// The upper end of τ²; `nil` if the set is empty.
  public var upper: Double?
  /// The typical sampling variance, with which τ² becomes I² and H².
  public var typicalVariance: Double
  /// The probability with which the set shall cover the truth.
  public var level: Double

  /// The interval of I², in [0, 1].
  public var iSquared: (lower: Double, upper: Double)? {
    transform { $0 / (typicalVariance + $0) }
  }

  /// The interval of H².
  public var hSquared: (lower: Double, upper: Double)? {
    transform { 1 + $0 / typicalVariance }
  }

  /// The interval of the standard deviation τ.
  public var standardDeviation: (lower: Double, upper: Double)? {
    transform { $0.squareRoot() }
  }

  private func transform(
    _ function: (Double) -> Double
  ) -> (lower: Double, upper: Double)? {
    guard let lower, let upper else { return nil }
    return (function(lower), function(upper))
  }
}
