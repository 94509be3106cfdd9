internal import DxSpecialFunctions
internal import RealModule

// The logit of a proportion keeps its digits at both ends of the unit
// interval, so that it stands for the proportion in what follows.
extension AccuracyTransform {
  /// The transformed value of a proportion that is given by its logit.
  internal func value(atLogit z: Double) -> Double {
    if alpha == 1 { return z }
    let below = alpha == 0 ? 0 : alpha * logExpit(z)
    let above = alpha == 2 ? 0 : (2 - alpha) * logExpit(-z)
    return below - above
  }

  /// The derivative of the transformed value by the logit, between α and
  /// 2 − α.
  internal func derivativeByLogit(atLogit z: Double) -> Double {
    alpha == 1 ? 1 : alpha * expit(-z) + (2 - alpha) * expit(z)
  }

  /// The derivative of the transformed value by the proportion.
  internal func derivative(atLogit z: Double) -> Double {
    let below = alpha == 0 ? 0 : alpha / expit(z)
    let above = alpha == 2 ? 0 : (2 - alpha) / expit(-z)
    return below + above
  }

  /// The logit of the proportion that has a transformed value.
  ///
  /// For 0 < α < 2, Newton's method is applied to the logit z: as a function
  /// of z the transformation increases with a slope between α and 2 − α, and
  /// is convex or concave throughout, so that the iteration is monotone from
  /// its second point on, wherever it starts.
  ///
  /// Edge cases: −∞ for a negative value if α is 0, and ∞ for a positive one
  /// if α is 2, as no proportion reaches so far.
  internal func logit(ofValue value: Double) -> Double {
    if alpha == 1 || !value.isFinite { return value }
    // logit p = ln p − ln(1 − p), one of which is ±value / 2.
    if alpha == 0 {
      return value >= 0
        ? value / 2 + .log(-.expMinusOne(-value / 2)) : -.infinity
    }
    if alpha == 2 {
      return value <= 0
        ? value / 2 - .log(-.expMinusOne(value / 2)) : .infinity
    }
    var z = value >= 0 ? value / (2 - alpha) : value / alpha
    // Six to ten steps do; the bound only guards against a cycle of an ulp.
    for _ in 0..<100 {
      let step =
        (value - self.value(atLogit: z)) / derivativeByLogit(atLogit: z)
      z += step
      if step.magnitude <= 2 * max(z.ulp, .ulpOfOne) { break }
    }
    return z
  }

  /// The transformed proportion of positive counts, its variance by the delta
  /// method, and the derivative of the transformation.
  internal func observation(
    successes: Double, failures: Double
  ) -> (value: Double, variance: Double, derivative: Double) {
    let size = successes + failures
    // t′(p) √(p (1 − p) / n), without the cancellation of 1 − p.
    let scaled =
      alpha * (failures / successes).squareRoot()
      + (2 - alpha) * (successes / failures).squareRoot()
    return (
      value(atLogit: .log(successes / failures)), scaled * scaled / size,
      alpha * size / successes + (2 - alpha) * size / failures
    )
  }
}
