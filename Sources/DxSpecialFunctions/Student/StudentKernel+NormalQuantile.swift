extension StudentKernel {
  /// What the z of `StudentKernel.normalTail` exceeds the normal quantile of
  /// the same tail by, from twenty degrees of freedom on and for a ratio z²/n
  /// below 1.
  internal func normalizedShift(_ z: Double) -> Double {
    let n = nu - 0.5
    let u = z * z / n
    if n > 500 && u < 0.01 {
      // Beyond, it is below 10⁻¹⁸ of any quantile that is a number.
      guard n < 1e14 else { return 0 }
      let square = z * z
      let e = 1 / (n * n)
      let first = -0.0625 - square * (1.0 / 48)
      let second =
        21.0 / 512 + square
        * (1.0 / 64 + square * (7.0 / 2560 + square * (1.0 / 5760)))
      return z * e * (first + e * second)
    }
    let shift = expandedShift(z)
    if n >= 32 && u < 0.3 { return shift }
    let y = z + shift
    // One Newton step for (Q(y) − Q(z)) / φ(y) + z p(z²) / A, from an error
    // below 1e−10; the derivative of either part is φ(y) g / A.
    let square = y * y
    let correction = normalCorrection(
      y, square, termCount: termCount(ratio: square / n))
    let gap = correction + normalDifference(y, -shift)
    return shift + gap / normalSlope(square)
  }

  /// (Q(y) − Q(y + d)) / φ(y) for a small d, by Taylor's series with Hermite
  /// polynomials; |y d| is at most 1/48 here.
  private func normalDifference(_ y: Double, _ d: Double) -> Double {
    var previous = 1.0
    var hermite = y
    var power = -0.5 * d * d
    var sum = d + power * y
    for k in 1..<6 {
      let next = y * hermite - Double(k) * previous
      (previous, hermite) = (hermite, next)
      power *= -d / Double(k + 2)
      sum += power * next
    }
    return sum
  }

  /// g(y²/n) / A to six digits.
  private func normalSlope(_ square: Double) -> Double {
    let r = 1 / (nu - 0.5)
    let r2 = r * r
    let u2 = square * square * r2
    let g = 1 - u2 * (1.0 / 48 - u2 * (1.0 / 2560 - u2 * 7.88e-6))
    return g / (1 - r2 * (1.0 / 16 - r2 * (105.0 / 2560)))
  }

  /// The same by an expansion in powers of 1/n², z being the normal quantile.
  ///
  /// The polynomials are those for which the differential equation
  /// φ(z) dz = φ(y) g(y²/n) dy / A holds term by term (sympy 1.14.0).
  internal func expandedShift(_ z: Double) -> Double {
    let n = nu - 0.5
    let e = 1 / (n * n)
    let x = z * z
    let p5 =
      -2.4912861585617065 + x
      * (-0.8554970026016235 + x
        * (-0.17562317848205566 + x
          * (-0.025887378056844077 + x
            * (-0.002974230524093386 + x
              * (-0.0002767898716451802 + x
                * (-2.0865961828859235e-05 + x
                  * (-1.2192420238436226e-06 + x
                    * (-4.937570493849429e-08 - x * 1.043837849393405e-09))))))))
    let p4 =
      0.34393882751464844 + x
      * (0.12068684895833333 + x
        * (0.025217437744140626 + x
          * (0.0037490118117559524 + x
            * (0.00041762861625227346 + x
              * (3.4189375620039684e-05 + x
                * (1.8622719631834216e-06 + x * 5.166997354497355e-08))))))
    let p3 =
      -0.0819091796875 + x
      * (-0.0299072265625 + x
        * (-0.0062744140625 + x
          * (-0.0008560422867063492 + x
            * (-7.00989307760141e-05 - x * 2.7557319223985893e-06))))
    let p2 =
      0.041015625 + x
      * (0.015625 + x * (0.002734375 + x * 0.00017361111111111112))
    let p1 = -0.0625 - x * (1.0 / 48)
    return z * e * (p1 + e * (p2 + e * (p3 + e * (p4 + e * p5))))
  }
}
