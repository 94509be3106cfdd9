/// A continuous probability distribution on the real line.
///
/// Both tails are first-class: `survivalProbability(at:)` and
/// `upperQuantile(_:)` keep their relative accuracy where the probability is
/// small, which `1 - cumulativeProbability(at:)` would not.
///
/// Edge cases, the same for every distribution:
///
/// - An argument that is NaN, or a probability outside [0, 1], gives NaN.
/// - Outside the support the density is 0, its logarithm −∞, and the
///   probabilities are 0 or 1.
/// - The quantiles of 0 and 1 are the ends of the support.
/// - Where the density has a pole at an end of the support, it is +∞ there.
///
/// Parameters are checked once, by the initializer, which throws a
/// ``ParameterError``; no other member throws.
public protocol ContinuousDistribution: Sendable, Hashable {
  /// The smallest closed interval outside of which the density is zero.
  var support: ClosedRange<Double> { get }

  /// The expected value; NaN where there is none.
  var mean: Double { get }

  /// The variance; +∞ where it diverges, and NaN where there is no mean.
  var variance: Double { get }

  /// The probability density.
  func density(at x: Double) -> Double

  /// The natural logarithm of the density, finite also where the density
  /// itself underflows.
  func logDensity(at x: Double) -> Double

  /// The probability of a value at most `x`.
  func cumulativeProbability(at x: Double) -> Double

  /// The probability of a value above `x`.
  func survivalProbability(at x: Double) -> Double

  /// The value that is exceeded with probability 1 − `p`.
  func quantile(_ p: Double) -> Double

  /// The value that is exceeded with probability `q`.
  func upperQuantile(_ q: Double) -> Double
}

extension ContinuousDistribution {
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
}
