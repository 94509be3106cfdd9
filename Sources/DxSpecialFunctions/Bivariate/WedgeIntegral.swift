internal import RealModule

/// ∫₀^∞ exp(−pt − t²/2) m(q + slope · t) dt for p ≥ 0, q ≥ 0 and a slope from
/// 0 on, with m(x) = exp(x²/2) Φ(−x).
///
/// Times exp(−r²/2) it is the probability of a wedge, of which the side with
/// Φ is integrated out. The integrand is positive and falls; the rule covers
/// it to where it is exp(−38) of its start.
internal func wedgeIntegral(p: Double, q: Double, slope: Double) -> Double {
  let end = 76 / (p + (p * p + 76).squareRoot())
  let first = q * 0.7071067811865476
  let step = slope * 0.7071067811865476
  let sum = pairSum(unitRule24) {
    let t = end * $0
    let exponent = t * (p + 0.5 * t) * -1.4426950408889634
    let x = first + step * t
    return exponent.binaryExponential
      * SIMD2(scaledErfc(x[0]), scaledErfc(x[1]))
  }
  return 0.5 * end * sum
}

/// The part of `wedgeIntegral` between the ray from the origin through the
/// apex and one of its sides, over √2π: the side has the distance d from the
/// origin, and the apex the distance r and from the side's nearest point q.
internal func rayFactor(_ d: Double, _ q: Double, _ r: Double) -> Double {
  0.3989422804014327 * (d / r) * wedgeIntegral(p: r, q: q, slope: q / r)
}

/// The probability that a standard normal variable is in an interval, with a
/// small relative error however short or far out that is.
internal func normalProbability(
  from lower: Double, to upper: Double
) -> Double {
  guard lower < upper else { return 0 }
  if upper <= 0 { return normalProbability(from: -upper, to: -lower) }
  let rootHalf = 0.7071067811865476
  if lower <= 0 {
    return 0.5
      * (errorFunction(upper * rootHalf) + errorFunction(-lower * rootHalf))
  }
  let width = upper - lower
  guard width * (lower + upper) < 2 else {
    return standardNormalProbability(-lower) - standardNormalProbability(-upper)
  }
  let integral = pairSum(unitRule10) {
    let t = width * $0
    return (t * (lower + 0.5 * t) * -1.4426950408889634).binaryExponential
  }
  return (DoubleDouble(product: lower, lower) * -0.5)
    .exponential(times: 0.3989422804014327 * width * integral)
}
