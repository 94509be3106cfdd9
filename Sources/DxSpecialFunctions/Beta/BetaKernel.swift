internal import RealModule

/// A beta distribution: what its density, its tails and their inverses have
/// in common, computed once.
///
/// Accuracy: the logarithm of the density is summed with some 104 bits, so
/// that parameters up to 10¹⁰ lose nothing.
package struct BetaKernel: Hashable, Sendable {
  /// The first parameter, positive and finite.
  package let a: Double
  /// The second parameter, positive and finite.
  package let b: Double
  /// log B(a, b).
  package let logBeta: DoubleDouble

  /// Creates the kernel of two positive, finite parameters.
  package init(_ a: Double, _ b: Double) {
    self.a = a
    self.b = b
    logBeta = logBetaDoubleDouble(a, b)
  }

  /// log(xᵃ yᵇ / B(a, b)), the logarithm of the density of logit x.
  package func logDensityOfLogit(_ point: UnitPoint) -> DoubleDouble {
    guard point.x.high > 0 && point.y.high > 0 else {
      return DoubleDouble(-.infinity)
    }
    return
      point.x.logarithm() * a + point.y.logarithm() * b - logBeta
  }

  /// The lower tail where x is so small that I = xᵃ / (a B) to all digits.
  package func extremeLowerTail(logX: DoubleDouble) -> ScaledTail {
    ScaledTail(
      logDensity: logX * a - logBeta, factor: 1 / a, isUpper: false)
  }

  /// The tail that is computed without cancellation at a point of [0, 1]: as
  /// a rule the smaller one.
  package func tail(at point: UnitPoint) -> ScaledTail {
    let logDensity = logDensityOfLogit(point)
    let distance = (point.y * a - point.x * b).high
    let x = point.x.high
    let y = point.y.high
    guard x > 0 && y > 0 else {
      return ScaledTail(logDensity: logDensity, factor: 0, isUpper: x > 0)
    }
    // The side of the mean decides, but a parameter below one has most of
    // its probability next to its end, where the series is at its best.
    let isLower =
      Swift.min(a, b) >= 1 ? distance >= 0 : x * (a + b + 2) <= a + 1
    let side =
      isLower
      ? BetaSide(a: a, b: b, x: x, y: y, distance: distance)
      : BetaSide(a: b, b: a, x: y, y: x, distance: -distance)
    if side.a < 1, side.x <= 0.7, side.b * side.x <= 1.1 {
      let logX = (isLower ? point.x : point.y).logarithm()
      let logPower = (logX * side.a - logBeta - .log(side.a)).high
      if let q = side.complementOfSmallParameter(logPower: logPower) {
        return ScaledTail(
          logDensity: logDensity, factor: q / logDensity.exponential(),
          isUpper: isLower)
      }
    }
    return ScaledTail(
      logDensity: logDensity, factor: side.factor, isUpper: !isLower)
  }
}
