/// A discrete probability distribution on the whole numbers.
///
/// Edge cases beyond those of every ``UnivariateDistribution``:
///
/// - A value that is no whole number, or outside the support, has probability
///   0, of which the logarithm is −∞.
/// - Between two whole numbers the probabilities of the tails are those of the
///   lower one.
public protocol DiscreteDistribution: UnivariateDistribution {
  /// The probability of a value.
  func probability(of k: Double) -> Double

  /// The natural logarithm of the probability of a value, finite also where
  /// the probability itself underflows.
  func logProbability(of k: Double) -> Double
}
