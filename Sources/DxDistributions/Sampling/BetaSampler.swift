internal import RealModule

/// The beta distribution, as the share that one gamma value has in the sum of
/// two.
///
/// Exactness: that of ``GammaSampler``. Of gamma values that would underflow
/// only the difference of the logarithms is formed.
internal struct BetaSampler: UnivariateSampler {
  private let first: GammaSampler
  private let second: GammaSampler

  internal init(_ a: Double, _ b: Double) {
    first = GammaSampler(shape: a)
    second = GammaSampler(shape: b)
  }

  @inline(__always)
  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    let (small, large, swapped) = odds(using: &generator)
    return (swapped ? large : small) / (small + large)
  }

  /// A value and one minus it, both with their relative accuracy.
  @inline(__always)
  internal func pair<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> (value: Double, complement: Double) {
    let (small, large, swapped) = odds(using: &generator)
    let total = small + large
    return swapped
      ? (large / total, small / total) : (small / total, large / total)
  }

  /// The two gamma values up to a common factor, in the order that keeps the
  /// exponential from overflowing.
  @inline(__always)
  private func odds<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> (small: Double, large: Double, swapped: Bool) {
    let (x, xExponent) = first.parts(using: &generator)
    let (y, yExponent) = second.parts(using: &generator)
    let difference = xExponent - yExponent
    if difference == 0 { return (x, y, false) }
    return difference > 0
      ? (x * Double.exp(-difference), y, false)
      : (y * Double.exp(difference), x, true)
  }
}
