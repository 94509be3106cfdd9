extension RandomNumberGenerator {
  /// A multiple of 2⁻⁵³ in [0, 1), each with the same probability.
  @inline(__always)
  internal mutating func halfOpenUniform() -> Double {
    Double(Int64(bitPattern: next() >> 11)) * 0x1p-53
  }

  /// An odd multiple of 2⁻⁵³ in (0, 1), each with the same probability:
  /// symmetric about 1/2, of which it is never the value.
  @inline(__always)
  internal mutating func openUniform() -> Double {
    Double(Int64(bitPattern: next() >> 11 | 1)) * 0x1p-53
  }
}
