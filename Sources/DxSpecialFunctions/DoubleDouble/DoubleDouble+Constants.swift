// Two doubles each, with mpmath 1.3.0 at 400 bits. They are computed, so that a
// use of one is two literals.

extension DoubleDouble {
  /// log 2.
  internal static var logTwo: Self {
    Self(high: 0x1.62e42fefa39efp-1, low: 0x1.abc9e3b39803fp-56)
  }

  /// log 2π.
  @inlinable
  package static var logTwoPi: Self {
    Self(high: 0x1.d67f1c864beb5p+0, low: -0x1.65b5a1b7ff5dfp-54)
  }

  /// log √(2π).
  @inlinable
  package static var logRootTwoPi: Self {
    Self(high: 0x1.d67f1c864beb5p-1, low: -0x1.65b5a1b7ff5dfp-55)
  }

  /// π.
  internal static var pi: Self {
    Self(high: 0x1.921fb54442d18p+1, low: 0x1.1a62633145c07p-53)
  }

  /// 2π.
  internal static var twoPi: Self {
    Self(high: 0x1.921fb54442d18p+2, low: 0x1.1a62633145c07p-52)
  }

  /// 1/(2π).
  internal static var reciprocalOfTwoPi: Self {
    Self(high: 0x1.45f306dc9c883p-3, low: -0x1.6b01ec5417056p-57)
  }

  /// 1/√(2π).
  internal static var reciprocalOfRootTwoPi: Self {
    Self(high: 0x1.9884533d43651p-2, low: -0x1.cbc0d30ebfd15p-56)
  }
}
