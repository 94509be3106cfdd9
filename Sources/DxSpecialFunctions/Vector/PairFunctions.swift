/// Elementary functions of two numbers at a time, for hot loops.
///
/// They are branch-free and inline, which is worth a factor of ten over two
/// calls of the C library. Each is accurate to about one unit in the last
/// place within the range that it states, and has no special cases: arguments
/// that are not finite give garbage.
///
/// Polynomials: minimax in the reduced argument, degree 11 for the
/// exponential (relative error 2e-17) and degree 8 in the square for the
/// logarithm (absolute error 1e-17).
extension SIMD2<Double> {
  /// 1.5 · 2⁵²: a number added to it is rounded to an integer, which then
  /// stands in its lowest bits.
  @inlinable
  @inline(__always)
  package static var rounder: Self { Self(repeating: 0x1.8p52) }

  /// Two to the power of these numbers, −1021 ≤ x ≤ 1023.
  @inlinable
  @inline(__always)
  package var binaryExponential: Self {
    let shifted = self + Self.rounder
    let r = self - (shifted - Self.rounder)
    let p = 1 + r * Self.exponentialPolynomial(r)
    return unsafeBitCast(
      unsafeBitCast(p, to: SIMD2<Int64>.self)
        &+ (unsafeBitCast(shifted, to: SIMD2<Int64>.self) &<< 52),
      to: Self.self)
  }

  /// The exponential function and, without cancellation near zero, the
  /// exponential function minus one; |x| ≤ 700.
  @inlinable
  @inline(__always)
  package var exponentials: (value: Self, minusOne: Self) {
    let shifted = self * 1.4426950408889634074 + Self.rounder
    let k = shifted - Self.rounder
    // log 2 in two parts, of which the first has trailing zeros.
    let rest =
      (self - k * 6.93147180369123816490e-01)
      - k * 1.90821492927058770002e-10
    let r = rest * 1.4426950408889634074
    let scale = unsafeBitCast(
      (unsafeBitCast(shifted, to: SIMD2<Int64>.self) &<< 52)
        &+ 0x3ff0_0000_0000_0000,
      to: Self.self)
    let scaled = scale * (r * Self.exponentialPolynomial(r))
    return (scale + scaled, (scale - 1) + scaled)
  }

  /// (2ʳ − 1) / r for |r| ≤ ½.
  @inlinable
  @inline(__always)
  package static func exponentialPolynomial(_ r: Self) -> Self {
    // Two terms at a time, so that the chain is half as long.
    let square = r * r
    var even = 7.0741942972885210056e-9 + r * 4.455817908336064493e-10
    even =
      even * square
      + (1.3215432535912376166e-6 + r * 1.0178057087733941105e-7)
    even =
      even * square
      + (0.00015403530463724354209 + r * 0.000015252733841556772589)
    even =
      even * square
      + (0.0096181291075872566681 + r * 0.0013333558146406470697)
    even =
      even * square
      + (0.24022650695910159567 + r * 0.055504108664821627039)
    return even * r + 0.69314718055994530925
  }

  /// The logarithm to base two of positive normal numbers.
  @inlinable
  @inline(__always)
  package var binaryLogarithm: Self {
    let bits = unsafeBitCast(self, to: SIMD2<UInt64>.self)
    // The exponent of the nearest power of two, by the factor √2.
    let top =
      (bits &+ (0x3ff0_0000_0000_0000 - 0x3fe6_a09e_667f_3bcd))
      & 0xfff0_0000_0000_0000
    let mantissa = unsafeBitCast(
      bits &- top &+ 0x3ff0_0000_0000_0000, to: Self.self)
    let exponent =
      unsafeBitCast((top &>> 52) | 0x4338_0000_0000_0000, to: Self.self)
      - (Self.rounder + 1023)
    let s = (mantissa - 1) / (mantissa + 1)
    let z = s * s
    var p = 0.22091308206240407795 + z * 0.21365897962389696175
    p = p * z + 0.26233435258516561763
    p = p * z + 0.32059853491247097417
    p = p * z + 0.41219858580891446816
    p = p * z + 0.57707801634552016804
    p = p * z + 0.96179669392598972887
    p = p * z + 2.8853900817779268115
    return s * p + exponent
  }
}
