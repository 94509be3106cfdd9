internal import RealModule

/// The logarithm of the magnitude of the gamma function, log |Γ(x)|.
///
/// Edge cases: the result is +∞ at zero, at the negative integers and at
/// ±∞.
///
/// Accuracy: the C library's `lgamma`; with glibc, measured maximum error 1.2
/// ulp.
public func logGamma(_ x: Double) -> Double {
  .logGamma(x)
}

/// log Γ(1 + a) with a small relative error for small `a`, for a in (−½, 1].
///
/// The C library rounds 1 + a first, which loses every digit of a tiny `a`.
internal func logGammaOnePlus(_ a: Double) -> Double {
  if a.magnitude > 0.125 {
    return DoubleDouble.logGamma(DoubleDouble(sum: 1, a)).high
  }
  // −γ a + Σ ζ(k) (−a)ᵏ / k, Abramowitz and Stegun 6.1.33.
  var sum = 0.0
  for coefficient in zetaOverIndex.reversed() {
    sum = coefficient - a * sum
  }
  return a * (a * sum - 0.5772156649015329)
}

/// ζ(k) / k for k = 2…17; at 1/8 the next term is below 2⁻⁵⁵ of the sum.
private let zetaOverIndex: [Double] = [
  0.8224670334241132, 0.40068563438653143, 0.27058080842778454,
  0.20738555102867398, 0.1695571769974082, 0.1440498967688461,
  0.12550966952474304, 0.11133426586956469, 0.1000994575127818,
  0.09095401714582904, 0.083353840546109, 0.0769325164113522,
  0.07143294629536133, 0.06666870588242046, 0.06250095514121304,
  0.058823978658684585,
]
