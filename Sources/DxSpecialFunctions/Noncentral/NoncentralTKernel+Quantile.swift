internal import RealModule

extension NoncentralTKernel {
  /// The t at which one tail has a given probability in (0, 1).
  ///
  /// Newton's iteration for the logarithm of the smaller tail, between limits
  /// that close in. Far out, where the tail is a power of t, it is a function
  /// of log t.
  package func quantile(probability: Double, upper: Bool) -> Double {
    // From 1/2 on the complement is exact, and the other tail the smaller.
    let flips = probability > 0.5
    let isUpper = upper != flips
    let p = flips ? 1 - probability : probability
    let target = DoubleDouble.log(p)
    let normal = standardNormalQuantile(p)
    var t = start(isUpper ? -normal : normal)
    var (low, high) = (-Double.infinity, Double.infinity)
    for _ in 0..<100 {
      let (tail, slope) = tail(at: t, upper: isUpper)
      let gap =
        (tail.logDensity - target + DoubleDouble.log(tail.factor)).high
      if (gap < 0) == isUpper { high = t } else { low = t }
      let delta = (isUpper ? gap : -gap) / slope
      let next = Self.stepped(t, by: delta, isUpper: isUpper)
      let change = delta * slope
      if change * change < 1e-17 || next == t {
        return next
      }
      t = next > low && next < high ? next : Self.middle(low, high)
    }
    return t
  }

  /// Newton's step for t or, on the tail's side of zero, for log |t|.
  private static func stepped(
    _ t: Double, by delta: Double, isUpper: Bool
  ) -> Double {
    let isOutside = isUpper ? t > 1 : t < -1
    guard isOutside else {
      let size = 4 * (1 + t.magnitude)
      return t + Swift.max(-size, Swift.min(size, delta))
    }
    return t + t * .expMinusOne(Swift.max(-20, Swift.min(20, delta / t)))
  }

  private static func middle(_ low: Double, _ high: Double) -> Double {
    if low == -.infinity { return high > 0 ? -1 : 4 * high - 1 }
    if high == .infinity { return low < 0 ? 1 : 4 * low + 1 }
    if low > 1 && high > 4 * low { return low.squareRoot() * high.squareRoot() }
    if high < -1 && low < 4 * high {
      return -((-low).squareRoot() * (-high).squareRoot())
    }
    return 0.5 * low + 0.5 * high
  }

  /// A normal approximation of T as a ratio.
  ///
  /// > M. Abramowitz and I. A. Stegun. *Handbook of Mathematical Functions*,
  /// > 1964, 26.7.10.
  private func start(_ z: Double) -> Double {
    // Φ((t (1 − 1/4ν) − δ) / √(1 + t²/2ν)) = p, solved for t.
    let c = 1 - Swift.min(0.5, 0.25 / nu)
    let q = 0.5 * z * z / nu
    let d = c * c - q
    let inner = delta * delta * q + z * z * d
    if d > 0.05 && inner >= 0 {
      return (delta * c + (z < 0 ? -1 : 1) * inner.squareRoot()) / d
    }
    return z < 0 ? Swift.min(0, delta) - 4 : Swift.max(0, delta) + 4
  }
}
