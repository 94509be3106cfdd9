internal import RealModule

/// The weights C(s, k) C(N − s, n − k) ωᵏ of the hypergeometric distribution
/// and of Fisher's noncentral one: what their probabilities, tails and
/// quantiles have in common, computed once.
///
/// A probability is one exponential of a double-double exponent, in which the
/// three binomial coefficients are divided by those of the expected table, so
/// that what is left are deviances, all positive, and Stirling errors.
///
/// > C. Loader. "Fast and accurate computation of binomial probabilities."
/// > 2000, for the binomial distribution.
package struct HypergeometricKernel: Hashable, Sendable {
  /// The margins of the table: the total, a row and a column of it.
  internal let total, successes, draws: Double
  /// The odds ratio.
  internal let odds: Double
  internal let logOdds: DoubleDouble
  /// The ends of the support.
  package let lower, upper: Double
  /// The smallest of the most probable values.
  package private(set) var mode: Double
  /// Close to the mean and the median.
  internal let center: Double
  /// log of the weights' sum in two parts, an exponent and a factor.
  internal var normalizer = ScaledWeight(
    exponent: DoubleDouble(0), factor: DoubleDouble(1))

  /// Creates the kernel of whole margins, of which two are at most the first,
  /// and of an odds ratio from 0 on.
  package init(
    total: Double, successes: Double, draws: Double, odds: Double = 1
  ) {
    self.total = total
    self.successes = successes
    self.draws = draws
    let lower = Swift.max(0, draws - (total - successes))
    self.lower = lower
    if odds == 0 {
      // All probability is at the lower end.
      (upper, self.odds, center, mode) = (lower, 1, lower, lower)
      logOdds = DoubleDouble(0)
      normalizer = logWeight(lower)
      return
    }
    self.odds = odds
    upper = Swift.min(successes, draws)
    logOdds = odds == 1 ? DoubleDouble(0) : .log(odds)
    center = Self.approximateMean(total, successes, draws, odds)
    mode = Swift.max(lower, Swift.min(upper, center.rounded(.down)))
    mode = exactMode(near: mode)
    if odds != 1 {
      normalizer = logWeight(mode)
      let above = walk(from: mode, upwards: true).sum()
      let below = walk(from: mode, upwards: false).sum()
      normalizer.factor = normalizer.factor * (above + below - 1)
    }
  }

  /// The root of μ (N − s − n + μ) = ω (s − μ) (n − μ), the mean of a table
  /// with that odds ratio.
  private static func approximateMean(
    _ total: Double, _ successes: Double, _ draws: Double, _ odds: Double
  ) -> Double {
    // The quadratic equation divided by 1 + ω, which may be huge.
    let q = 1 / (1 + odds)
    let p = odds < 1 ? odds / (1 + odds) : 1 / (1 + 1 / odds)
    let square = q - p
    let linear =
      q * (total - successes - draws) + p * (successes + draws)
    let constant = p * successes * draws
    let root = Swift.max(0, linear * linear + 4 * square * constant)
      .squareRoot()
    if linear > 0 { return 2 * constant / (linear + root) }
    return square == 0 ? 0 : (root - linear) / (2 * square)
  }

  /// Climbs to the mode from a value at most a few below or above.
  private func exactMode(near start: Double) -> Double {
    var k = start
    while k < upper && isRising(after: k) { k += 1 }
    while k > lower && !isRising(after: k - 1) { k -= 1 }
    return k
  }

  /// Whether k + 1 is more probable than k, decided with all digits.
  private func isRising(after k: Double) -> Bool {
    let depleting = DoubleDouble(product: successes - k, draws - k) * odds
    let growing = DoubleDouble(
      product: k + 1, total - successes - draws + k + 1)
    return (depleting - growing).high > 0
  }

  /// The sum over the values from `k` outwards.
  internal func walk(from k: Double, upwards: Bool) -> HypergeometricWalk {
    let (inner, outer) = (k, total - successes - draws + k)
    let (s, n) = (successes - k, draws - k)
    let factor =
      upwards ? DoubleDouble(odds) : DoubleDouble(1) / DoubleDouble(odds)
    return HypergeometricWalk(
      depleting: upwards ? (s, n) : (inner, outer),
      growing: upwards ? (inner, outer) : (s, n),
      factor: odds == 1 ? nil : factor, limit: upwards ? upper - k : k - lower,
      isExact: total < 0x1p27)
  }
}

/// A positive number, exp(exponent) · factor.
internal struct ScaledWeight: Hashable, Sendable {
  var exponent: DoubleDouble
  var factor: DoubleDouble
}

extension HypergeometricKernel {
  /// The probability of k under central sampling times ω to the k − mode.
  ///
  /// The table's cells, margins and total c enter as c! = g (c/e)ᶜ with
  /// g = √(2πc) exp δ(c), and g = 1 for an empty one.
  internal func logWeight(_ k: Double) -> ScaledWeight {
    let failures = total - successes
    let rest = total - draws
    let cells = (k, successes - k, draws - k, failures - draws + k)
    let n = total
    let deviances =
      (.deviance(cells.0, from: share(successes, draws))
      + .deviance(cells.1, from: share(successes, rest)))
      + (.deviance(cells.2, from: share(failures, draws))
        + .deviance(cells.3, from: share(failures, rest)))
      as DoubleDouble
    var stirling = 0.0
    var (numerator, denominator) = (DoubleDouble(1), DoubleDouble(1))
    var circles = 0
    for margin in [successes, failures, draws, rest] where margin > 0 {
      stirling += stirlingError(margin)
      numerator = numerator * margin
      circles += 1
    }
    for cell in [cells.0, cells.1, cells.2, cells.3, n] where cell > 0 {
      stirling -= stirlingError(cell)
      denominator = denominator * cell
      circles -= 1
    }
    while circles < 0 {
      denominator = denominator * DoubleDouble.twoPi
      circles += 1
    }
    while circles > 0 {
      numerator = numerator * DoubleDouble.twoPi
      circles -= 1
    }
    var exponent = -deviances + stirling
    if odds != 1 { exponent = exponent + logOdds * (k - mode) }
    return ScaledWeight(
      exponent: exponent, factor: (numerator / denominator).squareRoot())
  }

  /// The expected count of a cell.
  private func share(_ row: Double, _ column: Double) -> DoubleDouble {
    DoubleDouble(product: row, column) / Swift.max(1, total)
  }

  /// The probability of a value of the support, times a number.
  private func scaled(
    _ k: Double, by sum: DoubleDouble, isUpper: Bool
  ) -> ScaledTail {
    let weight = logWeight(k)
    let factor = weight.factor * sum / normalizer.factor
    return ScaledTail(
      logDensity: weight.exponent - normalizer.exponent
        + factor.low / factor.high,
      factor: factor.high, isUpper: isUpper)
  }

  /// The probability of a value of the support.
  internal func scaledProbability(of k: Double) -> ScaledTail {
    scaled(k, by: DoubleDouble(1), isUpper: false)
  }

  /// The probability of values up to k, or of those above it, and that over
  /// the probability of the outermost of these values next to k; for a k from
  /// the lower end of the support to below the upper one.
  internal func tail(
    at k: Double, upper isUpper: Bool
  ) -> (tail: ScaledTail, sum: Double) {
    let start = isUpper ? k + 1 : k
    let sum = walk(from: start, upwards: isUpper).sum()
    return (scaled(start, by: sum, isUpper: isUpper), sum.high)
  }
}
