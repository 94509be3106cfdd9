internal import RealModule

extension DoubleDouble {
  /// The natural logarithm, to double-double accuracy for a positive and
  /// finite value, and otherwise that of the upper half.
  ///
  /// The significand m in [0.7, 1.42) is multiplied by a tabulated reciprocal
  /// c of a few bits so that |mc − 1| < 2⁻⁷, and once more so that f, what is
  /// then beyond one, is below 2⁻¹³; the factors are short, so that the
  /// products are exact. Then log m = −log c − log c′ + log(1 + f).
  ///
  /// Accuracy: the error is below 2⁻⁹³ where the result is beyond one, below
  /// 2⁻⁹⁰ of it from 1/8 on, and below 2⁻⁷⁸ of it where it is close to zero.
  ///
  /// > P. T. P. Tang. "Table-driven implementation of the logarithm function
  /// > in IEEE floating-point arithmetic." *ACM TOMS* 16 (1990), 378–400, for
  /// > the idea. doi:10.1145/98267.98294
  package func logarithm() -> Self {
    guard high >= .leastNormalMagnitude && high < .infinity else {
      // A subnormal number is made a normal one.
      guard high > 0 && high < .infinity else { return Self(.log(high)) }
      return Self(high: high * 0x1p54, low: low * 0x1p54).logarithm()
        - Self.logTwo * 54
    }
    // The exponent is that of high / 1.42: then m is in [0.71, 1.42).
    let bits = high.bitPattern
    let shift = (bits &+ 0x0009_4800_0000_0000) >> 52
    let m = Double(bitPattern: bits &- (shift &- 1023) &<< 52)
    let exponent = Double(Int(shift) - 1023)
    // The lower half of the greatest numbers is too far down to matter.
    let mLow =
      shift < 2046 ? low * Double(bitPattern: (2046 &- shift) &<< 52) : 0

    let coarse = 3 * (Int(m * 128) - coarseLogarithmStart)
    let c = coarseLogarithmTable[coarse]
    let upper = m.upperHalf
    let f1 = Self(sum: upper * c - 1, (m - upper) * c)

    let fine = 3 * (Int(f1.high * 8192 + 64.5))
    let r = fineLogarithmTable[fine]
    let f1Upper = f1.high.upperHalf
    let f = Self(
      sum: (f1.high - r) - f1Upper * r, (f1Upper - f1.high) * r)
    let fLow = f.low + (f1.low + mLow * c) * (1 - r)

    let tabulated =
      exponent * 0x1.62e42fefa38p-1 + coarseLogarithmTable[coarse + 1]
      + fineLogarithmTable[fine + 1]
    let tabulatedLow =
      exponent * 0x1.ef35793c7673p-45 + coarseLogarithmTable[coarse + 2]
      + fineLogarithmTable[fine + 2]
    let near = Self.logarithmNearOne(Self(ordered: f.high, fLow))
    let sum = Self(sum: tabulated, near.high)
    return Self(ordered: sum.high, sum.low + (tabulatedLow + near.low))
  }

  /// log(1 + f) for |f| below 2⁻¹³, by the Taylor series; the parts overlap.
  ///
  /// Only f − f²/2 needs both halves: the cube is 2⁻²⁸ of f, and terms from
  /// the seventh on are below 2⁻⁸⁰.
  private static func logarithmNearOne(_ f: Self) -> Self {
    let x = f.high
    let square = Self(product: x, x)
    let head = Self(ordered: x, -0.5 * square.high)
    let cube = square.high * x * (1.0 / 3 - x * (0.25 - x * (0.2 - x / 6)))
    return Self(
      high: head.high,
      low: head.low + (cube - 0.5 * square.low + (f.low - x * f.low)))
  }

  /// The natural logarithm of a positive, finite double.
  package static func log(_ x: Double) -> Self { Self(x).logarithm() }

  /// log(1 + w), with a small relative error also for small w; w > −1.
  package static func logOnePlus(_ w: Self) -> Self {
    if w.high.magnitude < 0x1p-13 {
      let near = logarithmNearOne(w)
      return Self(ordered: near.high, near.low)
    }
    return (Self(sum: 1, w.high) + w.low).logarithm()
  }
}
