internal import RealModule

extension GammaKernel {
  /// The x at which one tail has a given probability in (0, 1).
  ///
  /// Newton's iteration for the logarithm of the tail as a function of
  /// log x, which is concave, in the tail the target belongs to.
  ///
  /// > A. Gil, J. Segura and N. M. Temme. "Efficient and accurate algorithms
  /// > for the computation and inversion of the incomplete gamma function
  /// > ratios." *SIAM J. Sci. Comput.* 34 (2012), A2965–A2981.
  /// > doi:10.1137/120872553 (the idea of inverting in the smaller tail; the
  /// > iteration differs).
  package func inverse(probability: Double, upper: Bool) -> Double {
    if shape == 1 {
      return upper ? -.log(probability) : -.log(onePlus: -probability)
    }
    // From 1/2 on the complement is exact, and the other tail the smaller.
    let flips = probability > 0.5
    let isUpper = upper != flips
    let p = flips ? 1 - probability : probability
    let target = DoubleDouble.log(p)
    let start = inverseStart(p, target: target.high, isUpper: isUpper)
    guard start > 0 && start < .infinity else { return start }
    var x = start
    for _ in 0..<60 {
      let delta = tail(at: DoubleDouble(x)).step(toward: target, upper: isUpper)
      guard delta.magnitude < .infinity else { break }
      let step = Swift.max(-8, Swift.min(8, delta))
      x += x * .expMinusOne(step)
      // The next error is of the order of δ² √a.
      if delta * delta * (1 + shape).squareRoot() < 1e-16 { break }
    }
    return x
  }

  private func inverseStart(
    _ p: Double, target: Double, isUpper: Bool
  ) -> Double {
    let a = shape
    if !isUpper || a < 1 {
      // P is close to xᵃ/Γ(1 + a) for small x, and above 1 − x everywhere.
      let logP = isUpper ? Double.log(onePlus: -p) : target
      let logX = (logP + logGammaOnePlusOfShape) / a
      if logX < -745.2 { return 0 }
      let x = Double.exp(logX)
      if x < 0.3 * (a + 1) { return Swift.max(x, .leastNonzeroMagnitude) }
    }
    // Wilson and Hilferty (1931), doi:10.1073/pnas.17.12.684.
    let z = standardNormalQuantile(p)
    let root = 1 - 1 / (9 * a) - (isUpper ? z : -z) / (3 * a.squareRoot())
    let x = a * root * root * root
    return root > 0.1 ? x : Swift.max(0.01 * a, .leastNormalMagnitude)
  }

  private var logGammaOnePlusOfShape: Double {
    shape < 1
      ? logGammaOnePlus(shape) : (logGammaShape + .log(shape)).high
  }
}
