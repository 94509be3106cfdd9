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
  /// and a tail below 2⁻⁶.
  ///
  /// With k the nearest integer to 64 x / log 2, it is 2 to the k/64 from a
  /// table times a polynomial of the rest.
  ///
  /// > P. T. P. Tang. "Table-driven implementation of the exponential function
  /// > in IEEE floating-point arithmetic." *ACM TOMS* 15 (1989), 144–157.
  /// > doi:10.1145/63522.214389
  @inline(__always)
  private var exponentialParts: (head: Double, tail: Double, exponent: Int) {
    // Beyond these no double as factor makes a difference.
    guard high > -2500 && high < 2500 else {
      return high.isNaN ? (high, 0, 0) : (1, 0, high < 0 ? -3600 : 3600)
    }
    // Adding it rounds to an integer, which is then in the lower bits.
    let rounder = 0x1.8p52
    let shifted = high * 0x1.71547652b82fep+6 + rounder
    let k = shifted - rounder
    let index = Int(truncatingIfNeeded: shifted.bitPattern &<< 13) &>> 13
    // The first product is exact: the constant has 34 bits.
    let rest =
      (high - k * 0x1.62e42fefcp-7) - (k * -0x1.c610ca86c3899p-43 - low)
    let polynomial =
      rest + rest * rest
      * (0.5 + rest
        * (1.0 / 6 + rest * (1.0 / 24 + rest * (1.0 / 120 + rest / 720))))
    let entry = 2 * (index & 63)
    let head = exponentialTable[entry]
    return (
      head, exponentialTable[entry + 1] + head * polynomial, index &>> 6
    )
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
