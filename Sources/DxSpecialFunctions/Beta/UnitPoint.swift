/// A point x of (0, 1) together with 1 − x, each with its own accuracy.
///
/// The tails of the beta distribution depend on both logarithms, multiplied
/// by parameters that may be large: rounding either number to a double would
/// cost a beta variable of size 10⁸ half its digits.
package struct UnitPoint: Hashable, Sendable {
  /// The point.
  package var x: DoubleDouble
  /// One minus the point.
  package var y: DoubleDouble

  /// The point that is a double.
  package init(_ x: Double) {
    self.x = DoubleDouble(x)
    self.y = DoubleDouble(sum: 1, -x)
  }

  /// The point n / (n + d) of two positive numbers.
  package init(_ n: DoubleDouble, against d: DoubleDouble) {
    let sum = n + d
    let inverse = 1 / sum.high
    x = n.quotient(by: sum, inverse: inverse)
    y = d.quotient(by: sum, inverse: inverse)
  }

  /// The point whose odds x / (1 − x) are given.
  package init(odds: Double) {
    self.init(DoubleDouble(odds), against: DoubleDouble(1))
  }
}

extension DoubleDouble {
  /// The quotient, with a division that several quotients may share.
  ///
  /// - Parameter inverse: 1 / divisor, rounded.
  @inline(__always)
  internal func quotient(by divisor: Self, inverse: Double) -> Self {
    let head = high * inverse
    let product = Self(product: head, divisor.high)
    let rest =
      ((high - product.high) - product.low) + (low - head * divisor.low)
    return Self(ordered: head, rest * inverse)
  }
}
