internal import RealModule

/// The tail that is computed without cancellation at a point, with what an
/// inversion needs beside it.
internal struct BetaTail {
  /// The tail is exp(exponent) · factor.
  var exponent: DoubleDouble
  var factor: Double
  var isUpper: Bool
  /// The density of logit x is exp(densityExponent) · scale.
  var densityExponent: DoubleDouble
  /// Whether the two exponents are the same.
  var isDirect = true
  /// a y − b x.
  var distance: Double

  /// The tail as others know it, with the constant of the density as part of
  /// the factor.
  var scaled: ScaledTail {
    ScaledTail(logDensity: exponent, factor: factor, isUpper: isUpper)
  }
}

extension BetaKernel {
  /// The tail that is computed without cancellation at a point of [0, 1]: as
  /// a rule the smaller one.
  ///
  /// What it holds as the logarithm of the density lacks the constant
  /// ``scale``, which is part of the factor.
  package func tail(at point: UnitPoint) -> ScaledTail {
    evaluate(at: point).scaled
  }

  /// The probability of one tail at a point of [0, 1].
  package func probability(at point: UnitPoint, upper: Bool) -> Double {
    let tail = evaluate(at: point, wantsUpper: upper).scaled
    return upper ? tail.upper : tail.lower
  }

  /// The logarithm of one tail at a point of [0, 1].
  package func logProbability(at point: UnitPoint, upper: Bool) -> Double {
    let tail = evaluate(at: point).scaled
    return upper ? tail.logUpper : tail.logLower
  }

  /// The density of logit x over a derivative: that of another variable.
  package func density(
    at point: UnitPoint, derivative: DoubleDouble
  ) -> Double {
    var exponent =
      self.exponent(at: point, distance: distance(of: point)) + constant
    // The quotient must not overflow where the product does not.
    var divisor = derivative
    if derivative.high < 0x1p-500 || derivative.high > 0x1p500 {
      let up = derivative.high < 1
      let power = up ? 0x1p600 : 0x1p-600
      divisor = DoubleDouble(
        high: derivative.high * power, low: derivative.low * power)
      exponent = exponent + DoubleDouble.logTwo * (up ? 600 : -600)
    }
    let factor = exactScale / divisor
    return (exponent + factor.low / factor.high)
      .exponential(times: factor.high)
  }

  /// The logarithm of the density of x.
  package func logDensity(at point: UnitPoint) -> Double {
    let (logX, logY) = (point.x.logarithm(), point.y.logarithm())
    let log = logDensityOfLogit(point) - logX - logY
    // Next to a density of 1 the errors of the constant would be seen.
    guard log.high.magnitude < 1 && a + b < 1000 else { return log.high }
    return
      (logX * (DoubleDouble(a) - 1) + logY * (DoubleDouble(b) - 1) - logBeta)
      .high
  }

  /// The tail at a point, and the density there.
  ///
  /// - Parameter wantsUpper: The tail that is wanted, if the other one need
  ///   not have all its digits.
  internal func evaluate(
    at point: UnitPoint, wantsUpper: Bool? = nil
  ) -> BetaTail {
    let x = point.x.high
    let y = point.y.high
    guard x > 0 && y > 0 else {
      return BetaTail(
        exponent: DoubleDouble(-.infinity), factor: 0, isUpper: x > 0,
        densityExponent: DoubleDouble(-.infinity), distance: x > 0 ? -b : a)
    }
    let distance = self.distance(of: point)
    let bare = self.exponent(at: point, distance: distance)
    let exponent = bare + constant
    let isLower = isLowerTail(x, y, distance: distance.high)
    let side =
      isLower
      ? BetaSide(a: a, b: b, x: x, y: y, distance: distance.high)
      : BetaSide(a: b, b: a, x: y, y: x, distance: -distance.high)
    var tail = BetaTail(
      exponent: exponent, factor: 0, isUpper: !isLower,
      densityExponent: exponent, distance: distance.high)
    if side.isUniform {
      tail.factor = side.uniformTail(exponent: bare)
      return tail
    }
    if side.a < 1,
      side.a < Self.smallParameter || wantsUpper == nil
        || wantsUpper == isLower,
      side.x <= 0.7, side.b * side.x <= 1.1,
      let q = complement(side, point, exponent: exponent)
    {
      tail.exponent = DoubleDouble(0)
      tail.isDirect = false
      tail.factor = q
      tail.isUpper = isLower
      return tail
    }
    tail.factor =
      side.a + side.b < Self.smallParameter
      ? scale / side.a * side.series : scale / side.fraction
    return tail
  }

  /// The other tail of a side with a parameter below one, or `nil` where that
  /// is not the smaller one.
  private func complement(
    _ side: BetaSide, _ point: UnitPoint, exponent: DoubleDouble
  ) -> Double? {
    let isLower = side.x == point.x.high && side.a == a
    let (near, far) = isLower ? (point.x, point.y) : (point.y, point.x)
    // log(xᵃ / (a B)): its absolute error is the relative one of a result of
    // the order of a.
    let logPower =
      side.a < Self.smallParameter
      ? side.logPower(near)
      : exponent + (exactScale / side.a).logarithm()
        - far.logarithm() * side.b
    return side.complement(near, logPower: logPower)
  }

  /// The side of the mean decides, but a parameter below one has most of its
  /// probability next to its end, and there the fraction is at its best.
  private func isLowerTail(
    _ x: Double, _ y: Double, distance: Double
  ) -> Bool {
    if a >= 1 && b >= 1 { return distance >= 0 }
    if a >= 1 { return y * (a + b + 2) > b + 1 || a * y > 1.1 }
    let isNear = x * (a + b + 2) <= a + 1
    return b >= 1 ? isNear && b * x <= 1.1 : isNear
  }
}
