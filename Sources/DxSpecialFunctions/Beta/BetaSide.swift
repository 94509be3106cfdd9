internal import RealModule

/// The lower tail of a beta distribution at a point below its mean, or the
/// upper one seen from the other end.
internal struct BetaSide {
  var a: Double
  var b: Double
  var x: Double
  var y: Double
  /// a y − b x, which cancels near the mean and comes with more bits.
  var distance: Double

  /// I / density, where the density is that of the logit.
  var factor: Double {
    if a >= 20 && b >= 20 && distance >= 0 { return quadrature }
    return x <= 0.5 ? series : continuedFraction
  }

  /// The series Σ (a + b)ₙ xⁿ / (a)ₙ₊₁, all terms positive.
  ///
  /// > NIST Digital Library of Mathematical Functions, 8.17.8.
  private var series: Double {
    var term = 1.0
    var sum = 1.0
    var n = 0.0
    repeat {
      term *= (a + b + n) / (a + 1 + n) * x
      sum += term
      n += 1
    } while term > sum * 0x1p-56
    return sum / a
  }

  /// The continued fraction that is the even part of the classical one,
  /// by the modified Lentz method.
  ///
  /// > A. R. DiDonato and A. H. Morris. "Algorithm 708: Significant digit
  /// > computation of the incomplete beta function ratios." *ACM TOMS* 18
  /// > (1992), 360–373, equation (9). doi:10.1145/131766.131776
  private var continuedFraction: Double {
    var value = denominator(0)
    var c = value
    var d = 0.0
    // Below the mean, terms of the order of the square root of the smaller
    // parameter suffice; the bound is against a NaN only.
    for n in 1...5000 {
      let m = Double(n)
      let t = a + 2 * m - 1
      let numerator =
        (a + m - 1) / t * ((a + b + m - 1) / t) * m * (b - m) * x * x
      let next = denominator(m)
      d = 1 / (next + numerator * d)
      c = next + numerator / c
      let ratio = c * d
      value *= ratio
      if (ratio - 1).magnitude < 0x1p-53 { break }
    }
    return 1 / value
  }

  private func denominator(_ m: Double) -> Double {
    // The first step has no such term, and would divide 0 by 0 for a = 1.
    let first = m > 0 ? m * (b - m) * x / (a + 2 * m - 1) : 0
    return m + first
      + (a + m) * (distance + 1 + m * (2 - x)) / (a + 2 * m + 1)
  }

  /// The tail as an integral over the logit, from the point outwards.
  ///
  /// With h(v) = log(y eˣᵛ + x e⁻ʸᵛ) the density at logit x − v is that at
  /// logit x times exp(−((a y − b x) v + (a + b) h(v))).
  private var quadrature: Double {
    let n = a + b
    let start =
      84 / (distance + (distance * distance + 84 * n * x * y).squareRoot())
    // No v beyond this one is needed: log(y + x e⁻ᵛ) is at least log y.
    let bound = (44 - n * .log(onePlus: -x)) / a
    return tailQuadrature(
      start: Swift.min(start, bound),
      exponent: { v in distance * v + n * logConvex(v) },
      slope: { v in
        let e = Double.expMinusOne(-v)
        return distance - n * x * y * e / (1 + x * e)
      })
  }

  /// h(v), from the end whose probability is below 1/2.
  private func logConvex(_ v: Double) -> Double {
    if x <= 0.5 {
      return x * exponentialRemainder(-v)
        + logOnePlusRemainder(x * .expMinusOne(-v))
    }
    return y * exponentialRemainder(v)
      + logOnePlusRemainder(y * .expMinusOne(v))
  }

  /// 1 − I for a < 1 and small b x, or `nil` where I is the tail to compute.
  ///
  /// ```
  /// I = xᵃ / B Σ (1 − b)ₙ xⁿ / (n! (a + n)),  n = 0, 1, …
  /// ```
  /// of which the first term, xᵃ / (a B), is subtracted as an `expm1`.
  ///
  /// - Parameter logPower: log(xᵃ / (a B)).
  func complementOfSmallParameter(logPower: Double) -> Double? {
    guard logPower > -1.5 else { return nil }
    var term = 1.0
    var sum = 0.0
    var n = 0.0
    repeat {
      n += 1
      term *= (n - b) / n * x
      sum += term / (a + n)
    } while term.magnitude > sum.magnitude * 0x1p-56
    let q = -Double.expMinusOne(logPower) - .exp(logPower) * a * sum
    return q < 0.6 ? q : nil
  }
}
