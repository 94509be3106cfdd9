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
    // 1/5 − v/6 + v²/7 − ⋯, cut where v is an eighth.
    let low = (0.2 - v * (1.0 / 6)) + (1.0 / 7 - v * 0.125) * v2
    let middle = (1.0 / 9 - v * 0.1) + (1.0 / 11 - v * (1.0 / 12)) * v2
    let high = (1.0 / 13 - v * (1.0 / 14)) + (1.0 / 15 - v * (1.0 / 16)) * v2
    let tail = low + (middle + (high + v4 * (1.0 / 17)) * v4) * v4
    let fourth = DoubleDouble(ordered: 0.25, -v * tail)
    let third =
      DoubleDouble(high: 0x1.5555555555555p-2, low: 0x1.5555555555555p-56)
      - w * fourth
    let second = -(w * third) + 0.5
    return (w * w) * second * shape
  }
}
