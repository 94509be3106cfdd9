internal import RealModule

/// Where a tail has a given probability.
internal enum BetaQuantile {
  /// Next to an end: the logarithm of the distance to it, x or 1 − x.
  case near(logDistance: DoubleDouble, isUpperEnd: Bool)
  /// Elsewhere: the odds x / (1 − x).
  case odds(DoubleDouble)
}

extension BetaKernel {
  /// The x at which one tail has a given probability in (0, 1).
  package func inverse(probability: Double, upper: Bool) -> Double {
    switch quantile(probability, upper: upper) {
    case .near(let logDistance, let isUpperEnd):
      let distance = logDistance.exponential()
      return isUpperEnd ? 1 - distance : distance
    case .odds(let odds):
      return odds.high > 1
        ? 1 - (DoubleDouble(1) / (odds + 1)).high
        : (odds / (odds + 1)).high
    }
  }

  /// The odds x / (1 − x) at which one tail has a given probability in
  /// (0, 1), times a factor.
  package func inverseOdds(
    probability: Double, upper: Bool, times factor: DoubleDouble
  ) -> Double {
    switch quantile(probability, upper: upper) {
    case .near(let logDistance, let isUpperEnd):
      let shift = factor.low / factor.high
      let complement = Double.log(onePlus: -logDistance.exponential())
      return isUpperEnd
        ? (-logDistance + (shift + complement)).exponential(times: factor.high)
        : (logDistance + (shift - complement)).exponential(times: factor.high)
    case .odds(let odds):
      return (odds * factor).high
    }
  }

  /// The point at which one tail has a given probability in (0, 1).
  internal func quantile(_ probability: Double, upper: Bool) -> BetaQuantile {
    if let quantile = quantileNearEnd(probability, upper: upper) {
      return quantile
    }
    // From 1/2 on the complement is exact, and the other tail the smaller.
    let flips = probability > 0.5
    let isUpper = upper != flips
    let p = flips ? 1 - probability : probability
    let target = DoubleDouble.log(p)
    let start = startingOdds(p, isUpper: isUpper)
    guard start > 0 && start < .infinity else {
      return .odds(DoubleDouble(start))
    }
    var odds = start
    for _ in 0..<60 {
      let tail = evaluate(at: UnitPoint(odds: odds))
      let delta = step(from: tail, toward: target, p, upper: isUpper)
      guard delta.magnitude < .infinity else { break }
      let change = odds * .expMinusOne(Swift.max(-8, Swift.min(8, delta)))
      // The next error is of the order of δ³ over the variance of the logit,
      // which is one over the smaller parameter.
      if (delta * delta * delta).magnitude * (1 + Swift.min(a, b)) < 4e-18 {
        return .odds(DoubleDouble(sum: odds, change))
      }
      odds += change
    }
    return .odds(DoubleDouble(odds))
  }

  /// A step of Halley's iteration for the logarithm of one tail as a function
  /// of the logit of x.
  ///
  /// With r the tail over the density and g the logarithm of the tail over
  /// what is wanted, Newton's step is ∓g r; and the second derivative of the
  /// logarithm comes free, because the derivative of the density is a y − b x
  /// times itself.
  private func step(
    from tail: BetaTail, toward target: DoubleDouble, _ p: Double, upper: Bool
  ) -> Double {
    let gap: Double
    let ratio: Double
    if upper == tail.isUpper {
      // The tail over what is wanted, of which the large parts cancel first.
      let difference = tail.exponent - target
      let quotient = difference.exponential(times: tail.factor)
      let excess = quotient - 1
      gap =
        excess.magnitude < 1e-3
        ? excess * (1 - excess * (0.5 - excess * (1.0 / 3 - 0.25 * excess)))
        : difference.high + .log(tail.factor)
      ratio =
        tail.isDirect
        ? tail.factor / scale
        : (tail.exponent - tail.densityExponent)
          .exponential(times: tail.factor / scale)
    } else {
      let other = tail.scaled.probability
      let density = tail.densityExponent.exponential(times: scale)
      // 1 − p is exact enough because p is at most 1/2.
      let excess = ((1 - p) - other) / p
      guard excess > -0.99 else { return upper ? -1 : 1 }
      gap = .log(onePlus: excess)
      ratio = (1 - other) / density
    }
    let newton = gap * ratio
    let curvature = upper ? -tail.distance * ratio : tail.distance * ratio
    let halley = 1 - 0.5 * gap * (curvature - 1)
    let step = newton / Swift.max(0.5, Swift.min(2, halley))
    return upper ? step : -step
  }

