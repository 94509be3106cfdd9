internal import RealModule

/// A probability distribution on the real line: what continuous and discrete
/// ones, and mixtures of both, have in common.
///
/// Both tails are first-class: `survivalProbability(at:)` and
/// `upperQuantile(_:)` keep their relative accuracy where the probability is
/// small, which `1 - cumulativeProbability(at:)` would not, and the logarithms
/// of both go on where the probabilities themselves underflow.
///
/// Values are doubles for discrete distributions too, where they are whole
/// numbers: a quantile may be +∞, an argument may be NaN, and a count may be
/// beyond the largest integer.
///
/// Edge cases, the same for every distribution:
///
/// - An argument that is NaN, or a probability outside [0, 1], gives NaN.
/// - Outside the support the probabilities are 0 or 1.
/// - The quantiles of 0 and 1 are the ends of the support.
///
/// Parameters are checked once, by the initializer, which throws a
/// ``ParameterError``; no other member throws.
public protocol UnivariateDistribution: Sendable, Hashable {
  /// The smallest closed interval outside of which there is no probability.
  var support: ClosedRange<Double> { get }

  /// The expected value; NaN where there is none.
  var mean: Double { get }

  /// The variance; +∞ where it diverges, and NaN where there is no mean.
  var variance: Double { get }

  /// The most probable value, or that of the greatest density.
  ///
  /// Of several it is the smallest one.
  var mode: Double { get }

  /// The probability of a value at most `x`.
  func cumulativeProbability(at x: Double) -> Double

  /// The probability of a value above `x`.
  func survivalProbability(at x: Double) -> Double

  /// The natural logarithm of the probability of a value at most `x`, finite
  /// also where the probability itself underflows.
  func logCumulativeProbability(at x: Double) -> Double

  /// The natural logarithm of the probability of a value above `x`, finite
  /// also where the probability itself underflows.
  func logSurvivalProbability(at x: Double) -> Double

  /// The smallest value x for which a value at most x has a probability of at
  /// least `p`.
  func quantile(_ p: Double) -> Double

  /// The smallest value x for which a value above x has a probability of at
  /// most `q`.
  func upperQuantile(_ q: Double) -> Double

  /// A random value.
  ///
  /// The same generator in the same state gives the same value; how many
  /// numbers it is asked for is the distribution's business.
  func sample<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double

  /// As many random values as given: those that as many calls of
  /// `sample(using:)` would give, with what they have in common worked out
  /// once.
  ///
  /// - Precondition: `count` is not negative.
  /// - Complexity: One array of `count` values.
  func samples<Generator: RandomNumberGenerator>(
    _ count: Int, using generator: inout Generator
  ) -> [Double]
}

extension UnivariateDistribution {
  /// The square root of the variance.
  public var standardDeviation: Double { variance.squareRoot() }

  /// The median.
  public var median: Double { quantile(0.5) }

  /// The interval that leaves out the same probability on either side.
  ///
  /// - Parameter coverage: The probability inside, such as 0.95.
  /// - Precondition: `coverage` is in [0, 1].
  public func centralInterval(coverage: Double) -> ClosedRange<Double> {
    precondition(
      coverage >= 0 && coverage <= 1,
      "Coverage \(coverage) is not a probability")
    let tail = 0.5 * (1 - coverage)
    let lower = quantile(tail)
    return lower...Swift.max(lower, upperQuantile(tail))
  }

  /// The logarithm of the smaller tail, or of what the other one leaves.
  public func logCumulativeProbability(at x: Double) -> Double {
    let lower = cumulativeProbability(at: x)
    return lower > 0.5
      ? .log(onePlus: -survivalProbability(at: x)) : .log(lower)
  }

  /// The logarithm of the smaller tail, or of what the other one leaves.
  public func logSurvivalProbability(at x: Double) -> Double {
    let upper = survivalProbability(at: x)
    return upper > 0.5
      ? .log(onePlus: -cumulativeProbability(at: x)) : .log(upper)
  }

  /// A random value by inversion: the quantile of a uniform number, taken from
  /// the nearer tail.
  ///
  /// The law is exact up to the 2⁻⁵³ that separate the uniform numbers and the
  /// rounding of the quantile.
  public func sample<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    // The middles of 2⁵² cells: never 0, and symmetric about 1/2.
    let u = (Double(generator.next() >> 12) + 0.5) * 0x1p-52
    return u <= 0.5 ? quantile(u) : upperQuantile(1 - u)
  }

  /// As many random values as given, each by a call of `sample(using:)`.
  public func samples<Generator: RandomNumberGenerator>(
    _ count: Int, using generator: inout Generator
  ) -> [Double] {
    precondition(count >= 0, "Cannot draw \(count) values")
    return (0..<count).map { _ in sample(using: &generator) }
  }
}

/// A distribution whose differential entropy, or entropy of a discrete one,
/// has a closed form.
public protocol ClosedFormEntropy: UnivariateDistribution {
  /// The expected value of minus the logarithm of the density or probability,
  /// in nats.
  var entropy: Double { get }
}
