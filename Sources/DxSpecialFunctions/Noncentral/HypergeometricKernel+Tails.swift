internal import RealModule

extension HypergeometricKernel {
  /// The probability of a value, 0 unless it is one of the support.
  package func probability(of k: Double) -> Double {
    guard isValue(k) else { return k.isNaN ? k : 0 }
    return scaledProbability(of: k).probability
  }

  /// The logarithm of the probability of a value.
  ///
  /// Next to certainty it is that of what the other values leave.
  package func logProbability(of k: Double) -> Double {
    guard isValue(k) else { return k.isNaN ? k : -.infinity }
    let value = scaledProbability(of: k)
    guard value.logDensity.high > -3 && value.probability > 0.5 else {
      return value.logProbability
    }
    let below = k > lower ? tail(at: k - 1, upper: false).tail.probability : 0
    let above = k < upper ? tail(at: k, upper: true).tail.probability : 0
    return .log(onePlus: -(below + above))
  }

  /// The probability of a value at most x.
  package func cumulativeProbability(at x: Double) -> Double {
    tailProbability(at: x, upper: false)
  }

  /// The probability of a value above x.
  package func survivalProbability(at x: Double) -> Double {
    tailProbability(at: x, upper: true)
  }

  /// The logarithm of the probability of a value at most x.
  package func logCumulativeProbability(at x: Double) -> Double {
    logTailProbability(at: x, upper: false)
  }

  /// The logarithm of the probability of a value above x.
  package func logSurvivalProbability(at x: Double) -> Double {
    logTailProbability(at: x, upper: true)
  }

  private func isValue(_ k: Double) -> Bool {
    k >= lower && k <= upper && k.rounded(.down) == k
  }

  private func tailProbability(at x: Double, upper isUpper: Bool) -> Double {
    guard x >= lower && x < upper else { return certainty(x, isUpper) }
    let k = x.rounded(.down)
    // The middle is where neither sum is long; the choice of the tail is
    // revised where it was not the smaller one.
    let computed = tail(at: k, upper: k + 0.5 >= center).tail
    let probability = computed.probability
    if computed.isUpper == isUpper { return probability }
    if probability <= 0.6 { return 1 - probability }
    return tail(at: k, upper: isUpper).tail.probability
  }

  private func logTailProbability(
    at x: Double, upper isUpper: Bool
  ) -> Double {
    guard x >= lower && x < upper else { return .log(certainty(x, isUpper)) }
    let k = x.rounded(.down)
    if (k + 0.5 >= center) == isUpper {
      let computed = tail(at: k, upper: isUpper).tail
      if computed.logDensity.high < -3 || computed.probability <= 0.5 {
        return computed.logProbability
      }
    }
    return .log(onePlus: -tailProbability(at: k, upper: !isUpper))
  }

  /// The tail where it is certain or impossible; NaN for NaN.
  private func certainty(_ x: Double, _ isUpper: Bool) -> Double {
    x.isNaN ? x : (x < lower) == isUpper ? 1 : 0
  }
}

extension HypergeometricKernel {
  /// The mean and the variance, by sums centred at the mode.
  ///
  /// > J. G. Liao and O. Rosen. "Fast and stable algorithms for computing and
  /// > sampling from the noncentral hypergeometric distribution." *The
  /// > American Statistician* 55 (2001), 366–369. doi:10.1198/000313001753272547
  package func moments() -> (mean: Double, variance: Double) {
    let above = walk(from: mode, upwards: true).moments()
    let below = walk(from: mode, upwards: false).moments()
    let sum = above.0 + below.0 - 1
    let shift = (above.1 - below.1) / sum
    let square = (above.2 + below.2) / sum
    return ((shift + mode).high, (square - shift * shift).high)
  }
}
