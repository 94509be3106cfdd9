/// A number held as an unevaluated sum of two doubles, for exponents.
///
/// The logarithm of a density is a sum of large terms that cancel; its
/// absolute error becomes the relative error of the density. With some 104
/// significant bits that error disappears below the last place of a double.
///
/// The operations are those of Dekker (1971) and Knuth, with products made
/// exact by a fused multiply-add. Nothing here is robust against overflow:
/// an infinity may turn into a NaN, so callers treat the ends of their
/// domain first.
///
/// > T. J. Dekker. "A floating-point technique for extending the available
/// > precision." *Numerische Mathematik* 18 (1971), 224–242.
/// > doi:10.1007/BF01397083
package struct DoubleDouble: Hashable, Sendable {
  /// The value rounded to a double.
  package var high: Double
  /// What the rounding lost, at most half a unit in the last place of `high`.
  package var low: Double

  /// Creates a value from parts that do not overlap.
  package init(high: Double, low: Double) {
    self.high = high
    self.low = low
  }

  /// Creates the value of a double.
  package init(_ value: Double) {
    self.init(high: value, low: 0)
  }

  /// The exact sum of two doubles.
  package init(sum a: Double, _ b: Double) {
    let s = a + b
    let t = s - a
    self.init(high: s, low: (a - (s - t)) + (b - t))
  }

  /// The exact product of two doubles, unless it underflows.
  package init(product a: Double, _ b: Double) {
    let p = a * b
    self.init(high: p, low: (-p).addingProduct(a, b))
  }

  /// The sum of two doubles of which the first is not the smaller.
  internal init(ordered a: Double, _ b: Double) {
    let s = a + b
    self.init(high: s, low: b - (s - a))
  }

  package static prefix func - (x: Self) -> Self {
    Self(high: -x.high, low: -x.low)
  }

  package static func + (x: Self, y: Self) -> Self {
    // The lower halves are summed with their own error, which keeps the
    // relative accuracy where the upper halves cancel.
    let s = Self(sum: x.high, y.high)
    let t = Self(sum: x.low, y.low)
    let u = Self(ordered: s.high, s.low + t.high)
    return Self(ordered: u.high, u.low + t.low)
  }

  package static func + (x: Self, y: Double) -> Self {
    let s = Self(sum: x.high, y)
    return Self(ordered: s.high, s.low + x.low)
  }

  package static func - (x: Self, y: Self) -> Self { x + (-y) }

  package static func - (x: Self, y: Double) -> Self { x + (-y) }

  package static func * (x: Self, y: Self) -> Self {
    let p = Self(product: x.high, y.high)
    let cross = (x.high * y.low).addingProduct(x.low, y.high)
    return Self(ordered: p.high, p.low + cross)
  }

  package static func * (x: Self, y: Double) -> Self {
    let p = Self(product: x.high, y)
    return Self(ordered: p.high, p.low.addingProduct(x.low, y))
  }

  package static func / (x: Self, y: Self) -> Self {
    let q = x.high / y.high
    let r = x - y * q
    let q2 = r.high / y.high
    let r2 = r - y * q2
    let head = Self(ordered: q, q2)
    return head + r2.high / y.high
  }
}
