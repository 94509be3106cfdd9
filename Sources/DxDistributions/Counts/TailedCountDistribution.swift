internal import DxSpecialFunctions
internal import RealModule

/// A distribution of counts whose probabilities and tails are exponentials
/// times factors: the members that follow from those.
///
/// The ends of the support are certain, and one tail is held at each value
/// between them, so that nothing here is particular to a distribution.
internal protocol TailedCountDistribution: DiscreteDistribution {
  /// The probability of a value of the support.
  func mass(of k: Double) -> ScaledTail

  /// One tail at a whole k of the support but the greatest.
  func tail(at k: Double) -> ScaledTail

  /// A guess of the value where a tail has a probability in (0, 1/2].
  func quantileStart(_ p: Double, isUpper: Bool) -> Double

  /// The smallest k at which P(X ≤ k) has reached a probability in (0, 1/2],
  /// or P(X > k) has fallen to it.
  func quantile(ofTail p: Double, isUpper: Bool) -> Double
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension TailedCountDistribution {
  public func probability(of k: Double) -> Double {
    guard isPossible(k) else { return k.isNaN ? k : 0 }
    return mass(of: k).probability
  }

  public func logProbability(of k: Double) -> Double {
    guard isPossible(k) else { return k.isNaN ? k : -.infinity }
    return mass(of: k).logProbability
  }

  public func cumulativeProbability(at k: Double) -> Double {
    certainty(at: k) ?? tail(at: k.rounded(.down)).lower
  }

  public func survivalProbability(at k: Double) -> Double {
    if let below = certainty(at: k) { return 1 - below }
    return tail(at: k.rounded(.down)).upper
  }

  public func logCumulativeProbability(at k: Double) -> Double {
    if let below = certainty(at: k) { return .log(below) }
    return tail(at: k.rounded(.down)).logLower
  }

  public func logSurvivalProbability(at k: Double) -> Double {
    if let below = certainty(at: k) { return .log(1 - below) }
    return tail(at: k.rounded(.down)).logUpper
  }

  public func quantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else {
      return p == 0
        ? support.lowerBound : p == 1 ? support.upperBound : .nan
    }
    // From 1/2 on the complement is exact.
    return p <= 0.5
      ? quantile(ofTail: p, isUpper: false)
      : quantile(ofTail: 1 - p, isUpper: true)
  }

  public func upperQuantile(_ q: Double) -> Double {
    guard q > 0 && q < 1 else {
      return q == 0
        ? support.upperBound : q == 1 ? support.lowerBound : .nan
    }
    return q < 0.5
      ? quantile(ofTail: q, isUpper: true)
      : quantile(ofTail: 1 - q, isUpper: false)
  }
}

extension TailedCountDistribution {
  internal func quantile(ofTail p: Double, isUpper: Bool) -> Double {
    // A count without bound is a finite one none the less.
    let last = Swift.min(support.upperBound, .greatestFiniteMagnitude)
    return smallestCount(
      from: quantileStart(p, isUpper: isUpper), in: support.lowerBound...last
    ) {
      isUpper
        ? survivalProbability(at: $0) <= p
        : cumulativeProbability(at: $0) >= p
    }
  }

  /// Whether a value is a whole number of the support.
  internal func isPossible(_ k: Double) -> Bool {
    support.contains(k) && k.rounded(.down) == k && k < .infinity
  }

  /// P(X ≤ k) where it is 0, 1 or not a number.
  private func certainty(at k: Double) -> Double? {
    if k.isNaN { return k }
    let support = self.support
    if k < support.lowerBound { return 0 }
    return k >= support.upperBound ? 1 : nil
  }
}
