import DxDistributions
import Testing
import _DxTestSupport

/// Checks that random values lie in the support, and that the same generator
/// gives the same ones.
func checkSamples<D: UnivariateDistribution>(
  _ d: D, seed: UInt64 = 1, isWhole: Bool = false,
  sourceLocation: SourceLocation
) {
  var generator = SplitMix64(seed: seed)
  var twin = generator
  for _ in 0..<40 {
    let x = d.sample(using: &generator)
    #expect(
      d.support.contains(x) && (!isWhole || x.rounded(.down) == x),
      "\(d), seed \(seed)", sourceLocation: sourceLocation)
    #expect(x == d.sample(using: &twin), sourceLocation: sourceLocation)
  }
}
