// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension BetaBinomialDistribution {
  private var sampler: BetaBinomialSampler {
    BetaBinomialSampler(trials: trials, beta: BetaSampler(alpha, beta))
  }

  @specialized(where Generator == PhiloxGenerator)
  public func sample<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    sampler.next(using: &generator)
  }

  @specialized(where Generator == PhiloxGenerator)
  public func samples<Generator: RandomNumberGenerator>(
    _ count: Int, using generator: inout Generator
  ) -> [Double] {
    sampler.values(count, using: &generator)
  }
}
