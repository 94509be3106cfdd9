/// Four words of 64 bits: the counter, and the output, of Philox4x64.
@usableFromInline
internal struct PhiloxBlock: Sendable {
  /// The words, of which a counter has the lowest one first.
  @usableFromInline internal var words: (UInt64, UInt64, UInt64, UInt64)

  /// Creates a block from its words.
  internal init(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) {
    words = (a, b, c, d)
  }

  /// The block after ten rounds of Philox4x64 under a key: a bijection of the
  /// blocks.
  ///
  /// > J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw. "Parallel random
  /// > numbers: as easy as 1, 2, 3." *Proceedings of SC'11*, 2011, §3.3 and
  /// > Table 2. doi:10.1145/2063384.2063405
  @inline(__always)
  internal func encrypted(_ key: (UInt64, UInt64)) -> PhiloxBlock {
    var (x0, x1, x2, x3) = words
    var (k0, k1) = key
    // Not unrolled by hand: the compiler would then pair the words in vector
    // registers, between which and the multiplier they would have to move.
    for _ in 0..<10 {
      let p = x0.multipliedFullWidth(by: 0xd2e7_470e_e14c_6c93)
      let q = x2.multipliedFullWidth(by: 0xca5a_8263_9512_1157)
      (x0, x1) = (q.high ^ x1 ^ k0, q.low)
      (x2, x3) = (p.high ^ x3 ^ k1, p.low)
      k0 &+= 0x9e37_79b9_7f4a_7c15
      k1 &+= 0xbb67_ae85_84ca_a73b
    }
    return PhiloxBlock(x0, x1, x2, x3)
  }
}
