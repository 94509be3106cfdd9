internal import RealModule

extension StudentKernel {
  /// The tail as that of a normal variable and a correction.
  ///
  /// With n = ν − ½ and z² = n log(1 + s²/ν) the density of s is that of z
  /// times an even function,
  /// ```
  /// P(T > t) = c ∫ e^(−z²/2) g(z²/n) dz,  g(u) = √((u/2) / sinh(u/2))
  /// ```
  /// from the z of t on. Its Taylor series makes this a sum of moments of the
  /// truncated normal distribution, which by partial integration are
  /// multiples of the normal tail Q and of the density. As the tail is ½ at
  /// z = 0, the multiples of Q add up to Q itself:
  /// ```
  /// P(T > t) = Q(z) + φ(z) z p(z²) / A
  /// ```
  /// where the coefficients of p and A depend on n only.
  ///
  /// The transformation of t is Wallace's, with n in the place of ν; the
  /// expansion is derived here.
  ///
  /// > D. L. Wallace. "Bounds on normal approximations to Student's and the
  /// > chi-square distributions." *Annals of Mathematical Statistics* 30
  /// > (1959), 1121–1130.
  internal func normalTail(_ point: StudentPoint) -> StudentTail {
    let square = point.logarithm * DoubleDouble(sum: nu, -0.5)
    let z = square.high.squareRoot()
    let correction = normalCorrection(
      z, square.high, termCount: termCount(ratio: point.logarithm.high))
    return StudentTail(
      exponent: square * -0.5,
      factor: 0.5 * scaledErfc(z * 0x1.6a09e667f3bcdp-1)
        + correction * 0x1.9884533d43651p-2)
  }

  /// How many terms of g reach 10⁻¹⁷ of the tail at a ratio u = z²/n.
  ///
  /// The terms fall as (u/2π)²ᵏ and (4k − 1)!!/(2πn)²ᵏ, whichever is greater.
  internal func termCount(ratio u: Double) -> Int {
    if u < 0.01 && nu > 500 { return 2 }
    if u < 0.1 && nu > 62 { return 4 }
    return u < 0.3 && nu > 28 ? 6 : 10
  }

  /// z p(z²) / A, of which the product with φ(z) is what the tail exceeds that
  /// of the normal distribution by.
  internal func normalCorrection(
    _ z: Double, _ square: Double, termCount: Int
  ) -> Double {
    // Beyond, it is below 10⁻¹⁸ of any tail that is a number.
    guard nu < 1e14 else { return 0 }
    let r = 1 / (nu - 0.5)
    let r2 = r * r
    return studentSeries.withUnsafeBufferPointer { g in
      // The coefficients of z⁰, z², … by the recurrence of the moments,
      // M₂ⱼ = z²ʲ⁻¹ e^(−z²/2) + (2j − 1) M₂ⱼ₋₂, and Horner's rule at once.
      var power = 1.0
      for _ in 0..<termCount { power *= r2 }
      let scale = nu - 0.5
      let scale2 = scale * scale
      var coefficient = g[termCount] * power
      var sum = coefficient
      var odd = Double(4 * termCount - 1)
      for k in stride(from: termCount - 1, through: 0, by: -1) {
        power *= scale2
        coefficient *= odd
        sum = sum * square + coefficient
        coefficient = coefficient * (odd - 2) + g[k] * power
        odd -= 4
        if k > 0 { sum = sum * square + coefficient }
      }
      return z * sum / coefficient
    }
  }
}

/// The Taylor coefficients of √((u/2) / sinh(u/2)) in powers of u², from their
/// exact rational values.
private let studentSeries: [Double] = [
  1, -0.020833333333333332, 0.000390625, -7.879670965608466e-06,
  1.6967665791721782e-07, -3.805064191721906e-09, 8.748377596315407e-11,
  -2.044523359411974e-12, 4.833351797967704e-14, -1.152434101767386e-15,
  2.76605204359937e-17,
]
