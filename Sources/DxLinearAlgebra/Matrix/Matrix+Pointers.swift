extension Matrix {
  /// Calls a closure with the entries, unless there are none.
  internal mutating func withPointer<R>(
    _ body: (UnsafeMutablePointer<Double>) -> R
  ) -> R? {
    elements.withUnsafeMutableBufferPointer { $0.baseAddress.map(body) }
  }
}

/// Calls a closure with the entries of two operands and of a result, unless
/// one of them has none.
internal func withPointers(
  _ first: Matrix, _ second: Matrix, _ result: inout Matrix,
  _ body: (
    UnsafePointer<Double>, UnsafePointer<Double>, UnsafeMutablePointer<Double>
  ) -> Void
) {
  first.elements.withUnsafeBufferPointer { a in
    second.elements.withUnsafeBufferPointer { b in
      result.elements.withUnsafeMutableBufferPointer { c in
        guard let a = a.baseAddress, let b = b.baseAddress,
          let c = c.baseAddress
        else { return }
        body(a, b, c)
      }
    }
  }
}
