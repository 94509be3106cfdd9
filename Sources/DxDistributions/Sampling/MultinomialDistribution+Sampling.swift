// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension MultinomialDistribution {
  @specialized(where Generator == PhiloxGenerator)
  public func sample<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> [Double] {
    MultinomialSampler(trials: trials, probabilities: probabilities)
      .next(using: &generator)
  }
}
