/// A distribution with what sampling from it needs worked out.
///
/// `next` is generic and not inlined into other modules: a public function
/// that calls it is specialized for ``PhiloxGenerator``, and for any other
/// generator costs an indirect call per word drawn.
internal protocol UnivariateSampler {
  func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double
}

extension UnivariateSampler {
  /// As many values as given.
  @inline(__always)
  internal func values<Generator: RandomNumberGenerator>(
    _ count: Int, using generator: inout Generator
  ) -> [Double] {
    precondition(count >= 0, "Cannot draw \(count) values")
    return Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      for i in 0..<count {
        buffer.initializeElement(at: i, to: next(using: &generator))
      }
      initialized = count
    }
  }
}
