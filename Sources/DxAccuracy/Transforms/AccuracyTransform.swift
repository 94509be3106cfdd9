internal import DxSpecialFunctions
internal import RealModule

/// A transformation of proportions to the real line, on which they are
/// modelled.
///
/// ```
/// t(p) = α ln p − (2 − α) ln(1 − p),   0 ≤ α ≤ 2
/// ```
/// α = 1 is the logit. With α = 0 or 2 the image is a half-line.
///
/// > P. Doebler, H. Holling, D. Böhning. A mixed model approach to
/// > meta-analysis of diagnostic studies with binary test outcome. *Psychol
/// > Methods* 17 (2012) 418–436. doi:10.1037/a0028091
public struct AccuracyTransform: Hashable, Sendable, Codable {
  /// The parameter α.
  public let alpha: Double

  /// Creates a member of the family.
  ///
  /// - Precondition: `alpha` lies in [0, 2].
  public init(alpha: Double) {
    precondition(
      alpha >= 0 && alpha <= 2, "The parameter \(alpha) is not in [0, 2]")
    self.alpha = alpha
  }

  /// Decodes a member of the family.
  ///
  /// - Throws: `DecodingError.dataCorrupted` unless α lies in [0, 2].
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let alpha = try container.decode(Double.self, forKey: .alpha)
    guard alpha >= 0, alpha <= 2 else {
      throw DecodingError.dataCorruptedError(
        forKey: .alpha, in: container,
        debugDescription: "The parameter \(alpha) is not in [0, 2]")
    }
    self.init(alpha: alpha)
  }

  /// The logit.
  public static let logit = AccuracyTransform(alpha: 1)

  /// The transformation of the complement, t₂₋α.
  ///
  /// Its value at 1 − *p* is the negative of that at *p*.
  public var complement: AccuracyTransform {
    AccuracyTransform(alpha: 2 - alpha)
  }

  /// The transformed proportion.
  ///
  /// Edge cases: the limits at zero and one, and NaN outside [0, 1].
  public func value(_ proportion: Double) -> Double {
    guard proportion >= 0, proportion <= 1 else { return .nan }
    // A weight of zero would meet an infinite logarithm.
    let below = alpha == 0 ? 0 : alpha * .log(proportion)
    let above = alpha == 2 ? 0 : (2 - alpha) * .log(onePlus: -proportion)
    return below - above
  }

  /// The derivative of the transformation, α/p + (2 − α)/(1 − p).
  public func derivative(_ proportion: Double) -> Double {
    let below = alpha == 0 ? 0 : alpha / proportion
    let above = alpha == 2 ? 0 : (2 - alpha) / (1 - proportion)
    return below + above
  }

  /// The proportion that has a transformed value.
  ///
  /// Edge cases: a value outside of the image gives NaN.
  public func inverse(_ value: Double) -> Double {
    if alpha == 0 { return value >= 0 ? -.expMinusOne(-value / 2) : .nan }
    if alpha == 2 { return value <= 0 ? .exp(value / 2) : .nan }
    return expit(logit(ofValue: value))
  }

  /// The variance of a transformed binomial proportion, by the delta method.
  ///
  /// It is t′(p)² p (1 − p) / n, which for the logit is the sum of the
  /// inverses of the two counts.
  public func variance(_ proportion: BinomialProportion) -> Double {
    observation(
      successes: proportion.successes,
      failures: proportion.trials - proportion.successes
    ).variance
  }
}
