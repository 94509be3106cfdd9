internal import RealModule

/// The standard normal density, exp(−z²/2) / √(2π).
///
/// Edge cases: 0 at ±∞, subnormal from 37.6 on, and 0 from 38.6 on. NaN gives
/// NaN.
public func standardNormalDensity(_ z: Double) -> Double {
  guard z.magnitude < 37 else {
    return standardNormalDensity(DoubleDouble(z), over: 1)
  }
  let square = SplitSquare(z)
  let e = SplitExponential(-0.5 * square.head, rest: -0.5 * square.rest)
  return e.times(reciprocalRootTwoPi.high, reciprocalRootTwoPi.low)
}

/// The standard normal density, over `scale`, at a number with more bits than
/// a double has.
///
/// - Precondition: `scale` is positive and finite.
package func standardNormalDensity(
  _ z: DoubleDouble, over scale: Double
) -> Double {
  let size = z.high.magnitude
  // Past 55 the quotient by the smallest double is 0 too.
  guard size < 55 else { return size.isNaN ? size : 0 }
  let square = SplitSquare(z.high, correction: z.low)
  let raise = size > 37 ? 1400 : 0
  let e = SplitExponential(
    -0.5 * square.head, rest: -0.5 * square.rest, raise: UInt64(raise))
  let factor = reciprocalRootTwoPi / scale.significand
  return e.times(factor.high, factor.low)
    .scaled(byPowerOfTwo: -raise - Int(scale.exponent))
}

/// 1/√(2π).
private let reciprocalRootTwoPi = DoubleDouble(
  high: 0x1.9884533d43651p-2, low: -0x1.cbc0d30ebfd15p-56)

/// The logarithm of the standard normal density, in two doubles.
package func standardNormalLogDensity(_ z: DoubleDouble) -> DoubleDouble {
  guard z.high.magnitude < 0x1p500 else {
    return DoubleDouble(z.high.isNaN ? z.high : -.infinity)
  }
  let square = SplitSquare(z.high, correction: z.low)
  return DoubleDouble(sum: -0.5 * square.head, -0.5 * square.rest)
    - logRootTwoPi
}

/// log √(2π).
internal let logRootTwoPi = DoubleDouble(
  high: 0x1.d67f1c864beb5p-1, low: -0x1.65b5a1b7ff5dfp-55)

/// The logarithm of the probability that a standard normal variable is at
/// most `x`, finite also where the probability underflows.
///
/// Edge cases: −∞ at −∞, and below −1.9e154, where it overflows; 0 at +∞. NaN
/// gives NaN.
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
  guard z > -0x1p511 else {
    return z.isNaN ? z : -.infinity
  }
  return logNormalTail(DoubleDouble(high: -z, low: -x.low))
}

/// log Φ(−z) for z from 0.6 on: −z²/2 + log(½ exp(z²/2) erfc(z/√2)).
private func logNormalTail(_ z: DoubleDouble) -> Double {
  let square = SplitSquare(z.high, correction: z.low)
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
