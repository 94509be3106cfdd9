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
