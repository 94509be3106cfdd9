internal import DxSpecialFunctions
internal import RealModule

/// The binomial distribution: the number of successes among independent
/// trials of one success probability.
///
/// Accuracy, over 2,400 random points with up to 1e9 trials (maximum and 90th
/// percentile): probabilities 1.6 and 0.6 ulp, their logarithms 1 and 0.5 ulp,
/// tails 4 and 1 ulp, logarithms of tails 5.4 and 1.2 ulp; quantiles are exact
/// but for ties within 1e−11 of the probability.
///
/// - Complexity: O(1) for all but a search: a quantile takes one or two tails
///   as a rule, and O(log *n*) at worst.
///
/// See <doc:BinomialFamily> for how it is computed.
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
extension BinomialDistribution: DiscreteDistribution,
  TailedCountDistribution
{
  public var mean: Double { trials * successProbability }

  public var variance: Double {
    trials * successProbability * (1 - successProbability)
  }

  public var mode: Double {
    // The smallest k with (k + 1) q ≥ (n − k) p, that is k ≥ (n + 1) p − 1.
    let bound = DoubleDouble(product: trials + 1, successProbability) - 1
    let whole = bound.high.rounded(.up)
    let k = whole == bound.high && bound.low > 0 ? whole + 1 : whole
    return Swift.max(support.lowerBound, Swift.min(k, support.upperBound))
  }

  public var support: ClosedRange<Double> {
    if successProbability == 0 { return 0...0 }
    return successProbability == 1 ? trials...trials : 0...trials
  }
}

extension BinomialDistribution {
  /// The probability of a value of the support, as an exponential times a
  /// factor.
  internal func mass(of k: Double) -> ScaledTail {
    let n = trials
    let m = n - k
    if k == 0 || m == 0 {
      let isCertain = n == 0 || successProbability == (k == 0 ? 0 : 1)
      let log =
        isCertain
        ? DoubleDouble(0) : k == 0 ? logFailure : .log(successProbability)
      return ScaledTail(logDensity: log * n, factor: 1, isUpper: false)
    }
    if n <= 170 { return smallMass(of: k) }
    // Loader's form, with small numbers of some 104 bits: the rest in one
    // double has an absolute error below 1e−16.
    let deviance =
      DoubleDouble.deviance(
        k, from: DoubleDouble(product: n, successProbability))
      + .deviance(m, from: DoubleDouble(sum: 1, -successProbability) * n)
    let correction = (stirlingError(n) - stirlingError(k)) - stirlingError(m)
    return ScaledTail(
      logDensity: -deviance - .logRootTwoPi + correction,
      factor: (n / (k * m)).squareRoot(), isUpper: false)
  }

  /// The same with the coefficient from a table of factorials.
  private func smallMass(of k: Double) -> ScaledTail {
    let m = trials - k
    let coefficient = factorialTable.withUnsafeBufferPointer { table in
      let (i, j, n) = (2 * Int(k), 2 * Int(m), 2 * Int(trials))
      precondition(i >= 0 && j >= 0 && n < table.count)
      return DoubleDouble(high: table[n], low: table[n + 1])
        / (DoubleDouble(high: table[i], low: table[i + 1])
          * DoubleDouble(high: table[j], low: table[j + 1]))
    }
    var exponent = DoubleDouble.log(successProbability) * k + logFailure * m
    exponent.low += coefficient.low / coefficient.high
    return ScaledTail(
      logDensity: exponent, factor: coefficient.high, isUpper: false)
  }

  /// log(1 − p).
  private var logFailure: DoubleDouble {
    DoubleDouble.logOnePlus(DoubleDouble(-successProbability))
  }

  /// The smaller tail at a whole k, 0 ≤ k < n, with 0 < p < 1.
  internal func tail(at k: Double) -> ScaledTail { tails(at: k).tail }

  /// The smaller tail at a whole k, and the factor of the same tail at k − 1
  /// where it comes at no cost.
  private func tails(
    at k: Double
  ) -> (tail: ScaledTail, previousFactor: Double?) {
    let excess = k + 2.0 / 3 - mean
    let isUpper = excess > 0
    let distance = excess.magnitude
    // The terms beyond z standard deviations are below e^(−z²/2).
    let spread = variance
    let length = (distance * distance + 76 * spread).squareRoot() - distance
    let count = isUpper ? trials - k : k + 1
    guard Swift.min(length, count) < 120 && trials < 1e60 else {
      var tail = BetaKernel(k + 1, trials - k)
        .tail(at: UnitPoint(successProbability))
      // The lower tail of the beta variable is P(X > k).
      tail.isUpper.toggle()
      return (tail, nil)
    }
    let first = isUpper ? k + 1 : k
    var tail = mass(of: first)
    let mass = tail.factor
    let rest = mass * sumBeyond(first, isUpper: isUpper)
    tail.isUpper = isUpper
    tail.factor = mass + rest
    guard isUpper else { return (tail, rest) }
    let odds = (1 - successProbability) / successProbability
    guard odds < 1e100 else { return (tail, nil) }
    return (tail, tail.factor + mass * ((k + 1) * odds / (trials - k)))
  }

