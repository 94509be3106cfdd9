internal import RealModule

/// The beta distribution, as the share that one of two values has in their
/// sum: of two gamma values, or, where the parameters have a sum of at most
/// 1½, of two powers of uniform numbers that have a sum of at most 1.
///
/// Exactness: that of ``GammaSampler``, and to the rounding of that sum. Of
/// values that would underflow only the difference of the logarithms is
/// formed.
///
/// > M. D. Jöhnk. "Erzeugung von betaverteilten und gammaverteilten
/// > Zufallszahlen." *Metrika* 8, 1964, 5–15.
internal struct BetaSampler: UnivariateSampler {
  private let first: GammaSampler
  private let second: GammaSampler
  private let usesPowers: Bool

  internal init(_ a: Double, _ b: Double) {
    usesPowers = a < 1 && b < 1 && a + b <= 1.5
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
    if usesPowers { return powers(using: &generator) }
    let (x, xExponent) = first.parts(using: &generator)
    let (y, yExponent) = second.parts(using: &generator)
    let difference = xExponent - yExponent
    if difference == 0 { return (x, y, false) }
    return difference > 0
      ? (x * Double.exp(-difference), y, false)
      : (y * Double.exp(difference), x, true)
  }

  @inline(__always)
  private func powers<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> (small: Double, large: Double, swapped: Bool) {
    while true {
      let xExponent = generator.standardExponential() * first.power
      let yExponent = generator.standardExponential() * second.power
      let (x, y) = (Double.exp(-xExponent), Double.exp(-yExponent))
      guard x + y <= 1 else { continue }
      if x + y > 0x1p-500 { return (x, y, false) }
      let difference = xExponent - yExponent
      return difference > 0
        ? (Double.exp(-difference), 1, false)
        : (Double.exp(difference), 1, true)
    }
  }
}
