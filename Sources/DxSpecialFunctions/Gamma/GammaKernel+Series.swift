internal import RealModule

extension GammaKernel {
  /// P Γ(1 + a) / (xᵃ e⁻ˣ), the series 1 + x/(a + 1) (1 + x/(a + 2) (1 + ⋯)).
  ///
  /// It is summed from its end as a quotient of two numbers, so that a term
  /// takes no division and rounding errors are damped.
  ///
  /// > W. Gautschi. "A computational procedure for incomplete gamma
  /// > functions." *ACM TOMS* 5 (1979), 466–481. doi:10.1145/355853.355863
  internal func series(_ x: Double) -> Double {
    let scale = 1 / (shape + 1)
    let ratio = x * scale
    // The fraction of the bit pattern is below the logarithm by at most 0.087;
    // the terms fall at least like powers of the first ratio, and within
    // reach of ratios beyond 0.3, where the shape is below 2, 21 suffice.
    let bits = Double(Int(bitPattern: UInt(ratio.bitPattern))) * 0x1p-52
    let most = shape < 2 ? 21.0 : 34
    let count = Swift.min(most, 2 + 56 / Swift.max(1.6, 1022.9 - bits))
    var numerator = 1.0
    var denominator = 1.0
    var n = count.rounded(.down)
    while n > 1 {
      denominator *= (shape + n) * scale
      numerator = denominator + ratio * numerator
      n -= 1
    }
    return 1 + ratio * (numerator / denominator)
  }

  /// The denominator of Q Γ(a) / (xᵃ e⁻ˣ) by Legendre's continued fraction.
  /// ```
  /// x + 1 − a + 1 (a − 1)/(x + 3 − a + 2 (a − 2)/(x + 5 − a + ⋯))
  /// ```
  /// for x above both the shape and 1.
  ///
  /// It is evaluated from its end, where rounding errors are damped instead
  /// of multiplied, as a quotient of two numbers. The number of terms was
  /// fitted to those after which the fraction no longer changes.
  ///
  /// > NIST Digital Library of Mathematical Functions, 8.9.2.
  internal func continuedFraction(_ x: Double) -> Double {
    let b = x + 1 - shape
    // The quotient would overflow.
    guard x < 1e12 else {
      return b + (shape - 1) / (b + 2 + 2 * (shape - 2) / (b + 4))
    }
    var n = (7 + 102 / x + (shape > 6 ? 4 : 0)).rounded(.down)
    var numerator = b + 2 * n
    var denominator = 1.0
    while n > 0 {
      let next = (b + 2 * (n - 1)) * numerator + n * (shape - n) * denominator
      denominator = numerator
      numerator = next
      n -= 1
    }
    return numerator / denominator
  }

  /// Q for a shape below 1 and x below 0.3, where P is close to 1.
  ///
  /// ```
  /// Q = 1 − xᵃ/Γ(1 + a) − xᵃ/Γ(1 + a) Σ a (−x)ⁿ / (n! (a + n)),  n = 1, 2, …
  /// ```
  /// The difference is an `expm1`.
  ///
  /// > A. R. DiDonato and A. H. Morris. "Computation of the incomplete gamma
  /// > function ratios and their inverse." *ACM TOMS* 12 (1986), 377–393.
  /// > doi:10.1145/22721.23109
  internal func upperProbabilityOfSmallShape(
    _ x: Double, logPower: DoubleDouble
  ) -> Double {
    let power = Double.exp(logPower.high)
    return -Double.expMinusOne(logPower.high)
      - power * (shape * alternatingSum(x) + logPower.low)
  }

  /// Σ (−x)ⁿ / (n! (a + n)), n = 1, 2, …, for x that is not large.
  internal func alternatingSum(_ x: Double) -> Double {
    var term = 1.0
    var sum = 0.0
    var n = 0.0
    repeat {
      n += 1
      term *= -x / n
      sum += term / (shape + n)
    } while term.magnitude > sum.magnitude * 0x1p-56
    return sum
  }
}
