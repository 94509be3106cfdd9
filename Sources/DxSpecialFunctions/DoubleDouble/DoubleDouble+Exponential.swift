extension DoubleDouble {
  /// The exponential, rounded to a double.
  ///
  /// Accuracy: 0.51 units in the last place; subnormal results, 1 unit.
  package func exponential() -> Double {
    let (head, tail, exponent) = exponentialParts
    return (head + tail).scaled(byPowerOfTwo: exponent)
  }

  /// factor · exp(self), also where the exponential alone would be subnormal
  /// or overflow.
  ///
  /// Accuracy: 0.52 units in the last place for an exact factor that is a
  /// normal number; subnormal results, 1 unit.
  package func exponential(times factor: Double) -> Double {
    let (head, tail, exponent) = exponentialParts
    let product = Self(product: head, factor)
    return (product.high + (product.low + tail * factor))
      .scaled(byPowerOfTwo: exponent)
  }

  /// The exponential as (head + tail) 2 to the exponent, with a head in [1, 2)
  /// and a tail below 2⁻⁷.
  @inline(__always)
  private var exponentialParts: (head: Double, tail: Double, exponent: Int) {
    // Beyond these no double as factor makes a difference.
    guard high > -2500 && high < 2500 else {
      return high.isNaN ? (high, 0, 0) : (1, 0, high < 0 ? -3600 : 3600)
    }
    let (head, growth, steps) = SplitExponential.parts(high, rest: low)
    // The power of two, with its sign.
    let exponent = Int(truncatingIfNeeded: steps &<< 13) &>> 20
    return (head, head * growth, exponent)
  }
}

extension Double {
  /// The product with 2ⁿ, |n| ≤ 4000, rounded once.
  internal func scaled(byPowerOfTwo n: Int) -> Double {
    n > -1023 && n < 1024
      ? self * Double(bitPattern: UInt64(n + 1023) << 52)
      : Double(sign: .plus, exponent: n, significand: self)
  }
}
