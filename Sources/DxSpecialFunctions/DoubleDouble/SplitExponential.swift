/// An exponential in two parts, not yet rounded to a double.
///
/// A density or a tail is an exponential times a factor. Where that
/// exponential were rounded on its own, the product would have the rounding
/// twice; here it is `head` · (1 + `growth`) with a small growth.
///
/// The argument is a multiple of log(2)/128, which gives the power of two and
/// the number from a table, and a remainder for a polynomial.
///
/// > P. T. P. Tang. "Table-driven implementation of the exponential function
/// > in IEEE floating-point arithmetic." *ACM Transactions on Mathematical
/// > Software* 15 (1989), 144–157. doi:10.1145/63522.214389
internal struct SplitExponential {
  /// The exponential to seven bits, rounded to a double.
  internal let head: Double
  /// The exponential over `head`, less 1: below 1/350.
  internal let growth: Double

  /// The exponential of x + rest, times 2^raise.
  ///
  /// - Precondition: The result is a normal number, and `rest` is below
  ///   2⁻¹⁴ in magnitude.
  @inline(__always)
  internal init(_ x: Double, rest: Double = 0, raise: UInt64 = 0) {
    let (head, growth, steps) = Self.parts(x, rest: rest)
    self.head = Double(
      bitPattern: head.bitPattern &+ ((steps >> 7) &+ raise) << 52)
    self.growth = growth
  }

  /// The exponential of x + rest with the power of two left out: a head in
  /// [1, 2), the growth, and a whole number of log(2)/128 in the last 51 bits,
  /// of which all but the last seven are the power.
  ///
  /// - Precondition: x is below 2²⁰ log(2)/128 in magnitude, `rest` below 2⁻¹⁴.
  @inline(__always)
  internal static func parts(
    _ x: Double, rest: Double
  ) -> (head: Double, growth: Double, steps: UInt64) {
    // Adding 1.5 · 2⁵² rounds to a whole number, and leaves it in the last
    // bits of the sum.
    let shifted = x * 0x1.71547652b82fep+7 + 0x1.8p52
    let steps = shifted - 0x1.8p52
    let bits = shifted.bitPattern
    // The first product is exact: the constant has 34 bits.
    let r =
      (x - steps * 0x1.62e42fef8p-8) - steps * 0x1.1cf79abc9e3b4p-43 + rest
    let r2 = r * r
    // Fitted with mpmath at 60 digits; error of the exponential 2⁻⁶³.
    let curve =
      (0x1.fffffffffff49p-2 + 0x1.5555555555521p-3 * r)
      + (0x1.55555b0b769a8p-5 + 0x1.1111145491c97p-7 * r) * r2
    let index = 2 * Int(truncatingIfNeeded: bits & 127)
    let entry = exponentialTable.withUnsafeBufferPointer {
      ($0[index], $0[index + 1])
    }
    return (entry.0, entry.1 + (r + r2 * curve), bits)
  }

  /// The exponential, rounded.
  @inline(__always)
  internal var value: Double { head + head * growth }

  /// The exponential times a + b, for b smaller than a.
  @inline(__always)
  internal func times(_ a: Double, _ b: Double) -> Double {
    head * a + head * (b + growth * (a + b))
  }
}

/// A number cut in two, whose square and whose quotient by √2 are a part that
/// is exact and the rest.
internal struct SplitNumber {
  /// The leading 26 bits of the number.
  internal let leading: Double
  /// The other bits.
  internal let trailing: Double

  /// The parts of x + correction, for a correction below the last bit of x.
  @inline(__always)
  internal init(_ x: Double, correction: Double = 0) {
    leading = x.upperHalf
    trailing = (x - leading) + correction
  }

  /// The square of the leading part, which is exact.
  @inline(__always)
  internal var head: Double { leading * leading }

  /// What the whole square has above that, less than 2⁻²⁴ of it.
  @inline(__always)
  internal var rest: Double { trailing * (trailing + (leading + leading)) }

  /// The number over √2, as a part that is exact and the rest.
  @inline(__always)
  internal var overRootTwo: (head: Double, rest: Double) {
    // 1/√2 to 26 bits, whose product with 26 bits is exact, and the rest of it.
    (
      leading * 0x1.6a09e68p-1,
      leading * -0x1.80c4336f74d05p-29 + trailing * 0x1.6a09e667f3bcdp-1
    )
  }
}
