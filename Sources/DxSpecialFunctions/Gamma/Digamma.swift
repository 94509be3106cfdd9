internal import RealModule

/// The digamma function ψ, the derivative of log Γ.
///
/// Edge cases: −∞ at +0, +∞ at −0, +∞ at +∞ and NaN at the negative integers
/// and −∞.
///
/// Accuracy: measured maximum error 1.5 ulp and 90th percentile 0.7 for
/// positive arguments, next to the zero at 1.4616… too. For negative ones it
/// is 1 ulp, or an absolute 2e−17 next to a zero, if that is more.
///
/// Complexity: a polynomial of degree 13 below 16, and one logarithm above;
/// some 50 divisions for negative arguments.
///
/// > M. Abramowitz and I. A. Stegun. *Handbook of Mathematical Functions*,
/// > 1964, 6.3.5, 6.3.7 and 6.3.18.
public func digamma(_ x: Double) -> Double {
  if x >= 16 { return digammaSeries(x) }
  if x >= 0.5 {
    // The zero does not fit into one double.
    let difference = DoubleDouble(sum: x, -1.4616321449683622)
    let distance = difference.high
    let lost = difference.low - 9.549995429965697e-17
    let (constant, rest) = octaveTableParts(digammaTable, first: 0.5, at: x)
    return distance * constant + (distance * rest + lost * (constant + rest))
  }
  if x > 0 || x == 0 { return digamma(1 + x) - 1 / x }
  let fraction = x - x.rounded()
  guard fraction != 0 && x.isFinite else { return .nan }
  return reflectedDigamma(x, fraction: fraction)
}

/// ψ(x) for a negative x by the reflection ψ(1 − x) − ψ(x) = π cot(πx), whose
/// cotangent has the period 1 and is another such difference.
///
/// The terms cancel next to a zero, and are summed in more than a double.
private func reflectedDigamma(_ x: Double, fraction: Double) -> Double {
  let f = fraction.magnitude
  let cotangent =
    digammaDoubleDouble(DoubleDouble(sum: 1, -f))
    - digammaDoubleDouble(DoubleDouble(f))
  let whole = digammaDoubleDouble(DoubleDouble(sum: 1, -x))
  return (fraction > 0 ? whole - cotangent : whole + cotangent).high
}

/// ψ for a positive argument with an absolute error of some 1e−17, by
/// recurrence from 16 on.
private func digammaDoubleDouble(_ x: DoubleDouble) -> DoubleDouble {
  var shifted = x
  var sum = DoubleDouble(0)
  while shifted.high < 16 {
    sum = sum + DoubleDouble(1) / shifted
    shifted = shifted + 1
  }
  return shifted.logarithm() - digammaCorrection(shifted.high) - sum
}

/// log x − ψ(x) for a positive x, which is close to 1/(2 x) for a large one.
package func logarithmMinusDigamma(_ x: Double) -> Double {
  x >= 16 ? digammaCorrection(x) : .log(x) - digamma(x)
}

private func digammaSeries(_ x: Double) -> Double {
  // Not 0 · ∞.
  x < 0x1p60 ? .log(x) - digammaCorrection(x) : .log(x)
}

/// 1/(2 x) + 1/(12 x²) − …, with the coefficients beyond the first fitted with
/// mpmath 1.3.0 so that it holds from 16 on to 6e−22.
@inline(__always)
private func digammaCorrection(_ x: Double) -> Double {
  let r = 1 / x
  let u = r * r
  let u2 = u * u
  let low = 0.08333333333333333 - 0.008333333333330825 * u
  let middle = 0.003968253960753342 - 0.004166658449941818 * u
  let high = 0.007571677460684279 - 0.020152774789352595 * u
  return 0.5 * r + u * (low + (middle + high * u2) * u2)
}
