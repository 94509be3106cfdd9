internal import DxSpecialFunctions
internal import RealModule

/// (x − location) / scale with more bits than a double has.
///
/// A tail multiplies the relative error of its argument by the argument's
/// square, and a mean may cancel the leading bits of it.
@inline(__always)
internal func standardize(
  _ x: Double, location: Double, scale: Double
) -> DoubleDouble {
  if location == 0 && scale == 1 { return DoubleDouble(x) }
  return standardizedInParts(x, location: location, scale: scale)
}

private func standardizedInParts(
  _ x: Double, location: Double, scale: Double
) -> DoubleDouble {
  let difference = x - location
  if !difference.isFinite && x.isFinite {
    // The difference overflows, and its last bits do not matter.
    return DoubleDouble((0.25 * x - 0.25 * location) / (0.25 * scale))
  }
  let z = difference / scale
  // So large that only limits remain, or NaN.
  guard z.magnitude < 0x1p500 else { return DoubleDouble(z) }
  let numerator = DoubleDouble(sum: x, -location)
  // The products of the division must be in the range of exact ones.
  if scale < 0x1p-400 {
    return numerator * 0x1p500 / DoubleDouble(scale * 0x1p500)
  }
  if scale > 0x1p400 {
    return numerator * 0x1p-500 / DoubleDouble(scale * 0x1p-500)
  }
  return numerator / DoubleDouble(scale)
}

/// location + scale · z, of which the terms may cancel.
internal func locate(
  _ z: DoubleDouble, location: Double, scale: Double
) -> Double {
  let spread = z * scale
  // Beyond the range of exact products, or infinite.
  guard spread.high.magnitude < 0x1p960 && scale < 0x1p960 else {
    return location + scale * z.high
  }
  return (spread + location).high
}
