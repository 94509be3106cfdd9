extension GammaKernel {
  /// Either tail for a shape from 2 on by Temme's representation, uniformly
  /// for x/a from 0.302 to 2.357.
  ///
  /// With η = ±√(2 D/a), of the sign of x − a,
  /// ```
  /// Q = e⁻ᴰ (½ erfcx(√D) + T(a, η)/√(2π a)),  η ≥ 0
  /// P = e⁻ᴰ (½ erfcx(√D) − T(a, η)/√(2π a)),  η ≤ 0
  /// ```
  /// Temme expands T in powers of 1/a, which diverges. Here it is a
  /// polynomial in 1/a and η on each of seven intervals of a, which is as good
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
    case 16...: (box, w) = (6, reciprocal * 32 - 1)
    case 9...: (box, w) = (5, reciprocal * (288.0 / 7) - 25.0 / 7)
    case 6...: (box, w) = (4, reciprocal * 36 - 5)
    case 4...: (box, w) = (3, reciprocal * 24 - 5)
    case 3...: (box, w) = (2, reciprocal * 24 - 7)
    case 2.5...: (box, w) = (1, reciprocal * 30 - 11)
    default: (box, w) = (0, reciprocal * 20 - 9)
    }
    // Close to the mode fewer powers of η do.
    let size = eta.magnitude
    let powers = size > 0.25 ? 18 : size > 0.125 ? 14 : size > 0.0625 ? 12 : 10
    return uniformPolynomial(box: box, powers: powers, w, eta)
  }

  /// A polynomial in η whose coefficients are polynomials in w, two powers of
  /// w in one vector.
  @inline(__always)
  private func uniformPolynomial(
    box: Int, powers: Int, _ w: Double, _ eta: Double
  ) -> Double {
    uniformGammaTable.withUnsafeBytes { table in
      let row = 8 * MemoryLayout<Double>.stride
      let start = box * 18 * row
      precondition(
        start + 18 * row <= table.count && powers <= 18, "No box \(box)")
      var even = PowerPairs()
      var offset = start + (powers - 2) * row
      let square = SIMD2(repeating: eta * eta)
      var odd = PowerPairs()
      while offset >= start {
        even.multiply(by: square, adding: table, at: offset)
        odd.multiply(by: square, adding: table, at: offset + row)
        offset -= 2 * row
      }
      let factor = SIMD2(repeating: eta)
      let w2 = SIMD2(repeating: w * w)
      let low = (even.c0 + odd.c0 * factor) + (even.c2 + odd.c2 * factor) * w2
      let high = (even.c4 + odd.c4 * factor) + (even.c6 + odd.c6 * factor) * w2
      let pair = low + high * (w2 * w2)
      return pair[0] + pair[1] * w
    }
  }
}

/// The even for eight powers, by pairs of which the first is named.
private struct PowerPairs {
  var c0 = SIMD2<Double>.zero
  var c2 = SIMD2<Double>.zero
  var c4 = SIMD2<Double>.zero
  var c6 = SIMD2<Double>.zero

  @inline(__always)
  mutating func multiply(
    by factor: SIMD2<Double>, adding table: UnsafeRawBufferPointer,
    at offset: Int
  ) {
    func pair(_ index: Int) -> SIMD2<Double> {
      table.loadUnaligned(
        fromByteOffset: offset + 16 * index, as: SIMD2<Double>.self)
    }
    c0 = c0 * factor + pair(0)
    c2 = c2 * factor + pair(1)
    c4 = c4 * factor + pair(2)
    c6 = c6 * factor + pair(3)
  }
}
