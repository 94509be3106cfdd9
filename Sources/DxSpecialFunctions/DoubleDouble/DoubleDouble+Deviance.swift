extension DoubleDouble {
  /// log(1 + w) − w, with a small relative error also for small w; w > −1.
  ///
  /// Accuracy: the relative error is below 2⁻⁶².
  package static func logOnePlusRemainder(_ w: Self) -> Self {
    w.high.magnitude <= 0.125
      ? (w * w) * -remainderOverSquare(w) : logOnePlus(w) - w
  }

  /// (w − log(1 + w)) / w² for |w| up to 1/8, by the Taylor series, of which
  /// only the terms up to w³ need more than a double: half the cost of a
  /// logarithm.
  @inline(__always)
  private static func remainderOverSquare(_ w: Self) -> Self {
    let v = w.high
    let v2 = v * v
    let v4 = v2 * v2
    // 1/5 − v/6 + v²/7 − ⋯, of which the coefficients beyond the second were
    // fitted with mpmath 1.3.0 by interpolation at Chebyshev points, so that
    // a deviance has a relative error of 1.5e−19; it may be of the order of
    // 700, where the terms themselves do not suffice.
    let low = 0.2 - v * 0.16666666666666394
    let low2 = 0.14285714285714027 - v * 0.1250000000048901
    let middle = 0.11111111111574495 - v * 0.09999999750740804
    let middle2 = 0.09090908854713346 - v * 0.0833338772519369
    let high = 0.07692359232902356 - v * 0.07137098975991187
    let high2 = 0.06661210472363545 - v * 0.06541192096579261
    let upper = (high + high2 * v2) + v4 * 0.06158260872462793
    let tail = (low + low2 * v2) + ((middle + middle2 * v2) + upper * v4) * v4
    let fourth = Self(ordered: 0.25, -v * tail)
    let third =
      Self(high: 0x1.5555555555555p-2, low: 0x1.5555555555555p-56)
      - w * fourth
    return -(w * third) + 0.5
  }

  /// x log(x/m) + m − x, what x at its best gains over x with mean m: half the
  /// deviance of a Poisson variable, and a part of that of a binomial one.
  ///
  /// Edge cases: m where x is 0.
  ///
  /// Accuracy: the relative error is below 2⁻⁶² where no part underflows.
  ///
  /// - Parameters:
  ///   - x: A number from 0 on, finite.
  ///   - m: A positive, finite number.
  ///
  /// > C. Loader. "Fast and accurate computation of binomial probabilities."
  /// > 2000, where it is x D₀(m/x), there in one double.
  package static func deviance(_ x: Self, from m: Self) -> Self {
    let difference = m - x
    if difference.high.magnitude < 0.5 * x.high {
      return logOnePlusRemainder(difference / x) * -x
    }
    return distantDeviance(x, from: m, difference: difference)
  }

  /// The same for an x in one double.
  package static func deviance(_ x: Double, from m: Self) -> Self {
    let difference = m - x
    if difference.high.magnitude < 0.5 * x {
      return logOnePlusRemainder(difference / x) * -x
    }
    return distantDeviance(Self(x), from: m, difference: difference)
  }

  /// The deviance where x and m are of different sizes.
  private static func distantDeviance(
    _ x: Self, from m: Self, difference: Self
  ) -> Self {
    if x.high == 0 { return m }
    let ratio = x.high / m.high
    guard ratio > 0x1p-900 && ratio < 0x1p900 else {
      return difference + (x.logarithm() - m.logarithm()) * x
    }
    return difference + (x / m).logarithm() * x
  }
}
