internal import RealModule

extension BetaSide {
  /// 1 − I for a < 1 and small b x, or `nil` where I is the tail to compute.
  ///
  /// ```
  /// I = xᵃ / (a B) (1 + a Σ (1 − b)ₙ xⁿ / (n! (a + n))),  n = 1, 2, …
  /// ```
  /// of which the power is close to 1, and subtracted as an `expm1` of a
  /// logarithm with a small relative error.
  ///
  /// - Parameter end: x, with more bits.
  func complementOfSmallParameter(_ end: DoubleDouble) -> Double? {
    let log =
      end.logarithm() * a + logGammaIncrement
      - DoubleDouble.logGammaOnePlus(small: a)
    guard log.high > -1.5 else { return nil }
    // The sum begins with two terms in two doubles: it cancels four fifths
    // of the logarithm at the most.
    let first = (DoubleDouble(sum: 1, -b) * end) / DoubleDouble(sum: 1, a)
    let second = (DoubleDouble(sum: 2, -b) * end * end
      * DoubleDouble(sum: 1, -b)) * 0.5 / DoubleDouble(sum: 2, a)
    var term = (1 - b) * (2 - b) * 0.5 * x * x
    var rest = 0.0
    var n = 2.0
    repeat {
      n += 1
      term *= (n - b) / n * x
      rest += term / (a + n)
    } while term.magnitude > 0x1p-60 * (first.high.magnitude + rest.magnitude)
    let sum = (first + second + rest) * a
    let linear = log + sum
    let remainder = exponentialRemainder(log.high)
    let q = -(linear.high + (linear.low + remainder
      + .expMinusOne(log.high) * sum.high))
    return q < 0.6 ? q : nil
  }

  /// log Γ(a + b) − log Γ(b) for a small a, with a small relative error.
  private var logGammaIncrement: DoubleDouble {
    // Γ(b + a) / Γ(b) = Γ(z + a) / Γ(z) / ∏ (1 + a / (b + i)), and then
    // Stirling's formula for z ≥ 24.
    var z = DoubleDouble(b)
    var excess = DoubleDouble(0)
    while z.high < 24 {
      let step = DoubleDouble(a) / z
      excess = excess + step + excess * step
      z = z + 1
    }
    let ratio = DoubleDouble(a) / z
    let logRatio = DoubleDouble.logOnePlus(ratio)
    let whole = z + a
    let main = z.logarithm() * a
      + (DoubleDouble.logOnePlusRemainder(ratio) * z + logRatio * (a - 0.5))
    let r = 1 / (z.high * z.high)
    _ = whole; _ = r
    let change = stirlingIncrement(z.high)
    let sum = main + change
    return excess.high > 0 ? sum - DoubleDouble.logOnePlus(excess) : sum
  }

  /// δ(z + a) − δ(z) for z ≥ 24.
  private func stirlingIncrement(_ z: Double) -> Double {
    let w = z + a
    let u = 1 / z
    let v = 1 / w
    // vᵏ − uᵏ = (v − u) (vᵏ⁻¹ + …), with v − u = −a u v.
    let s2 = v * v + v * u + u * u
    let s4 = (v * v * v * v + u * u * u * u) + u * v * s2
    let v3 = v * v * v
    let u3 = u * u * u
    let s6 = (v3 * v3 + u3 * u3) + u * v * s4
    return -a * u * v
      * (1.0 / 12 - s2 * (1.0 / 360) + s4 * (1.0 / 1260) - s6 * (1.0 / 1680))
  }
}

extension DoubleDouble {
  /// log Γ(1 + a) for a < 1, with a small relative error.
  internal static func logGammaOnePlus(small a: Double) -> Self {
    guard a < 0x1p-6 else {
      return .logGamma(DoubleDouble(sum: 1, a))
    }
    // −γ a + ζ(2)/2 a² − ζ(3)/3 a³ + …
    let tail = a * a
      * (0.8224670334241132 - a * (0.40068563438653143
        - a * (0.27058080842778454 - a * (0.20738555102867398
          - a * (0.1695571769974082 - a * (0.1440498967688461 - a * 0.12550966952474304))))))
    return DoubleDouble(
      high: -0x1.2788cfc6fb619p-1, low: 0x1.6cb90701fbfabp-58) * a + tail
  }
}
