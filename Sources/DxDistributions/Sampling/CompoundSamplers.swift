/// The negative binomial distribution: a Poisson count of which the mean is a
/// gamma value.
///
/// Exactness: that of ``GammaSampler`` and ``PoissonSampler``.
internal struct NegativeBinomialSampler: UnivariateSampler {
  private let gamma: GammaSampler
  private let oddsOfFailure: Double

  /// - Parameters:
  ///   - successes: How many successes are waited for, not necessarily whole.
  ///   - probability: The probability of a success.
  internal init(successes: Double, probability: Double) {
    gamma = GammaSampler(shape: successes)
    oddsOfFailure = (1 - probability) / probability
  }

  @inline(__always)
  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    let mean = oddsOfFailure * gamma.next(using: &generator)
    guard mean < .infinity else { return mean }
    return PoissonSampler(mean: mean).next(using: &generator)
  }
}

/// The beta-binomial distribution: a binomial count of which the probability
/// is a beta value.
///
/// Exactness: that of ``BetaSampler`` and ``BinomialSampler``.
internal struct BetaBinomialSampler: UnivariateSampler {
  internal let trials: Double
  internal let beta: BetaSampler

  @inline(__always)
  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    let (success, failure) = beta.pair(using: &generator)
    return BinomialSampler(
      trials: trials, probability: success, complement: failure
    ).next(using: &generator)
  }
}
