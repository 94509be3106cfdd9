internal import RealModule

extension BetaKernel {
  /// The lower tail where x is so small that I = xᵃ / (a B) to all digits.
  package func extremeLowerTail(logX: DoubleDouble) -> ScaledTail {
    ScaledTail(
      logDensity: logX * a - logBeta, factor: 1 / a, isUpper: false)
  }

  /// The tail that is computed without cancellation at a point of [0, 1]: as
  /// a rule the smaller one.
  ///
  /// The constant of the density is part of the factor.
  package func tail(at point: UnitPoint) -> ScaledTail {
    let x = point.x.high
    let y = point.y.high
    guard x > 0 && y > 0 else {
      return ScaledTail(
        logDensity: DoubleDouble(-.infinity), factor: 0, isUpper: x > 0)
    }
    let distance = self.distance(of: point)
    let exponent = self.exponent(at: point, distance: distance)
    // The side of the mean decides, but a parameter below one has most of
    // its probability next to its end, where the fraction is at its best.
    let isLower =
      Swift.min(a, b) >= 1
      ? distance.high >= 0 : x * (a + b + 2) <= a + 1
    let side =
      isLower
      ? BetaSide(a: a, b: b, x: x, y: y, distance: distance.high)
      : BetaSide(a: b, b: a, x: y, y: x, distance: -distance.high)
    if side.isUniform {
      return ScaledTail(
        logDensity: exponent,
        factor: side.uniformTail(exponent: exponent.high - constant),
        isUpper: !isLower)
    }
    if side.a < 1, side.x <= 0.7, side.b * side.x <= 1.1 {
      let end = isLower ? point.x : point.y
      if let q = side.complementOfSmallParameter(end) {
        return ScaledTail(
          logDensity: DoubleDouble(0), factor: q, isUpper: isLower)
      }
    }
    return ScaledTail(
      logDensity: exponent, factor: scale * side.factor, isUpper: !isLower)
  }
}
