internal import RealModule

extension BetaSide {
  /// log(xᵃ / (a B)) for a small a, with a small relative error.
  func logPower(_ x: DoubleDouble) -> DoubleDouble {
    x.logarithm() * a + logGammaIncrement
      - DoubleDouble.logGammaOnePlus(small: a)
  }

  /// 1 − I for a < 1 and small b x, or `nil` where I is the tail to compute.
  ///
  /// ```
  /// I = xᵃ / (a B) (1 + a Σ (1 − b)ₙ xⁿ / (n! (a + n))),  n = 1, 2, …
  /// ```
  /// of which the power is close to 1, and subtracted as an `expm1` of a
  /// logarithm with a small relative error.
  ///
  /// - Parameters:
  ///   - x: The point, with more bits.
  ///   - log: log(xᵃ / (a B)).
  func complement(_ x: DoubleDouble, logPower log: DoubleDouble) -> Double? {
    guard log.high > -1.5 else { return nil }
    let sum = powerSeries(x).sum * a
    let linear = log + sum
    let remainder = exponentialRemainder(log.high)
    let q =
      -(linear.high
      + (linear.low + remainder
        + .expMinusOne(log.high) * sum.high))
    return q < 0.6 ? q : nil
  }

  /// log Γ(a + b) − log Γ(b) for a small a, with a small relative error.
  var logGammaIncrement: DoubleDouble {
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
    let main =
      z.logarithm() * a
      + (DoubleDouble.logOnePlusRemainder(ratio) * z + logRatio * (a - 0.5))
    let sum = main + stirlingIncrement(z.high)
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
    let tail =
      a * a
      * (0.8224670334241132 - a
        * (0.40068563438653143
          - a
          * (0.27058080842778454 - a
            * (0.20738555102867398
              - a
              * (0.1695571769974082 - a
                * (0.1440498967688461 - a * 0.12550966952474304))))))
    return DoubleDouble(
      high: -0x1.2788cfc6fb619p-1, low: 0x1.6cb90701fbfabp-58) * a + tail
  }
}

extension BetaSide {
  /// The logarithm of the x at which the lower tail has a given logarithm, or
  /// `nil` if that is beyond a limit.
  ///
  /// Newton's iteration for log x, the last step of which is taken from a
  /// double x with a residual in two doubles: that of the logarithm is
  /// divided by a.
  func logPoint(logTail: DoubleDouble, below limit: Double) -> DoubleDouble? {
    // log I = a log x − log(a B) + log(1 + a S(x)).
    let power =
      logTail - logGammaIncrement + DoubleDouble.logGammaOnePlus(small: a)
    let base = power / DoubleDouble(a)
    // Far below, S is nothing beside 1.
    guard base.high > -80 || b > 1e20 else { return base }
    guard base.high > -700 else { return base }
    let bound = Double.log(limit)
    var log = Swift.min(base.high, bound)
    for _ in 0..<20 {
      let (sum, slope) = powerSeries(.exp(log))
      let excess = Double.log(onePlus: a * sum) / a + (log - base.high)
      let step = excess / (1 + slope / (1 + a * sum))
      log -= step
      guard log < bound + 0.1 else { return nil }
      if step.magnitude < 1e-9 { break }
    }
    let x = Double.exp(log)
    let (sum, slope) = powerSeries(DoubleDouble(x))
    let exact = DoubleDouble.log(x)
    let excess =
      (exact - base) + DoubleDouble.logOnePlus(sum * a) / DoubleDouble(a)
    let result = exact - excess.high / (1 + slope / (1 + a * sum.high))
    return result.high < bound ? result : nil
  }

  /// Σ (1 − b)ₙ xⁿ / (n! (a + n)), n = 1, 2, …, and x times its derivative.
  private func powerSeries(_ x: Double) -> (sum: Double, slope: Double) {
    var term = 1.0
    var sum = 0.0
    var slope = 0.0
    var n = 0.0
    repeat {
      n += 1
      term *= (n - b) / n * x
      sum += term / (a + n)
      slope += term * n / (a + n)
    } while term.magnitude > 0x1p-40 * sum.magnitude && n < 500
    return (sum, slope)
  }

  /// The same for an x in two doubles, with the larger terms in two doubles.
  private func powerSeries(
    _ x: DoubleDouble
  ) -> (sum: DoubleDouble, slope: Double) {
    var exactTerm = DoubleDouble(1)
    var head = DoubleDouble(0)
    var slope = 0.0
    var n = 0.0
    repeat {
      n += 1
      exactTerm = exactTerm * x * DoubleDouble(sum: n, -b) / n
      let part = exactTerm / DoubleDouble(sum: a, n)
      head = head + part
      slope += n * part.high
    } while exactTerm.high.magnitude > 0x1p-2 * head.high.magnitude
    var term = exactTerm.high
    var sum = 0.0
    let least = 0x1p-60 * head.high.magnitude
    while term.magnitude > least {
      n += 1
      term *= (n - b) / n * x.high
      sum += term / (a + n)
      slope += term * n / (a + n)
    }
    return (head + sum, slope)
  }
}