  /// The sum of the probabilities beyond a value outwards, over that of the
  /// value.
  ///
  /// Four terms at a time are taken from the one before them, so that few
  /// roundings add up: the products of counts are exact for some thousand
  /// trials. What the rounding of the odds would add from one four to the
  /// next is summed beside them.
  private func sumBeyond(_ k: Double, isUpper: Bool) -> Double {
    var upper = isUpper ? trials - k : k
    guard upper > 0 else { return 0 }
    var lower = (isUpper ? k : trials - k) + 1
    let p = DoubleDouble(successProbability)
    let q = DoubleDouble(sum: 1, -successProbability)
    let odds = isUpper ? p / q : q / p
    let odds2 = odds * odds
    let odds3 = (odds2 * odds).high
    let odds4 = odds2 * odds2
    var term = 1.0
    var sum = 0.0
    var weighted = 0.0
    var index = 0.0
    repeat {
      let (n2, d2) = (upper * (upper - 1), lower * (lower + 1))
      let (n3, d3) = (n2 * (upper - 2), d2 * (lower + 2))
      let (n4, d4) = (n3 * (upper - 3), d3 * (lower + 3))
      let last = n4 * odds4.high / d4
      let part =
        upper * odds.high / lower + n2 * odds2.high / d2
        + (n3 * odds3 / d3 + last)
      sum += term * part
      weighted += index * (term * part)
      term *= last
      index += 1
      upper -= 4
      lower += 4
    } while term > sum * 0x1p-55 && upper > 0
    // Powers of tiny odds may underflow, when no term but the first counts.
    return index > 1 ? sum + weighted * (odds4.low / odds4.high) : sum
  }
}

extension BinomialDistribution {
  /// The smallest k at which P(X ≤ k) has reached a probability in (0, 1/2],
  /// or P(X > k) has fallen to it.
  internal func quantile(ofTail p: Double, isUpper: Bool) -> Double {
    let bounds = support
    guard bounds.lowerBound < bounds.upperBound else {
      return bounds.lowerBound
    }
    // The condition fails at `low` and holds at `high`.
    var low = bounds.lowerBound - 1
    var high = bounds.upperBound
    var point = Swift.max(
      low + 1, Swift.min(quantileStart(p, isUpper: isUpper), high - 1))
    var stride = 1.0
    var isFirst = true
    var startHolds = false
    while high - low > 1 {
      let sides = reach(at: point, p, isUpper: isUpper)
      if sides.holds { high = point } else { low = point }
      if sides.holdsBelow { high = Swift.min(high, point - 1) }
      if !sides.holdsBelow { low = Swift.max(low, point - 1) }
      // Away from the start by doubled strides, then by halves.
      if isFirst { startHolds = sides.holds }
      isFirst = false
      stride = sides.holds == startHolds ? 2 * stride : .infinity
      let next = startHolds ? high - 0.5 * stride : low + 0.5 * stride
      point =
        next > low && next < high
        ? next : (low + 0.5 * (high - low)).rounded(.down)
    }
    // A zero is a positive one.
    return high + 0
  }

  /// Whether the tail has passed a probability at k, and at k − 1.
  private func reach(
    at k: Double, _ p: Double, isUpper: Bool
  ) -> (holds: Bool, holdsBelow: Bool) {
    func holds(_ tail: ScaledTail) -> Bool {
      isUpper ? tail.upper <= p : tail.lower >= p
    }
    let (tail, previousFactor) = tails(at: k)
    var previous = tail
    if let previousFactor {
      previous.factor = previousFactor
    } else if k > 0 {
      previous = self.tail(at: k - 1)
    }
    return (holds(tail), k > 0 && holds(previous))
  }

  /// The expansion of Cornish and Fisher to the second order.
  internal func quantileStart(_ p: Double, isUpper: Bool) -> Double {
    let z = isUpper ? -standardNormalQuantile(p) : standardNormalQuantile(p)
    let q = 1 - successProbability
    let deviation = (trials * successProbability * q).squareRoot()
    let skew = (q - successProbability) * (z * z - 1) / 6
    let x = mean + deviation * z + skew - 0.5
    return x.rounded(.up)
  }
}
