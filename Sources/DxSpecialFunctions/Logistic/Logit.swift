internal import RealModule

/// The logistic function, `1 / (1 + exp(−x))`.
///
/// It maps the logit scale to probabilities, and its complement is
/// `expit(−x)`, which keeps the small probability accurate.
///
/// Edge cases: `expit(−∞)` is 0, `expit(+∞)` is 1, and below −709 the result
/// goes through the subnormal numbers to 0. NaN gives NaN.
public func expit(_ x: Double) -> Double {
  expit(x, correction: 0)
}

/// The logistic function of a number with more bits than a double has.
package func expit(_ x: DoubleDouble) -> Double {
  expit(x.high, correction: x.low)
}

@inline(__always)
private func expit(_ x: Double, correction: Double) -> Double {
  let size = x.magnitude
  guard size < 708 else { return expitAtEnd(x, correction: correction) }
  // exp(−|x|) cannot overflow, and one exponential serves both signs.
  let isNegative = x < 0
  let e = SplitExponential(-size, rest: isNegative ? correction : -correction)
  let small = e.head * e.growth
  let sum = 1 + (e.head + small)
  // What the sum lost, over the sum: a straight line is enough for 1/sum.
  let lost = ((1 - sum) + e.head) + small
  let relative = lost * (1.457 - 0.5 * sum)
  let quotient = (isNegative ? e.head : 1) / sum
  return quotient + quotient * ((isNegative ? e.growth : 0) - relative)
}

/// The logistic function where its exponential may be subnormal.
private func expitAtEnd(_ x: Double, correction: Double) -> Double {
  if x < 0 { return DoubleDouble(high: x, low: correction).exponential() }
  return x.isNaN ? x : 1
}

/// The logarithm of the odds, `log(p / (1 − p))`.
///
/// Edge cases: `logit(0)` is −∞, `logit(1)` is +∞, and the result is NaN
/// outside [0, 1].
public func logit(_ p: Double) -> Double {
  // Between 1/4 and 3/4 the logarithm of a quotient near one would cancel;
  // 2p − 1 is exact there, and log(p / (1 − p)) = 2 artanh(2p − 1).
  if p > 0.25 && p < 0.75 {
    let d = (p - 0.5) + (p - 0.5)
    return d > 0
      ? .log(onePlus: 2 * d / (1 - d))
      : -.log(onePlus: -2 * d / (1 + d))
  }
  if p == 0 { return -.infinity }
  // Above 1/2 the difference is exact; below 1/4 its rounding is harmless.
  return .log(p / (1 - p))
}

/// The logarithm of the odds in two doubles, for what cancels it.
///
/// - Precondition: `p` is in (0, 1).
package func logitInParts(_ p: Double) -> DoubleDouble {
  guard p > 0.25 && p < 0.75 else {
    return DoubleDouble.log(p) - DoubleDouble(sum: 1, -p).logarithm()
  }
  let d = (p - 0.5) + (p - 0.5)
  let odds =
    DoubleDouble(2 * d.magnitude) / DoubleDouble(sum: 1, -d.magnitude)
  let size = DoubleDouble.logOnePlus(odds)
  return d < 0 ? -size : size
}
