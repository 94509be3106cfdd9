internal import RealModule

extension NoncentralChiSquaredKernel {
  /// The z at which one tail has a given probability in (0, 1).
  ///
  /// Newton's iteration for the logarithm of a tail as a function of log z,
  /// between limits that close in. The lower tail, all of which has some 100
  /// bits, is taken beyond the middle too.
  package func quantile(probability: Double, upper: Bool) -> Double {
    let complement = DoubleDouble(sum: 1, -probability)
    let given = DoubleDouble(probability)
    let (below, above) = upper ? (complement, given) : (given, complement)
    let isUpper = below.high > 0.9
    let target = (isUpper ? above : below).logarithm()
    let logBelow = isUpper ? below.logarithm() : target
    if let z = smallQuantile(logBelow) { return z }
    let p = isUpper ? above.high : below.high
    var z = quantileStart(p, target: target.high, isUpper: isUpper)
    var (low, high) = (0.0, Double.infinity)
    for _ in 0..<80 {
      let (tail, slope) = tail(at: z, upper: isUpper)
      let gap =
        (tail.logDensity - target + DoubleDouble.log(tail.factor)).high
      if (gap < 0) == isUpper { high = z } else { low = z }
      let delta = (isUpper ? gap : -gap) / slope
      let next = z + z * .expMinusOne(Swift.max(-5, Swift.min(5, delta)))
      // The next error is of the order of δ² times the square root.
      if delta * delta * (1 + (shape + poissonMean).squareRoot()) < 1e-17 {
        return next
      }
      if next > low && next < high {
        z = next
      } else if high < .infinity {
        z = low > 0 ? low.squareRoot() * high.squareRoot() : 0.5 * high
      } else {
        z = 2 * low
      }
    }
    return z
  }

  /// The quantile where the first term of the lower tail, e^(−μ) zᵃ/Γ(a + 1),
  /// is all of it.
  private func smallQuantile(_ logLower: DoubleDouble) -> Double? {
    let logGamma =
      shape < 1
      ? DoubleDouble(logGammaOnePlus(shape))
      : DoubleDouble.logGamma(DoubleDouble(sum: shape, 1))
    let logZ = (logLower + poissonMean + logGamma) / shape
    guard logZ.high < -45 - .log(1 + poissonMean) else { return nil }
    return logZ.exponential()
  }

  private func quantileStart(
    _ p: Double, target: Double, isUpper: Bool
  ) -> Double {
    // A multiple of a central variable with the same mean and variance
    // (Patnaik 1949), by the cube root of Wilson and Hilferty.
    let mean = shape + poissonMean
    let scale = (mean + poissonMean) / mean
    let a = mean / scale
    let normal = standardNormalQuantile(p)
    let root =
      1 - 1 / (9 * a) - (isUpper ? normal : -normal)
      / (3 * a.squareRoot())
    let z = mean * root * root * root
    if root > 0.1 { return z }
    // Far down, the first term of the series.
    let logZ = (target + poissonMean + .logGamma(shape + 1)) / shape
    return Swift.max(
      Swift.min(.exp(Swift.min(0, logZ)), 0.1 * mean), 1e-30)
  }
}
