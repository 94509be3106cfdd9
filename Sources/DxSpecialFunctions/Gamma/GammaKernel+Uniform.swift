extension GammaKernel {
  /// Either tail for a shape from 3 on by Temme's representation, uniformly
  /// for x/a from 0.302 to 2.357.
  ///
  /// With η = ±√(2 D/a), of the sign of x − a,
  /// ```
  /// Q = e⁻ᴰ (½ erfcx(√D) + T(a, η)/√(2π a)),  η ≥ 0
  /// P = e⁻ᴰ (½ erfcx(√D) − T(a, η)/√(2π a)),  η ≤ 0
  /// ```
  /// Temme expands T in powers of 1/a, which diverges. Here it is a
  /// polynomial in 1/a and η on each of five intervals of a, which is as good
  /// for small shapes as for large ones.
  ///
  /// > N. M. Temme. "The asymptotic expansion of the incomplete gamma
  /// > functions." *SIAM J. Math. Anal.* 10 (1979), 757–766.
  /// > doi:10.1137/0510071
  /// > NIST Digital Library of Mathematical Functions, 8.12.3–8.12.4.
  internal func uniformTail(
    _ x: DoubleDouble, deviance: DoubleDouble
  ) -> ScaledTail {
    let isUpper = x.high > shape || x.high == shape && x.low >= 0
    let sign = isUpper ? 1.0 : -1.0
    let reciprocal = 1 / shape
    let root = (0.15915494309189535 * reciprocal).squareRoot()
    let y = deviance.high.squareRoot()
    // 2√π y/√(2π a)
    let eta = sign * 3.544907701811032 * (y * root)
    let term = sign * root * uniformTerm(reciprocal, eta)
    let head: Double
    let rest: Double
    if y < scaledErfcEnd {
      let square = DoubleDouble(product: y, y)
      let error = (deviance.high - square.high) + (deviance.low - square.low)
      let parts = scaledErfcParts(y, correction: y > 0 ? error / (y + y) : 0)
      (head, rest) = (0.5 * parts.head, 0.5 * parts.rest + term)
    } else {
      (head, rest) = (0.5 * scaledErfc(y), term)
    }
    let factor = DoubleDouble(ordered: head, rest)
    return ScaledTail(
      logDensity: DoubleDouble(
        high: -deviance.high, low: factor.low / factor.high - deviance.low),
      factor: factor.high, isUpper: isUpper)
  }

  /// T(a, η).
  private func uniformTerm(_ reciprocal: Double, _ eta: Double) -> Double {
    let box: Int
    let w: Double
    switch shape {
    case 16...: (box, w) = (4, reciprocal * 32 - 1)
    case 9...: (box, w) = (3, reciprocal * (288.0 / 7) - 25.0 / 7)
    case 6...: (box, w) = (2, reciprocal * 36 - 5)
    case 4...: (box, w) = (1, reciprocal * 24 - 5)
    default: (box, w) = (0, reciprocal * 24 - 7)
    }
    let c = uniformTermCoefficients(box, eta)
    let w2 = w * w
    let low = (c[0] + c[1] * w) + (c[2] + c[3] * w) * w2
    let high = (c[4] + c[5] * w) + (c[6] + c[7] * w) * w2
    return low + high * (w2 * w2)
  }

  /// The coefficients of T as a polynomial in 1/a, which are polynomials in η
  /// of degree 17.
  @inline(__always)
  private func uniformTermCoefficients(
    _ box: Int, _ eta: Double
  ) -> SIMD8<Double> {
    uniformGammaTable.withUnsafeBytes { table in
      let stride = 8 * MemoryLayout<Double>.stride
      let start = box * 18 * stride
      let square = eta * eta
      var even = SIMD8<Double>.zero
      var odd = SIMD8<Double>.zero
      var offset = start + 16 * stride
      while offset >= start {
        even =
          even * square
          + table.loadUnaligned(fromByteOffset: offset, as: SIMD8.self)
        odd =
          odd * square
          + table.loadUnaligned(
            fromByteOffset: offset + stride, as: SIMD8.self)
        offset -= 2 * stride
      }
      return even + odd * eta
    }
  }
}
