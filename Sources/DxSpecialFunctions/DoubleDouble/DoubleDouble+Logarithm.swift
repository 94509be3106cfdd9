internal import RealModule

extension DoubleDouble {
  /// log 2.
  internal static let logTwo = Self(
    high: 0x1.62e42fefa39efp-1, low: 0x1.abc9e3b39803fp-56)

  /// The natural logarithm, to double-double accuracy for a positive and
  /// finite value, and otherwise that of the upper half.
  ///
  /// The significand m in [√½, √2) is multiplied by a tabulated reciprocal c
  /// so that |mc − 1| < 2⁻⁷; then log m = −log c + log(1 + (mc − 1)).
  ///
  /// Accuracy: the error is below 10⁻³⁰ of the larger of the result's terms,
  /// and of the result itself where the value is within 1/128 of one.
  package func logarithm() -> Self {
    guard high > 0 && high < .infinity else { return Self(.log(high)) }
    var exponent = Int(high.exponent)
    var m = high.significand
    if m > 1.4140625 {
      m *= 0.5
      exponent += 1
    }
    let scale = m / high
    // Scaling by a power of two in two steps could round a subnormal low
    // part only, and that far below anything that matters.
    let lowScaled = scale.isFinite ? low * scale : 0
    let index = 3 * (Int(m * 128) - logarithmTableStart)
    let c = logarithmTable[index]
    let p = Self(product: m, c)
    var f = Self(high: p.high - 1, low: 0) + p.low
    if lowScaled != 0 { f = f + lowScaled * c }
    let tabulated = Self(
      high: logarithmTable[index + 1], low: logarithmTable[index + 2])
    let head = Self.logTwo * Double(exponent) + tabulated
    return head + Self.logarithmNearOne(f)
  }

  /// log(1 + f) for |f| below 2⁻⁷, by the Taylor series.
  private static func logarithmNearOne(_ f: Self) -> Self {
    let x = f.high
    // Terms from the seventh on are below 2⁻⁴² of the first, so that a
    // double holds their sum to 2⁻⁹⁵; the earlier coefficients need both
    // halves.
    let tail =
      x
      * (1 / 7 - x
        * (1 / 8 - x
          * (1 / 9 - x
            * (1 / 10
              - x * (1 / 11 - x * (1 / 12 - x * (1 / 13 - x / 14)))))))
    var sum =
      Self(high: 0x1.5555555555555p-3, low: 0x1.5555555555555p-57) - tail
    sum =
      Self(high: 0x1.999999999999ap-3, low: -0x1.999999999999ap-57) - sum * f
    sum = Self(0.25) - sum * f
    sum = Self(high: 0x1.5555555555555p-2, low: 0x1.5555555555555p-56) - sum * f
    sum = Self(0.5) - sum * f
    return f - sum * f * f
  }

  /// The natural logarithm of a positive, finite double.
  package static func log(_ x: Double) -> Self { Self(x).logarithm() }

  /// The exponential, rounded to a double.
  package func exponential() -> Double {
    let e = Double.exp(high)
    // A zero or an infinity must not meet the correction.
    return e > 0 && e < .infinity ? e.addingProduct(e, low) : e
  }

  /// factor · exp(self), which rounds once where the exponential alone would
  /// be subnormal or overflow.
  package func exponential(times factor: Double) -> Double {
    if high > -650 && high < 650 { return exponential() * factor }
    if high.isNaN || high.isInfinite { return Double.exp(high) * factor }
    // 2⁻⁵¹²: far enough from both ends of the range for any factor met here.
    let shift = Self.logTwo * 512
    return high < 0
      ? (self + shift).exponential() * factor * 0x1p-512
      : (self - shift).exponential() * factor * 0x1p512
  }
}
