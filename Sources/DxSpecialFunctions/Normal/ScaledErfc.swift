internal import RealModule

/// exp(x²) erfc(x), the scaled complementary error function.
///
/// See ``scaledComplementaryErrorFunction(_:)``, which it is.
package func scaledErfc(_ x: Double) -> Double {
  guard x >= 0 else {
    // The reflection erfc(x) = 2 − erfc(−x).
    return x.isNaN ? x : reflectedScaledErfc(-x)
  }
  guard x < scaledErfcEnd else { return asymptoticScaledErfc(x) }
  let parts = scaledErfcParts(x)
  return parts.head + parts.rest
}

/// The end of the table of exp(x²) erfc(x).
internal let scaledErfcEnd = 31.0

/// exp(x²) erfc(x) in two parts, of which the second is less than 1/24 of the
/// first, at x + correction for a small correction.
///
/// The intervals are sixteenths of the octaves of 1 + x, so that the leading
/// bits of 1 + x number them, and the distance from the middle is exact.
///
/// - Precondition: x is in [0, 31).
@inline(__always)
internal func scaledErfcParts(
  _ x: Double, correction: Double = 0
) -> (head: Double, rest: Double) {
  let leading = (x + 1).bitPattern >> 48
  let middle = Double(bitPattern: leading << 48 | 1 << 47) - 1
  let t = (x - middle) + correction
  let row = scaledErfcStride * Int(leading &- 0x3ff0)
  return scaledErfcTable.withUnsafeBufferPointer { c in
    let t2 = t * t
    let low = (c[row + 3] + c[row + 4] * t) + (c[row + 5] + c[row + 6] * t) * t2
    let high =
      (c[row + 7] + c[row + 8] * t) + (c[row + 9] + c[row + 10] * t) * t2
    let curve = low + high * (t2 * t2)
    return (c[row], t * c[row + 2] + (c[row + 1] + t2 * curve))
  }
}

/// The asymptotic series of exp(x²) erfc(x), whose seventh term is below
/// 2⁻⁵⁷ from 31 on.
private func asymptoticScaledErfc(_ x: Double) -> Double {
  let head = rootReciprocalPi / x
  // Terms of (−1)ⁿ (2n − 1)!! / (2x²)ⁿ, r = 1 / (2x²).
  let r = 0.5 * .pi * head * head
  let series = r * (1 - r * (3 - r * (15 - r * (105 - r * (945 - r * 10395)))))
  // 1/√π has a relative rounding of 2⁻⁵⁶.
  return head + head * (0x1.f568818f505f6p-57 - series)
}

/// 1/√π.
private let rootReciprocalPi = 0x1.20dd750429b6dp-1

/// exp(x²) erfc(−x) for positive x.
private func reflectedScaledErfc(_ x: Double) -> Double {
  // 2 exp(x²) overflows before the exponential does.
  guard x < 26.63 else { return .infinity }
  let square = SplitNumber(x)
  let parts = scaledErfcParts(x)
  let e = SplitExponential(square.head, rest: square.rest)
  // Doubled last, because the exponential itself need not overflow.
  let half = e.head + (e.head * e.growth - 0.5 * (parts.head + parts.rest))
  return half + half
}
