internal import DxSpecialFunctions
internal import RealModule

/// The Poisson distribution, of a count of rare events.
///
/// The probability of a count k, with mean μ, is
/// ```
/// μᵏ e^(−μ) / k!
/// ```
///
/// Accuracy: see <doc:GammaFamily>; quantiles are exact but for probabilities
/// within some 1e−14, relatively, of those between two of them.
public struct PoissonDistribution: Sendable, Hashable {
  /// The mean μ, positive.
  public let mean: Double

  /// Creates a Poisson distribution.
  ///
  /// - Throws: ``ParameterError`` unless the mean is positive and finite.
  public init(mean: Double) throws(ParameterError) {
    try requireFinitePositive(mean, "mean")
    self.mean = mean
  }
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension PoissonDistribution: DiscreteDistribution {
  public var variance: Double { mean }

  /// The smaller of the two modes where the mean is whole.
  public var mode: Double { Swift.max(0, mean.rounded(.up) - 1) }

  public var support: ClosedRange<Double> { 0 ... .infinity }

  public func probability(of k: Double) -> Double {
    guard isCount(k) else { return k.isNaN ? k : 0 }
    if k == 0 { return .exp(-mean) }
    return GammaKernel(shape: k).powerOverFactorial(mean)
  }

  public func logProbability(of k: Double) -> Double {
    guard isCount(k) else { return k.isNaN ? k : -.infinity }
    if k == 0 { return -mean }
    return GammaKernel(shape: k).logPowerOverFactorial(mean)
  }

  public func cumulativeProbability(at x: Double) -> Double {
    guard x >= 0 && x < .infinity else { return x > 0 ? 1 : x.isNaN ? x : 0 }
    let k = x.rounded(.down)
    if k <= 15 && mean < 700 { return sumOfFirst(k) }
    return tail(at: k).upper
  }

  public func survivalProbability(at x: Double) -> Double {
    guard x >= 0 && x < .infinity else { return x > 0 ? 0 : x.isNaN ? x : 1 }
    return tail(at: x.rounded(.down)).lower
  }

  public func logCumulativeProbability(at x: Double) -> Double {
    guard x >= 0 && x < .infinity else {
      return x > 0 ? 0 : x.isNaN ? x : -.infinity
    }
    return x < 1 ? -mean : tail(at: x.rounded(.down)).logUpper
  }

  public func logSurvivalProbability(at x: Double) -> Double {
    guard x >= 0 && x < .infinity else {
      return x > 0 ? -.infinity : x.isNaN ? x : 0
    }
    return tail(at: x.rounded(.down)).logLower
  }

  public func quantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else {
      return p == 0 ? 0 : p == 1 ? .infinity : .nan
    }
    // From 1/2 on the complement is exact.
    return p <= 0.5
      ? smallestCount(p, isUpper: false) : smallestCount(1 - p, isUpper: true)
  }

  public func upperQuantile(_ q: Double) -> Double {
    guard q > 0 && q < 1 else {
      return q == 0 ? .infinity : q == 1 ? 0 : .nan
    }
    return q <= 0.5
      ? smallestCount(q, isUpper: true) : smallestCount(1 - q, isUpper: false)
  }
}

extension PoissonDistribution {
  private func isCount(_ k: Double) -> Bool {
    k >= 0 && k < .infinity && k.rounded(.down) == k
  }

  /// Both tails: a count is at most k where a gamma variable of shape k + 1 is
  /// above the mean.
  private func tail(at k: Double) -> ScaledTail {
    GammaKernel(shape: k + 1).tail(at: DoubleDouble(mean))
  }

  /// e^(−μ) (1 + μ (1 + μ/2 (1 + ⋯ μ/k))), all terms positive.
  private func sumOfFirst(_ k: Double) -> Double {
    var sum = 1.0
    var n = k
    while n > 0 {
      sum = 1 + mean / n * sum
      n -= 1
    }
    return Swift.min(1, .exp(-mean) * sum)
  }

  /// The smallest count whose lower tail is at least p, or whose upper one is
  /// at most p, for p up to 1/2.
  ///
  /// From the expansion of Cornish and Fisher, Newton's iteration for the
  /// logarithm of the tail comes within a count or two; then the tails are
  /// compared.
  private func smallestCount(_ p: Double, isUpper: Bool) -> Double {
    let z = isUpper ? -standardNormalQuantile(p) : standardNormalQuantile(p)
    let start = mean + z * mean.squareRoot() + (z * z - 1) / 6
    var k = Swift.max(0, start.rounded(.down))
    let target = Double.log(p)
    for _ in 0..<40 {
      let logTail =
        isUpper
        ? logSurvivalProbability(at: k) : logCumulativeProbability(at: k)
      // The difference quotient of the logarithm of the tail.
      let ratio = Double.exp(logProbability(of: k) - logTail)
      let slope = isUpper ? -Double.log(onePlus: ratio) : ratio
      let step = ((target - logTail) / slope).rounded()
      guard step.magnitude >= 2 && step.magnitude < .infinity else { break }
      let next = Swift.max(0, k + step)
      if next == k { break }
      k = next
    }
    // The neighbours of a huge count are further away than 1.
    let unit = Swift.max(1, k.ulp)
    while !isReached(k, p, isUpper: isUpper) { k += unit }
    while k > 0 && isReached(k - unit, p, isUpper: isUpper) { k -= unit }
    return k
  }

  private func isReached(_ k: Double, _ p: Double, isUpper: Bool) -> Bool {
    isUpper
      ? survivalProbability(at: k) <= p : cumulativeProbability(at: k) >= p
  }
}
