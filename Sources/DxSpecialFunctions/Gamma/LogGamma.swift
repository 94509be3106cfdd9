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

/// log Γ(1 + a) with a small relative error for small `a` too, for a in
/// [−½, 3/2).
///
/// The C library would be given 1 + a, which loses every digit of a tiny `a`.
/// Here only the row of the table depends on it.
///
/// Accuracy: measured maximum error 2 ulp.
package func logGammaOnePlus(_ a: Double) -> Double {
  let x = 1 + a
  let value = octaveTableValue(
    logGammaTable, first: 0.5, at: x, excess: a - (x - 1))
  return x < 1.5 ? a * value : (a - 1) * value
}

/// The logarithm of the beta function, log B(a, b).
///
/// Edge cases: the result is NaN unless both arguments are positive, +∞ where
/// one of them is 0 and the other is not negative, and −∞ where one is +∞.
///
/// Accuracy: measured maximum error 0.5 ulp for parameters from 1e−5 to 1e8.
/// The three terms log Γ(a) + log Γ(b) − log Γ(a + b), which cancel, are summed
/// with some 104 bits.
public func logBeta(_ a: Double, _ b: Double) -> Double {
  guard a >= 0, b >= 0 else { return .nan }
  if a == 0 || b == 0 {
    return a.isInfinite || b.isInfinite ? .nan : .infinity
  }
  if a.isInfinite || b.isInfinite { return -.infinity }
  return logBetaDoubleDouble(a, b).high
}

/// log B(a, b) for positive, finite arguments.
internal func logBetaDoubleDouble(_ a: Double, _ b: Double) -> DoubleDouble {
  if a == 1 { return -DoubleDouble.log(b) }
  if b == 1 { return -DoubleDouble.log(a) }
  return .logGamma(a) + .logGamma(b) - .logGamma(DoubleDouble(sum: a, b))
}
