/// The hat of the transformed rejection method with decomposition: values
/// ⌊(2 a / (½ − |u|) + b) u + c⌋ with u uniform on (−½, ½), of which those in
/// the middle are accepted without a look at the probability.
///
/// > W. Hörmann. "The generation of binomial random variates." *Journal of
/// > Statistical Computation and Simulation* 46, 1993, 101–110.
/// > doi:10.1080/00949659308811496
internal struct TransformedRejection {
  /// The papers' b.
  internal let width: Double
  /// The papers' a.
  internal let slope: Double
  /// The papers' c.
  internal let center: Double
  /// The papers' v_r.
  internal let squeeze: Double
  /// Whether the ends of the hat, |u| > 0.487, are cut down to the height
  /// ½ − |u|, as the Poisson distribution allows.
  internal let isCut: Bool

  /// The value, if the point is in the part below the squeeze where |u| is at
  /// most 0.43.
  @inline(__always)
  internal func immediate(_ v: Double) -> Double? {
    guard v <= 0.86 * squeeze else { return nil }
    return value(v / squeeze - 0.43)
  }

  /// A value from the rest, and the height of the point under the hat; none
  /// where the hat is cut off.
  @inline(__always)
  internal func candidate<Generator: RandomNumberGenerator>(
    _ v: Double, using generator: inout Generator
  ) -> (value: Double, height: Double)? {
    var v = v
    var u: Double
    if v >= squeeze {
      u = generator.openUniform() - 0.5
    } else {
      u = v / squeeze - 0.93
      u = (u < 0 ? -0.5 : 0.5) - u
      v = generator.openUniform() * squeeze
    }
    let side = 0.5 - u.magnitude
    if isCut && side < 0.013 && v > side { return nil }
    return (value(u), v / (slope / (side * side) + width))
  }

  @inline(__always)
  private func value(_ u: Double) -> Double {
    let x = (2 * slope / (0.5 - u.magnitude) + width) * u + center
    return x.rounded(.down)
  }
}
