internal import RealModule

/// The standard logistic density, over `scale`, at a number with more bits
/// than a double has.
///
/// - Precondition: `scale` is positive and finite.
package func standardLogisticDensity(
  _ z: DoubleDouble, over scale: Double
) -> Double {
  let size = z.high.magnitude
  // Past 1500 the quotient by the smallest double is 0 too.
  guard size < 1500 else { return size.isNaN ? size : 0 }
  let rest = z.high < 0 ? z.low : -z.low
  let raise = size > 600 ? 1500 : 0
  let e = SplitExponential(-size, rest: rest, raise: UInt64(raise))
  let numerator = DoubleDouble(ordered: e.head, e.head * e.growth)
  // e⁻ᶻ / (1 + e⁻ᶻ)²; where it is raised, the sum is 1.
  var quotient = numerator
  if raise == 0 {
    let sum = DoubleDouble(sum: 1, numerator.high) + numerator.low
    quotient = numerator / (sum * sum)
  }
  return (quotient / scale.significand).high
    .scaled(byPowerOfTwo: -raise - Int(scale.exponent))
}

/// The logarithm of the standard logistic density, in two doubles.
package func standardLogisticLogDensity(_ z: DoubleDouble) -> DoubleDouble {
  guard z.high.magnitude < .infinity else {
    return DoubleDouble(z.high.isNaN ? z.high : -.infinity)
  }
  let size = z.high < 0 ? -z : z
  // Beyond, the logarithm of 1 + exp(−z) does not change z.
  guard size.high < 700 else { return -size }
  return -size - DoubleDouble.logOnePlus(DoubleDouble.exp(-size)) * 2
}

/// The logarithm of the logistic function, at a number with more bits than a
/// double has.
package func logExpit(_ x: DoubleDouble) -> Double {
  guard x.high.magnitude < 600 else {
    return x.high > 0 ? -(-x).exponential() : x.high
  }
  let size = x.high < 0 ? -x : x
  let e = SplitExponential(-size.high, rest: -size.low)
  let p = DoubleDouble(ordered: e.head, e.head * e.growth)
  // log(1 + p), with what the rounding of p lost to first order.
  let rest = p.low / (1 + p.high)
  if x.high > 0 { return -(.log(onePlus: p.high) + rest) }
  return x.high + (x.low - (.log(onePlus: p.high) + rest))
}
