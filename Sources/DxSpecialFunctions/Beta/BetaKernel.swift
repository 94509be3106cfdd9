internal import RealModule

/// A beta distribution: what its density, its tails and their inverses have
/// in common, computed once.
///
/// The density of logit x, xᵃ yᵇ / B(a, b) with y = 1 − x, is held as a
/// constant times an exponential of which the exponent is small: a sum of
/// deviances, in two doubles, and of Stirling errors. Nothing of the order of
/// the parameters cancels, so that a tail has the same accuracy at all sizes.
///
/// > C. Loader. "Fast and accurate computation of binomial probabilities."
/// > 2000, equation (5) for the two deviances; here in double-double
/// > arithmetic, and with log Γ(1 + a) in place of the Stirling error of a
/// > parameter below 1/2.
package struct BetaKernel: Hashable, Sendable {
  /// The first parameter, positive and finite.
  package let a: Double
  /// The second parameter, positive and finite.
  package let b: Double
  /// a + b.
  internal let total: DoubleDouble
  /// What the exponent has beside what depends on the point.
  internal let constant: Double
  /// The factor of the exponential.
  internal let scale: Double

  /// Below this size, a parameter comes with log Γ(1 + a).
  internal static let smallParameter = 0.5

  /// Creates the kernel of two positive, finite parameters.
  package init(_ a: Double, _ b: Double) {
    self.a = a
    self.b = b
    total = DoubleDouble(sum: a, b)
    let n = total.high
    let small = Swift.min(a, b)
    let large = Swift.max(a, b)
    if small >= Self.smallParameter {
      scale = (0.15915494309189535 * small * (large / n)).squareRoot()
      constant = stirlingError(n) - stirlingError(a) - stirlingError(b)
    } else if large >= Self.smallParameter {
      scale = small * (large / n).squareRoot()
      constant =
        stirlingError(n) - stirlingError(large) - logGammaOnePlus(small)
    } else {
      let share = DoubleDouble(large) / total
      let product = share * small
      scale = product.high
      constant =
        logGammaOnePlus(n) - logGammaOnePlus(a) - logGammaOnePlus(b)
        + product.low / product.high
    }
  }

  /// The factor of the exponential, in two doubles.
  internal var exactScale: DoubleDouble {
    let small = Swift.min(a, b)
    let large = Swift.max(a, b)
    // Then the constant makes up for the rounding of the factor.
    if large < Self.smallParameter { return DoubleDouble(scale) }
    let share = DoubleDouble(large) / total
    if small < Self.smallParameter { return share.squareRoot() * small }
    return (share * small).squareRoot() * .reciprocalOfRootTwoPi
  }

  /// log B(a, b).
  package var logBeta: DoubleDouble { logBetaDoubleDouble(a, b) }

  /// log(xᵃ yᵇ / B(a, b)), the logarithm of the density of logit x.
  package func logDensityOfLogit(_ point: UnitPoint) -> DoubleDouble {
    guard point.x.high > 0 && point.y.high > 0 else {
      return DoubleDouble(-.infinity)
    }
    return exponent(at: point, distance: distance(of: point))
      + (exactScale.logarithm() + constant)
  }

  /// a y − b x, which is the total times the distance from the mean.
  internal func distance(of point: UnitPoint) -> DoubleDouble {
    point.y * a - point.x * b
  }

  /// The exponent of the density of logit x, without the constant.
  internal func exponent(
    at point: UnitPoint, distance: DoubleDouble
  ) -> DoubleDouble {
    let limit = Self.smallParameter
    if a >= limit && b >= limit {
      return gain(point.x, a, -distance) + gain(point.y, b, distance)
    }
    if b >= limit {
      return power(point.x, a) + gain(point.y, b, distance)
        - total * point.x
    }
    if a >= limit {
      return power(point.y, b) + gain(point.x, a, -distance)
        - total * point.y
    }
    return point.x.logarithm() * a + point.y.logarithm() * b
  }

  /// a log(n x / a) − (n x − a), minus a deviance.
  ///
  /// - Parameter difference: n x − a.
  private func gain(
    _ x: DoubleDouble, _ a: Double, _ difference: DoubleDouble
  ) -> DoubleDouble {
    let ratio = difference.quotient(by: DoubleDouble(a), inverse: 1 / a)
    if ratio.high > -0.5 {
      return DoubleDouble.logOnePlusRemainder(ratio) * a
    }
    let share = total / a
    let log =
      x.high > 0x1p-900
      ? (x * share).logarithm() : x.logarithm() + share.logarithm()
    return log * a - difference
  }

  /// a log(n x).
  private func power(_ x: DoubleDouble, _ a: Double) -> DoubleDouble {
    let log =
      x.high > 0x1p-900 && x.high * total.high < 0x1p900
      ? (x * total).logarithm() : x.logarithm() + total.logarithm()
    return log * a
  }
}
