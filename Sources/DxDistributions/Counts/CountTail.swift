internal import DxSpecialFunctions
internal import RealModule

/// One tail of a distribution of counts, as an exponential times a factor of
/// moderate size, which has a logarithm where it is below the smallest double.
internal struct CountTail {
  /// The part of the logarithm that may be large.
  internal var exponent: DoubleDouble
  /// The rest, of moderate size.
  internal var factor: Double
  /// Whether this is the upper tail.
  internal var isUpper: Bool
  /// The factor of the same tail at the value before, where it is known.
  internal var previousFactor: Double?

  /// The probability of the tail that is held.
  internal var probability: Double {
    Swift.min(1, exponent.exponential(times: factor))
  }

  /// The same tail at the value before, where it is known.
  internal var previous: CountTail? {
    previousFactor.map {
      CountTail(exponent: exponent, factor: $0, isUpper: isUpper)
    }
  }

  /// The probability of the lower tail.
  internal var lower: Double { isUpper ? 1 - probability : probability }

  /// The probability of the upper tail.
  internal var upper: Double { isUpper ? probability : 1 - probability }

  /// The logarithm of one of both tails.
  internal func logarithm(upper: Bool) -> Double {
    isUpper == upper
      ? (exponent + .log(factor)).high : .log(onePlus: -probability)
  }
}
