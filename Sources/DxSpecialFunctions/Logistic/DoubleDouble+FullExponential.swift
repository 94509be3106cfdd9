extension DoubleDouble {
  /// The exponential in two doubles, for a logarithm that cancels.
  ///
  /// Steps of log(2)/128, as in ``SplitExponential``, but with a Taylor
  /// polynomial of which the first three terms are held in two doubles.
  ///
  /// Accuracy: the relative error is below 2⁻⁸⁸.
  ///
  /// - Precondition: The value is in [−708, 708].
  package static func exp(_ x: Self) -> Self {
    let shifted = x.high * 0x1.71547652b82fep+7 + 0x1.8p52
    let steps = shifted - 0x1.8p52
    let bits = shifted.bitPattern
    // log(2)/128 in parts of 34, 34 and 53 bits: the first two products are
    // exact.
    let r =
      Self(
        sum: x.high - steps * 0x1.62e42fef8p-8,
        -steps * 0x1.1cf79abc8p-43)
      + (x.low - steps * 0x1.e3b39803f2f6bp-79)
    let square = r * r
    let cube = square * r
    let t = r.high
    let tail =
      cube.high * t
      * (1.0 / 24 + t
        * (1.0 / 120 + t
          * (1.0 / 720 + t
            * (1.0 / 5040 + t * (1.0 / 40320 + t * (1.0 / 362880))))))
    let sixth = Self(high: 0x1.5555555555555p-3, low: 0x1.5555555555555p-57)
    let growth =
      r
      + (Self(high: 0.5 * square.high, low: 0.5 * square.low)
        + (cube * sixth + tail))
    let index = 2 * Int(truncatingIfNeeded: bits & 127)
    let head = exponentialTable[index]
    let lost = exponentialTable[index + 1]
    let value = (growth + (lost + lost * growth.high)) * head + head
    let power = Double(bitPattern: (bits >> 7 &+ 1023) << 52)
    return Self(high: value.high * power, low: value.low * power)
  }
}
