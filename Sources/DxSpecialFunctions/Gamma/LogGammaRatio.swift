internal import RealModule

/// The logarithm of a ratio of gamma functions, log(Γ(a) / Γ(b)).
///
/// It keeps its digits where a and b are large or close to each other, which
/// the difference of two log-gamma functions does not.
///
/// Edge cases: NaN unless both arguments are positive and finite; 0 where they
/// are equal.
///
/// Accuracy: measured maximum error 4 ulp, but next to a zero other than
/// `a` = `b`, which lies on either side of 1.4616…, where it is absolute.
///
/// Complexity: some 100 ns, and some 200 ns below 24.
public func logGammaRatio(_ a: Double, _ b: Double) -> Double {
  guard a > 0 && b > 0 && a < .infinity && b < .infinity else { return .nan }
  return logGammaRatio(
    DoubleDouble(a), DoubleDouble(b), difference: DoubleDouble(sum: a, -b))
}

/// The logarithm of a rising factorial,
/// log(a (a + 1) ⋯ (a + n − 1)) = log(Γ(a + n) / Γ(a)).
///
/// Edge cases: n need not be whole, and may be negative. NaN unless `a` and
/// a + n are positive and finite; 0 where n is 0.
///
/// Accuracy: as ``logGammaRatio(_:_:)``; n keeps its digits where a + n would
/// be rounded.
public func logRisingFactorial(_ a: Double, _ n: Double) -> Double {
  let end = a + n
  guard a > 0 && end > 0 && end < .infinity else { return .nan }
  return logGammaRatio(
    DoubleDouble(sum: a, n), DoubleDouble(a), difference: DoubleDouble(n))
}

private func logGammaRatio(
  _ a: DoubleDouble, _ b: DoubleDouble, difference: DoubleDouble
) -> Double {
  let d = difference.high
  let smaller = Swift.min(a.high, b.high)
  if d.magnitude <= 0.005 * smaller {
    return logGammaRatio(closeTo: b.high, difference: d)
  }
  if smaller >= 24 {
    // Stirling's formula for both, with what cancels left out.
    let correction =
      stirlingError(a.high) - stirlingError(b.high)
      - 0.5 * .log(a.high / b.high)
    return
      (difference * b.logarithm() + DoubleDouble.deviance(a, from: b)
      + correction).high
  }
  return (DoubleDouble.logGamma(a) - DoubleDouble.logGamma(b)).high
}

/// log(Γ(b + d) / Γ(b)) for a d that is small beside b, by the odd
/// derivatives in the middle between both.
private func logGammaRatio(
  closeTo b: Double, difference d: Double
) -> Double {
  let h = 0.5 * d
  let middle = b + h
  // ψ″ and ψ⁗ by recurrence from 24 on, and there by asymptotic series.
  var second = 0.0
  var fourth = 0.0
  var m = middle
  while m < 24 {
    let cube = 1 / (m * m * m)
    second -= 2 * cube
    fourth -= 24 * cube / (m * m)
    m += 1
  }
  let r = 1 / m
  let square = r * r
  second -= square * (1 + r * (1 + r * (0.5 - square / 6)))
  fourth -= square * square * (6 + r * (12 + r * 10))
  return d
    * (digamma(middle) + h * h * (second / 6 + h * h * (fourth / 120)))
}
