internal import RealModule

/// The logarithm of the magnitude of the gamma function, log |Γ(x)|.
///
/// Edge cases: the result is +∞ at zero, at the negative integers and at
/// ±∞.
///
/// Accuracy: measured maximum error 1.9 ulp and 90th percentile 0.8 for
/// positive arguments, next to the zeros at 1 and 2 too. For negative ones it
/// is the C library's `lgamma`; with glibc, measured maximum error 2.6 ulp.
///
/// Complexity: a polynomial of degree 13, a logarithm, or both.
public func logGamma(_ x: Double) -> Double {
  if x >= 16 {
    // Stirling's formula, with the terms of the order of x in one product.
    return (x - 0.5) * (.log(x) - 1)
      + (0.41893853320467274 + stirlingError(x))
  }
  if x >= 0.5 {
    let value = octaveTableValue(logGammaTable, first: 0.5, at: x)
    return x >= 2.5 ? value : x < 1.5 ? (x - 1) * value : (x - 2) * value
  }
  return x > 0 ? logGammaOnePlus(x) - .log(x) : .logGamma(x)
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
