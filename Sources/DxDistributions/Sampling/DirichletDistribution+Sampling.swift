// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension DirichletDistribution {
  @specialized(where Generator == PhiloxGenerator)
  public func sample<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> [Double] {
    sampler.next(using: &generator)
  }
}
