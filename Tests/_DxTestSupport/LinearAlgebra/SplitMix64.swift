/// A small seeded random number generator for test inputs.
///
/// > G. L. Steele, D. Lea, C. H. Flood. "Fast splittable pseudorandom number
/// > generators". *OOPSLA* 2014, 453–472. doi:10.1145/2660193.2660195
public struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  /// Creates a generator whose sequence the seed determines.
  public init(seed: UInt64) { state = seed }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// The next random number, uniform on [−1, 1).
  public mutating func nextNumber() -> Double {
    Double.random(in: -1..<1, using: &self)
  }
}
