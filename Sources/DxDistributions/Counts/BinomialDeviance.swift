internal import DxSpecialFunctions

/// x log(x/m) + m − x, with an absolute error below 1e−16.
///
/// Next to m it is Loader's series in v = (x − m)/(x + m),
/// ```
/// (x − m)²/(x + m) + 2 x v (v²/3 + v⁴/5 + …)
/// ```
/// of which the first term has the two doubles that the rest can do without:
/// the rest is v/3 of it.
///
/// > C. Loader. "Fast and accurate computation of binomial probabilities."
/// > 2000, where the series is one in double throughout.
internal func binomialDeviance(
  _ x: Double, from m: DoubleDouble
) -> DoubleDouble {
  let difference = m - x
  let sum = DoubleDouble(sum: m.high, x) + m.low
  let v = -difference.high / sum.high
  // The rounding of the rest is of the size of v² (x − m), times 2⁻⁵².
  guard v.magnitude < 0.1, (v * v * difference.high).magnitude < 0.1 else {
    return .deviance(DoubleDouble(x), from: m)
  }
  let u = v * v
  let u2 = u * u
  let series =
    (1.0 / 3 + u * (1.0 / 5)) + (1.0 / 7 + u * (1.0 / 9)) * u2
    + ((1.0 / 11 + u * (1.0 / 13)) + (1.0 / 15 + u * (1.0 / 17)) * u2)
    * (u2 * u2)
  return difference * difference / sum + 2 * x * v * u * series
}
