/// A number held as an unevaluated sum of two doubles, for exponents.
///
/// The logarithm of a density is a sum of large terms that cancel; its
/// absolute error becomes the relative error of the density. With some 104
/// significant bits that error disappears below the last place of a double.
///
/// The operations are those of Dekker (1971) and Knuth. Nothing here is robust
/// against overflow: an infinity may turn into a NaN, so callers treat the ends
/// of their domain first.
///
/// > T. J. Dekker. "A floating-point technique for extending the available
/// > precision." *Numerische Mathematik* 18 (1971), 224–242.
/// > doi:10.1007/BF01397083
@frozen
package struct DoubleDouble: Hashable, Sendable {
  /// The value rounded to a double.
  package var high: Double
  /// What the rounding lost, at most half a unit in the last place of `high`.
  package var low: Double

  /// Creates a value from parts that do not overlap.
  @inlinable
  package init(high: Double, low: Double) {
    self.high = high
    self.low = low
  }

  /// Creates the value of a double.
  @inlinable
  package init(_ value: Double) {
    self.init(high: value, low: 0)
  }

  /// The exact sum of two doubles.
  @inlinable
  package init(sum a: Double, _ b: Double) {
    let s = a + b
    let t = s - a
    self.init(high: s, low: (a - (s - t)) + (b - t))
  }

  /// The product of two doubles, exact unless it underflows.
  ///
  /// Where a fused multiply-add is not sure to be an instruction, which is the
  /// rule on x86-64, it would be a call that costs more than Dekker's product
  /// of halves. The halves are cut off, not rounded, so that nothing
  /// overflows; the product of the lower ones has 54 bits, and its rounding
  /// is 2⁻¹⁰⁶ of the result.
  @inlinable
  package init(product a: Double, _ b: Double) {
    let p = a * b
    #if arch(arm64)
      self.init(high: p, low: (-p).addingProduct(a, b))
    #else
      let (a1, b1) = (a.upperHalf, b.upperHalf)
      let (a2, b2) = (a - a1, b - b1)
      self.init(
        high: p, low: ((a1 * b1 - p) + a1 * b2 + a2 * b1) + a2 * b2)
    #endif
  }

  /// The sum of two doubles of which the first is not the smaller.
  @inlinable
  package init(ordered a: Double, _ b: Double) {
    let s = a + b
    self.init(high: s, low: b - (s - a))
  }

  @inlinable
  package static prefix func - (x: Self) -> Self {
    Self(high: -x.high, low: -x.low)
  }

  @inlinable
  package static func + (x: Self, y: Self) -> Self {
    // The lower halves are summed with their own error, which keeps the
    // relative accuracy where the upper halves cancel.
    let s = Self(sum: x.high, y.high)
    let t = Self(sum: x.low, y.low)
    let u = Self(ordered: s.high, s.low + t.high)
    return Self(ordered: u.high, u.low + t.low)
  }

  @inlinable
  package static func + (x: Self, y: Double) -> Self {
    let s = Self(sum: x.high, y)
    return Self(ordered: s.high, s.low + x.low)
  }

  @inlinable
  package static func - (x: Self, y: Self) -> Self { x + (-y) }

  @inlinable
  package static func - (x: Self, y: Double) -> Self { x + (-y) }

  @inlinable
  package static func * (x: Self, y: Self) -> Self {
    let p = Self(product: x.high, y.high)
    return Self(ordered: p.high, p.low + (x.high * y.low + x.low * y.high))
  }

  @inlinable
  package static func * (x: Self, y: Double) -> Self {
    let p = Self(product: x.high, y)
    return Self(ordered: p.high, p.low + x.low * y)
  }

  @inlinable
  package static func / (x: Self, y: Self) -> Self {
    let q = x.high / y.high
    let p = Self(product: q, y.high)
    // Exact: the product is within a unit of the last place of x.
    let r = (x.high - p.high) - p.low
    return Self(ordered: q, (r + (x.low - q * y.low)) / y.high)
  }

  @inlinable
  package static func / (x: Self, y: Double) -> Self {
    let q = x.high / y
    let p = Self(product: q, y)
    return Self(ordered: q, ((x.high - p.high) - p.low + x.low) / y)
  }

  /// The square root of a positive number.
  @inlinable
  package func squareRoot() -> Self {
    let root = high.squareRoot()
    guard root > 0 && root < .infinity else { return Self(root) }
    let square = Self(product: root, root)
    return Self(
      ordered: root, ((high - square.high) - square.low + low) / (root + root))
  }
}

extension Double {
  /// The number without the 27 lower of its 53 bits.
  @inlinable
  package var upperHalf: Double {
    Double(bitPattern: bitPattern & ~0x7ff_ffff)
  }
}
