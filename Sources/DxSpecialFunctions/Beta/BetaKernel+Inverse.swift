internal import RealModule

extension BetaKernel {
  /// The odds x / (1 − x) at which one tail has a given probability in
  /// (0, 1).
  ///
  /// Newton's iteration for the logarithm of the tail as a function of the
  /// logit of x, which is concave, in the tail the target belongs to.
  ///
  /// - Parameters:
  ///   - probability: The probability of the tail.
  ///   - upper: Whether it is the upper tail.
  ///   - start: Odds to start from, if something better is known than the
  ///     normal approximation of the logit.
  package func inverseOdds(
    probability: Double, upper: Bool, start: Double? = nil
  ) -> Double {
    let flips = probability > 0.5
    let isUpper = upper != flips
    let p = flips ? 1 - probability : probability
    let target = DoubleDouble.log(p)
    var odds = start ?? inverseStart(p, target: target.high, isUpper: isUpper)
    guard odds > 0 && odds < .infinity else { return odds }
    for _ in 0..<60 {
      let delta = tail(at: UnitPoint(odds: odds))
        .step(toward: target, upper: isUpper)
      guard delta.magnitude < .infinity else { break }
      let step = Swift.max(-8, Swift.min(8, delta))
      odds += odds * .expMinusOne(step)
      // The next error is of the order of δ² over the standard deviation of
      // the logit, which is one over the root of the smaller parameter.
      if delta * delta * (1 + Swift.min(a, b)).squareRoot() < 1e-16 { break }
    }
    return odds
  }

  private func inverseStart(
    _ p: Double, target: Double, isUpper: Bool
  ) -> Double {
    // Next to an end the tail is a power of the distance to it.
    for end in [false, true] {
      let near = end ? b : a
      let far = end ? a : b
      guard end == isUpper || near < 1 else { continue }
      let logP = end == isUpper ? target : Double.log(onePlus: -p)
      let logX = (logP + (logBeta + .log(near)).high) / near
      if logX < -745.2 { return end ? .infinity : 0 }
      let x = Double.exp(logX)
      if x < 0.3 && x * far < 0.3 * (near + 1) {
        let odds = Swift.max(x, .leastNonzeroMagnitude)
        return end ? 1 / odds : odds
      }
    }
    let z = standardNormalQuantile(p)
    let spread = (1 / a + 1 / b).squareRoot()
    return (a + 0.1) / (b + 0.1)
      * .exp(Swift.max(-30, Swift.min(30, (isUpper ? -z : z) * spread)))
  }
}
