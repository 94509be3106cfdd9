internal import DxSpecialFunctions
internal import RealModule

/// The binomial distribution: the number of successes among independent
/// trials of one success probability.
///
/// Accuracy: not yet measured.
///
/// > C. Loader. "Fast and accurate computation of binomial probabilities."
/// > 2000.
public struct BinomialDistribution: Sendable, Hashable {
  /// The number of trials, a whole number from 0 on.
  public let trials: Double
  /// The probability of a success in each of them, in [0, 1].
  public let successProbability: Double

  /// Creates a binomial distribution.
  ///
  /// - Throws: ``ParameterError`` unless the number of trials is a whole
  ///   number from 0 on and the probability is in [0, 1].
  public init(
    trials: Double, successProbability: Double
  ) throws(ParameterError) {
    try requireCount(trials, "trials")
    try requireProbability(successProbability, "successProbability")
    self.trials = trials
    self.successProbability = successProbability
  }
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension BinomialDistribution: DiscreteDistribution {
  public var mean: Double { trials * successProbability }

  public var variance: Double {
    trials * successProbability * (1 - successProbability)
  }

  public var mode: Double {
    let bound = support
    // The smallest k with (k + 1) q ≥ (n − k) p, that is k ≥ (n + 1) p − 1.
    let start = ((trials + 1) * successProbability).rounded(.down)
    var k = Swift.min(Swift.max(start, bound.lowerBound), bound.upperBound)
    while k > bound.lowerBound && ratio(from: k - 1) <= 1 { k -= 1 }
    while k < bound.upperBound && ratio(from: k) > 1 { k += 1 }
    return k
  }

  public var support: ClosedRange<Double> {
    if successProbability == 0 { return 0...0 }
    return successProbability == 1 ? trials...trials : 0...trials
  }

  public func probability(of k: Double) -> Double {
    logProbabilityPair(of: k).exponential()
  }

  public func logProbability(of k: Double) -> Double {
    logProbabilityPair(of: k).high
  }

  public func cumulativeProbability(at k: Double) -> Double {
    if let end = certainty(at: k) { return end }
    return tail(at: k.rounded(.down)).upper
  }

  public func survivalProbability(at k: Double) -> Double {
    if let end = certainty(at: k) { return 1 - end }
    return tail(at: k.rounded(.down)).lower
  }

  public func logCumulativeProbability(at k: Double) -> Double {
    if let end = certainty(at: k) { return end == 0 ? -.infinity : .log(end) }
    return logarithm(of: tail(at: k.rounded(.down)), upper: true)
  }

  public func logSurvivalProbability(at k: Double) -> Double {
    if let end = certainty(at: k) {
      return end == 1 ? -.infinity : .log(1 - end)
    }
    return logarithm(of: tail(at: k.rounded(.down)), upper: false)
  }

  public func quantile(_ p: Double) -> Double {
    guard p >= 0 && p <= 1 else { return .nan }
    if p == 0 { return support.lowerBound }
    if p == 1 { return support.upperBound }
    // From 1/2 on the complement is exact.
    return p > 0.5
      ? search { survivalProbability(at: $0) <= 1 - p }
      : search { cumulativeProbability(at: $0) >= p }
  }

  public func upperQuantile(_ q: Double) -> Double {
    guard q >= 0 && q <= 1 else { return .nan }
    if q == 0 { return support.upperBound }
    if q == 1 { return support.lowerBound }
    return q > 0.5
      ? search { cumulativeProbability(at: $0) >= 1 - q }
      : search { survivalProbability(at: $0) <= q }
  }
}

extension BinomialDistribution {
  /// The smallest value of the support that satisfies a condition which all
  /// greater ones satisfy.
  private func search(_ condition: (Double) -> Bool) -> Double {
    var low = support.lowerBound
    var high = support.upperBound
    while low < high {
      let middle = (low + 0.5 * (high - low)).rounded(.down)
      if condition(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// P(X ≤ k) where it is 0, 1 or not a number.
  private func certainty(at k: Double) -> Double? {
    if k.isNaN { return k }
    if k < support.lowerBound { return 0 }
    return k >= support.upperBound ? 1 : nil
  }

  /// The tails of the beta distribution of which the lower one is P(X > k).
  private func tail(at k: Double) -> ScaledTail {
    BetaKernel(k + 1, trials - k).tail(at: UnitPoint(successProbability))
  }

  private func logarithm(of tail: ScaledTail, upper: Bool) -> Double {
    tail.isUpper == upper
      ? (tail.logDensity + .log(tail.factor)).high
      : .log(onePlus: -tail.probability)
  }

  /// P(X = k + 1) / P(X = k).
  private func ratio(from k: Double) -> Double {
    let odds = successProbability / (1 - successProbability)
    return (trials - k) / (k + 1) * odds
  }

  private func logProbabilityPair(of k: Double) -> DoubleDouble {
    if k.isNaN { return DoubleDouble(k) }
    guard support.contains(k) && k.rounded(.down) == k else {
      return DoubleDouble(-.infinity)
    }
    let p = DoubleDouble(successProbability)
    let q = DoubleDouble(sum: 1, -successProbability)
    if k == 0 { return trials == 0 ? p * 0 : q.logarithm() * trials }
    if k == trials { return p.logarithm() * trials }
    let coefficient =
      DoubleDouble.logGamma(DoubleDouble(sum: trials, 1))
      - .logGamma(DoubleDouble(sum: k, 1))
      - .logGamma(DoubleDouble(sum: trials - k, 1))
    return coefficient + p.logarithm() * k + q.logarithm() * (trials - k)
  }
}
