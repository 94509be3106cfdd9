internal import RealModule

/// The logarithm of the beta function, log B(a, b).
///
/// Edge cases: the result is NaN unless both arguments are positive, +∞ where
/// one of them is 0 and the other is not negative, and −∞ where one is +∞.
///
/// Accuracy: LBETA.
public func logBeta(_ a: Double, _ b: Double) -> Double {
  guard a > 0, b > 0, a < .infinity, b < .infinity else {
    return logBetaAtEdge(a, b)
  }
  return logBetaInOneDouble(Swift.min(a, b), Swift.max(a, b))
    ?? logBetaDoubleDouble(a, b).high
}

private func logBetaAtEdge(_ a: Double, _ b: Double) -> Double {
  guard a >= 0, b >= 0 else { return .nan }
  if a == 0 || b == 0 {
    return a.isInfinite || b.isInfinite ? .nan : .infinity
  }
  return -.infinity
}

/// The sum of Stirling's formulas, or `nil` where its terms cancel.
private func logBetaInOneDouble(_ small: Double, _ large: Double) -> Double? {
  guard large >= 0.5 else { return nil }
  let n = small + large
  let share = small / n
  let far = (large - 0.5) * .log(onePlus: -share)
  if small >= 0.5 {
    // With ½ log 2π, and all but that and the first errors negative.
    let errors =
      (stirlingError(small) + stirlingError(large)) - stirlingError(n)
    let near = (small - 0.5) * .log(share)
    let half = 0.5 * .log(n)
    let value = (0.9189385332046727 + errors - half) + far + near
    return value < -1.5 - 0.25 * half ? value : nil
  }
  let errors = stirlingError(large) - stirlingError(n)
  let near = -Double.log(small) + logGammaOnePlus(small)
  let power = small * (1 - .log(n))
  let value = near + (far + (power + errors))
  return value > 0.75 * near ? value : nil
}

/// log B(a, b) for positive, finite arguments.
internal func logBetaDoubleDouble(_ a: Double, _ b: Double) -> DoubleDouble {
  if a == 1 { return -DoubleDouble.log(b) }
  if b == 1 { return -DoubleDouble.log(a) }
  return .logGamma(a) + .logGamma(b) - .logGamma(DoubleDouble(sum: a, b))
}
