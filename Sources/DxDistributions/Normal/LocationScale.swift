internal import DxSpecialFunctions
internal import RealModule

/// (x − location) / scale with more bits than a double has.
///
/// A tail multiplies the relative error of its argument by the argument's
/// square, and a location may cancel the leading bits of it.
@inline(__always)
internal func standardize(
  _ x: Double, location: Double, scale: Double
) -> DoubleDouble {
  if location == 0 && scale == 1 { return DoubleDouble(x) }
  return standardize(DoubleDouble(x), location: location, scale: scale)
}

internal func standardize(
  _ x: DoubleDouble, location: Double, scale: Double
) -> DoubleDouble {
  let difference = x.high - location
  if !difference.isFinite && x.high.isFinite {
    // The difference overflows, and its last bits do not matter.
    return DoubleDouble(
      (0.25 * x.high - 0.25 * location) / (0.25 * scale))
  }
  let z = difference / scale
  // So large that only limits remain, or NaN.
  guard z.magnitude < 0x1p500 else { return DoubleDouble(z) }
  let numerator = DoubleDouble(sum: x.high, -location) + x.low
  // The remainder of the division must not underflow.
  if scale < 0x1p-400 {
    return numerator * 0x1p500 / (scale * 0x1p500)
  }
  return numerator / scale
}

/// location + scale · z, of which the terms may cancel.
internal func locate(
  _ z: DoubleDouble, location: Double, scale: Double
) -> DoubleDouble {
  let spread = z * scale
  guard spread.high.magnitude < .infinity else {
    // The product overflows, or its parts do.
    let half = 0.5 * location + (0.5 * scale) * z.high
    return DoubleDouble(half + half)
  }
  return spread + location
}
