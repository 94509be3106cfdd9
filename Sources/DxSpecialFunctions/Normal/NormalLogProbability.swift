internal import RealModule

/// The logarithm of the probability that a standard normal variable is at
/// most `x`, finite also where the probability underflows.
///
/// Edge cases: −∞ at −∞, and below −1.9e154, where it overflows; 0 at +∞. NaN
/// gives NaN.
///
/// Accuracy: measured maximum error 1.7 ulp, 90th percentile 0.7.
public func standardNormalLogProbability(_ x: Double) -> Double {
  standardNormalLogProbability(DoubleDouble(x))
}

/// The same for an argument with more bits than a double has.
package func standardNormalLogProbability(_ x: DoubleDouble) -> Double {
  let z = x.high
  if z.magnitude < centralNormalEnd {
    let p = DoubleDouble(sum: 0.5, centralNormal(z, correction: x.low))
    // log(p) from whichever of p and 1 − p is smaller, with its low part.
    if z < 0 { return .log(p.high) + p.low / p.high }
    let q = DoubleDouble(sum: 1 - p.high, -p.low)
    return .log(onePlus: -q.high) - q.low / p.high
  }
  if z > 0 {
    return z < 39 ? .log(onePlus: -normalTail(z, correction: x.low)) : -0.0
  }
  // Beyond, only the square matters; it overflows last.
  guard z > -0x1p500 else { return z.isNaN ? z : (-0.5 * z) * z }
  return logNormalTail(DoubleDouble(high: -z, low: -x.low))
}

/// log Φ(−z) for z from 0.6 on: −z²/2 + log(½ exp(z²/2) erfc(z/√2)).
private func logNormalTail(_ z: DoubleDouble) -> Double {
  let square = SplitNumber(z.high, correction: z.low)
  let exponent = DoubleDouble(sum: -0.5 * square.head, -0.5 * square.rest)
  guard z.high < 43 else {
    // Here z²/2 is so large that rounding the argument costs nothing.
    let factor = 0.5 * scaledErfc(z.high * 0x1.6a09e667f3bcdp-1)
    return exponent.high + (exponent.low + .log(factor))
  }
  let parts = scaledErfcParts(overRootTwo: square)
  let factor = DoubleDouble(sum: 0.5 * parts.head, 0.5 * parts.rest)
  let logFactor = Double.log(factor.high)
  let sum = DoubleDouble(sum: exponent.high, logFactor)
  return sum.high + (sum.low + exponent.low + factor.low / factor.high)
}
