internal import DxSpecialFunctions
internal import RealModule

/// The beta-binomial distribution: the number of successes among trials whose
/// common success probability has a beta distribution.
///
/// Tails are sums of probabilities by the ratio of neighbours, all of them
/// positive, from the nearer end of the support.
///
/// - Complexity: O(*n*) for a tail among *n* trials, and O(*n* log *n*) for a
///   quantile; where both shapes are at least one, the standard deviation
///   takes the place of *n* for tails. All else is O(1).
public struct BetaBinomialDistribution: Sendable, Hashable {
  /// The number of trials, a whole number from 0 on.
  public let trials: Double
  /// The first shape of the success probability, positive.
  public let alpha: Double
  /// The second shape of the success probability, positive.
  public let beta: Double
  /// log B(α, β) + log(n + 1).
  private let logConstant: DoubleDouble

  /// Creates a beta-binomial distribution.
  ///
  /// - Throws: ``ParameterError`` unless the number of trials is a whole
  ///   number from 0 on and both shapes are positive and finite.
  public init(
    trials: Double, alpha: Double, beta: Double
  ) throws(ParameterError) {
    try requireCount(trials, "trials")
    try requirePositive(alpha, "alpha")
    try requireFinite(alpha, "alpha")
    try requirePositive(beta, "beta")
    try requireFinite(beta, "beta")
    self.trials = trials
    self.alpha = alpha
    self.beta = beta
    logConstant =
      BetaKernel(alpha, beta).logBeta + DoubleDouble.log(trials + 1)
  }
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension BetaBinomialDistribution: DiscreteDistribution {
  public var mean: Double { trials * (alpha / (alpha + beta)) }

  public var variance: Double {
    let sum = alpha + beta
    return mean * (beta / sum) * ((sum + trials) / (sum + 1))
  }

  public var mode: Double {
    // P(X = j + 1) − P(X = j) has the sign of
    // n (α − 1) + 1 − β − j (α + β − 2).
    let slope = alpha + beta - 2
    guard slope > 0 else { return alpha > beta ? trials : 0 }
    let bound = (trials * (alpha - 1) + 1 - beta) / slope
    return Swift.max(0, Swift.min(bound.rounded(.up), trials))
  }

  public var support: ClosedRange<Double> { 0...trials }

  public func probability(of k: Double) -> Double {
    guard isPossible(k) else { return k.isNaN ? k : 0 }
    return logMass(of: k).exponential()
  }

  public func logProbability(of k: Double) -> Double {
    guard isPossible(k) else { return k.isNaN ? k : -.infinity }
    return logMass(of: k).high
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
    guard p > 0 && p < 1 else { return p == 0 ? 0 : p == 1 ? trials : .nan }
    // From 1/2 on the complement is exact.
    return p <= 0.5
      ? quantile(ofTail: p, isUpper: false)
      : quantile(ofTail: 1 - p, isUpper: true)
  }

  public func upperQuantile(_ q: Double) -> Double {
    guard q > 0 && q < 1 else { return q == 1 ? 0 : q == 0 ? trials : .nan }
    return q < 0.5
      ? quantile(ofTail: q, isUpper: true)
      : quantile(ofTail: 1 - q, isUpper: false)
  }
}

extension BetaBinomialDistribution {
  private func isPossible(_ k: Double) -> Bool {
    support.contains(k) && k.rounded(.down) == k
  }

  private func certainty(at k: Double) -> Double? {
    if k.isNaN { return k }
    if k < 0 { return 0 }
    return k >= trials ? 1 : nil
  }

  /// log P(X = k), with C(n, k) = 1 / ((n + 1) B(k + 1, n − k + 1)).
  private func logMass(of k: Double) -> DoubleDouble {
    let m = trials - k
    return BetaKernel(k + alpha, m + beta).logBeta
      - BetaKernel(k + 1, m + 1).logBeta - logConstant
  }

  /// The tail at a whole k, 0 ≤ k < n, that is at most about 1/2.
  private func tail(at k: Double) -> ScaledTail {
    let isUpper = k + 0.5 > mean
    let tail = self.tail(at: k, isUpper: isUpper)
    return tail.probability > 0.6
      ? self.tail(at: k, isUpper: !isUpper) : tail
  }

  /// One tail, as the probability nearest to k times a sum.
  ///
  /// The rounding errors of the ratios would grow with the distance from k,
  /// so that the sum starts anew with an exact ratio every 64 terms.
  private func tail(at k: Double, isUpper: Bool) -> ScaledTail {
    let first = isUpper ? k + 1 : k
    let logFirst = logMass(of: first)
    var sum = 0.0
    var compensation = 0.0
    var block = first
    var isDone = false
    while !isDone && block >= 0 && block <= trials {
      let start = (logMass(of: block) - logFirst).exponential()
      let part = blockSum(from: block, isUpper: isUpper)
      let value = DoubleDouble(sum: sum, start * part.sum)
      sum = value.high
      compensation += value.low
      // The ratio of neighbours falls outwards for shapes from one on.
      isDone =
        Swift.min(alpha, beta) >= 1 && part.last * start < sum * 0x1p-58
      block += isUpper ? 64 : -64
    }
    return ScaledTail(
      logDensity: logFirst, factor: sum + compensation, isUpper: isUpper)
  }

  /// The sum of up to 64 probabilities outwards, and the last of them, over
  /// the first.
  private func blockSum(
    from start: Double, isUpper: Bool
  ) -> (sum: Double, last: Double) {
    let n = trials
    let count = Swift.min(64, isUpper ? n - start + 1 : start + 1)
    var term = 1.0
    var sum = 1.0
    for index in 1..<Swift.max(1, Int(count)) {
      // j is the lower of the two neighbours.
      let j = isUpper ? start + Double(index) - 1 : start - Double(index)
      let up = (n - j) * (j + alpha)
      let down = (j + 1) * (n - j - 1 + beta)
      term *= isUpper ? up / down : down / up
      sum += term
    }
    return (sum, term)
  }

  private func quantile(ofTail p: Double, isUpper: Bool) -> Double {
    let z = isUpper ? -standardNormalQuantile(p) : standardNormalQuantile(p)
    return smallestCount(
      from: mean + variance.squareRoot() * z, in: support
    ) {
      isUpper
        ? survivalProbability(at: $0) <= p
        : cumulativeProbability(at: $0) >= p
    }
  }
}
