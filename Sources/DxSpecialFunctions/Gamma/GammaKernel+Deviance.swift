extension GammaKernel {
  /// The deviance D = a log(a/x) + x − a, for x in (0, ∞).
  ///
  /// For x within an eighth of the shape it is a (w − log(1 + w)) with
  /// w = (x − a)/a by the Taylor series, of which only the terms up to w⁵ need
  /// more than a double: half the cost of a logarithm.
  @inline(__always)
  internal func deviance(at x: DoubleDouble) -> DoubleDouble {
    let excess = DoubleDouble(sum: x.high, -shape)
    guard excess.high.magnitude <= 0.125 * shape else {
      return .deviance(DoubleDouble(shape), from: x)
    }
    let w =
      DoubleDouble(
        high: excess.high, low: excess.low + x.low) / shape
    return devianceSeries(w)
  }

  private func devianceSeries(_ w: DoubleDouble) -> DoubleDouble {
    let v = w.high
    let v2 = v * v
    let v4 = v2 * v2
    // 1/5 − v/6 + v²/7 − ⋯, of which the coefficients beyond the second were
    // fitted with mpmath 1.3.0 by interpolation at Chebyshev points, so that
    // the deviance has a relative error of 1.5e−19; it may be of the order of
    // 700, where the terms themselves do not suffice.
    let low = 0.2 - v * 0.16666666666666394
    let low2 = 0.14285714285714027 - v * 0.1250000000048901
    let middle = 0.11111111111574495 - v * 0.09999999750740804
    let middle2 = 0.09090908854713346 - v * 0.0833338772519369
    let high = 0.07692359232902356 - v * 0.07137098975991187
    let high2 = 0.06661210472363545 - v * 0.06541192096579261
    let upper =
      (high + high2 * v2) + v4 * 0.06158260872462793
    let tail = (low + low2 * v2) + ((middle + middle2 * v2) + upper * v4) * v4
    let fourth = DoubleDouble(ordered: 0.25, -v * tail)
    let third =
      DoubleDouble(high: 0x1.5555555555555p-2, low: 0x1.5555555555555p-56)
      - w * fourth
    let second = -(w * third) + 0.5
    return (w * w) * second * shape
  }
}
