internal import RealModule

/// The standard normal quantile: the x below which a standard normal variable
/// falls with probability `p`.
///
/// The upper quantile is `-standardNormalQuantile(q)`, which keeps a small
/// tail probability `q` accurate.
///
/// Edge cases: −∞ at 0, +∞ at 1, NaN outside [0, 1].
///
/// Accuracy: measured maximum error 1.5 ulp, 90th percentile 0.5, also for
/// subnormal probabilities.
public func standardNormalQuantile(_ p: Double) -> Double {
  let q = p - 0.5
  if q.magnitude <= 0.125 {
    return (q + q) + q * (0x1.0364c7fd89c16p-1 + centralQuantileRest(q))
  }
  let tail = q < 0 ? p : 1 - p
  guard tail > 0 else {
    return tail == 0 ? (q < 0 ? -.infinity : .infinity) : .nan
  }
  let parts = normalTailQuantile(tail)
  let z = parts.head + parts.rest
  return q < 0 ? -z : z
}

/// The standard normal quantile with some seven bits more than a double has,
/// for a mean that it may cancel.
///
/// - Precondition: `p` is in (0, 1).
package func standardNormalQuantileInParts(_ p: Double) -> DoubleDouble {
  let q = p - 0.5
  if q.magnitude <= 0.125 {
    // √(2π) in two parts, and what the slope gains from there.
    let rest = -0x1.a6a0d6f814637p-53 + centralQuantileRest(q)
    return DoubleDouble(product: q, 0x1.40d931ff62706p+1) + q * rest
  }
  let tail = q < 0 ? p : 1 - p
  let parts = normalTailQuantile(tail)
  var z = DoubleDouble(sum: parts.head, parts.rest)
  if tail < nearQuantileStart { z = polished(z, tail: tail) }
  return q < 0 ? -z : z
}

/// A step of Newton's method for log Φ(−z) = log(tail), in two doubles.
///
/// It undoes the rounding of the logarithm, and leaves an error of that of
/// log(exp(z²/2) erfc(z/√2)), which is divided by z.
private func polished(_ z: DoubleDouble, tail: Double) -> DoubleDouble {
  let parts = scaledErfcParts(
    overRootTwo: SplitNumber(z.high, correction: z.low))
  let scaled = DoubleDouble(sum: parts.head, parts.rest)
  let half = DoubleDouble(high: 0.5 * z.high, low: 0.5 * z.low)
  let logTail = (scaled / 2).logarithm() - z * half
  let excess = logTail - DoubleDouble.log(tail)
  // The hazard is √(2/π) / (exp(z²/2) erfc(z/√2)).
  return z + excess.high * scaled.high * 1.2533141373155003
}

/// The quantile of 1/2 + q over q, less 2 and the constant that makes it
/// √(2π) at 0, for |q| ≤ 1/8.
@inline(__always)
private func centralQuantileRest(_ q: Double) -> Double {
  let v = q * q
  let v2 = v * v
  let v4 = v2 * v2
  // Fitted with mpmath at 60 digits, error below 2⁻⁵⁵ of the quantile.
  let a = 0x1.4ffddeaa22cbfp+1 + 0x1.7171308310ccbp+2 * v
  let b = 0x1.f55d0d326bf7fp+3 + 0x1.784961809a1adp+5 * v
  let c = 0x1.2ba4d15ea2ed3p+7 + 0x1.f11e5fde8446cp+8 * v
  let d = 0x1.996765364edd7p+10 + 0x1.d959829f09c9cp+12 * v
  return v * ((a + b * v2) + (c + d * v2) * v4)
}

/// Where the table over the probability begins.
private let nearQuantileStart = 0x1p-7

/// The x above which a standard normal variable falls with probability
/// `tail`, in two parts, for a tail in (0, 0.375].
///
/// - Parameter correction: What `tail` lacks, far below its last bit; it does
///   not matter below 2⁻⁷.
@inline(__always)
internal func normalTailQuantile(
  _ tail: Double, correction: Double = 0
) -> (head: Double, rest: Double) {
  guard tail >= nearQuantileStart else { return farTailQuantile(tail) }
  // Eighths of an octave, which the leading bits number.
  let leading = tail.bitPattern >> 49
  let middle = Double(bitPattern: leading << 49 | 1 << 48)
  return row(
    Int(leading &- (1023 - 7) << 3), of: nearQuantileTable,
    at: (tail - middle) + correction)
}

/// The same below 2⁻⁷, apart from the code above so that either is compiled
/// for its own table.
@inline(never)
private func farTailQuantile(_ tail: Double) -> (head: Double, rest: Double) {
  quantile(ofMinusLogarithm: -Double.log(tail))
}

/// The upper quantile of exp(−w), for w in [4, 1024).
@inline(__always)
internal func quantile(
  ofMinusLogarithm w: Double, correction: Double = 0
) -> (head: Double, rest: Double) {
  let leading = w.bitPattern >> 49
  let middle = Double(bitPattern: leading << 49 | 1 << 48)
  return row(
    Int(leading &- (1023 + 2) << 3), of: tailQuantileTable,
    at: (w - middle) + correction)
}

/// A polynomial of degree 10 from a table, in two parts.
@inline(__always)
private func row(
  _ index: Int, of table: [Double], at t: Double
) -> (head: Double, rest: Double) {
  let first = quantileStride * index
  return table.withUnsafeBufferPointer { c in
    let t2 = t * t
    let t4 = t2 * t2
    let low =
      (c[first + 3] + c[first + 4] * t) + (c[first + 5] + c[first + 6] * t) * t2
    let middle =
      (c[first + 7] + c[first + 8] * t)
      + (c[first + 9] + c[first + 10] * t) * t2
    let curve = low + (middle + c[first + 11] * t4) * t4
    return (c[first], t * c[first + 2] + (c[first + 1] + t2 * curve))
  }
}