  /// A first guess of the odds: an approximation of half the logarithm of an
  /// F variable.
  ///
  /// > M. Abramowitz and I. A. Stegun. *Handbook of Mathematical Functions*,
  /// > 1964, 26.5.22; here with 2a in place of 2a − 1 below 1, and a bound
  /// > under the root.
  private func startingOdds(_ p: Double, isUpper: Bool) -> Double {
    let z = isUpper ? standardNormalQuantile(p) : -standardNormalQuantile(p)
    guard a > 0.6 && b > 0.6 else {
      // The logit as a normal variable, far from which the iteration is slow
      // but safe.
      let spread = (1 / a + 1 / b).squareRoot()
      return (a + 0.1) / (b + 0.1)
        * .exp(Swift.max(-30, Swift.min(30, -z * spread)))
    }
    let lambda = (z * z - 3) / 6
    let inverseA = 1 / (2 * a - (a < 1 ? 0 : 1))
    let inverseB = 1 / (2 * b - (b < 1 ? 0 : 1))
    let h = 2 / (inverseA + inverseB)
    let w =
      z * Swift.max(h + lambda, 0.1 * h).squareRoot() / h
      - (inverseB - inverseA) * (lambda + 5.0 / 6 - 2 / (3 * h))
    return a / b * .exp(Swift.max(-60, Swift.min(60, -2 * w)))
  }

  /// The quantile next to an end, where the tail is a power of the distance
  /// times a short series; `nil` elsewhere.
  ///
  /// It serves where 1/a would multiply the rounding of a tail, and where the
  /// odds could underflow.
  private func quantileNearEnd(
    _ probability: Double, upper: Bool
  ) -> BetaQuantile? {
    for isUpperEnd in [false, true] {
      let side =
        isUpperEnd
        ? BetaSide(a: b, b: a, x: 0, y: 1, distance: b)
        : BetaSide(a: a, b: b, x: 0, y: 1, distance: a)
      let isOwn = upper == isUpperEnd
      // The logarithm of the probability on this side.
      guard side.a < 1 || isOwn || probability > 0.5 else { continue }
      let estimate =
        ((isOwn ? Double.log(probability) : .log(onePlus: -probability))
          + logPowerConstant(side)) / side.a
      // The series is short for a small product of x and b, and short enough
      // below 1/2 where the power is so flat that nothing else is accurate.
      let limit =
        Swift.min(
          0.5, side.a < 1 ? 1 / side.b : 1e-3 * side.a / side.b)
      // For b below 1 the series takes up to log 2 off the logarithm of x.
      guard estimate < .log(limit) + (side.b < 1 ? 0.8 : 0) else { continue }
      let log =
        isOwn
        ? DoubleDouble.log(probability)
        : DoubleDouble(sum: 1, -probability).logarithm()
      if let result = side.logPoint(logTail: log, below: limit) {
        return .near(logDistance: result, isUpperEnd: isUpperEnd)
      }
    }
    return nil
  }

  /// log(a B(a, b)) for the parameters of a side, in one double.
  private func logPowerConstant(_ side: BetaSide) -> Double {
    let n = total.high
    let limit = Self.smallParameter
    var log = Double.log(side.a / scale) - constant
    // The density has the form of the larger parameters, of which the power
    // of the point is to be taken out.
    if side.a >= limit { log += side.a * .log(side.a / n) }
    if side.b >= limit { log += side.b * .log(side.b / n) }
    if side.a >= limit && side.b < limit {
      log += side.b - side.b * .log(n)
    }
    if side.a < limit && side.b >= limit {
      log += side.a - side.a * .log(n)
    }
    return log
  }
}
