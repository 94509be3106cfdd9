internal import RealModule

extension GammaKernel {
  /// The x at which one tail has a given probability in (0, 1), times a scale.
  ///
  /// Halley's iteration for the logarithm of the tail as a function of log x,
  /// in the tail the target belongs to; the residual of the last step keeps
  /// its digits, because the logarithms of the density and of the target are
  /// subtracted with some 100 bits.
  ///
  /// > A. Gil, J. Segura and N. M. Temme. "Efficient and accurate algorithms
  /// > for the computation and inversion of the incomplete gamma function
  /// > ratios." *SIAM J. Sci. Comput.* 34 (2012), A2965–A2981.
  /// > doi:10.1137/120872553 (the idea of inverting in the smaller tail; the
  /// > iteration differs).
  package func inverse(
    probability: Double, upper: Bool, scale: Double = 1
  ) -> Double {
    if shape == 1 {
      let logUpper =
        upper ? Double.log(probability) : .log(onePlus: -probability)
      return logUpper * -scale
    }
    // From 1/2 on the complement is exact, and the other tail the smaller.
    let flips = probability > 0.5
    let isUpper = upper != flips
    let p = flips ? 1 - probability : probability
    // Q(a, 0.35) is close to a (0.79 − 0.09 a) for a shape up to 1.
    if shape < 1 && (!isUpper || p > shape * (0.79 - 0.09 * shape)) {
      return inverseOfSmallShape(
        logLower: isUpper
          ? .logOnePlus(DoubleDouble(-p)) : .log(p), scale: scale)
    }
    let target = DoubleDouble.log(p)
    var x = inverseStart(p, target: target.high, isUpper: isUpper)
    guard x > 0 && x < .infinity else { return x * scale }
    var change = 0.0
    for _ in 0..<30 {
      x += change
      let step = inverseStep(at: x, target: target, isUpper: isUpper)
      guard step.magnitude < .infinity else { break }
      change = x * .expMinusOne(step)
      // The next error is of the order of δ³ a.
      let square = step * step
      if square * step.magnitude * (1 + shape + x) < 1e-17 { break }
    }
    let product = DoubleDouble(product: x, scale)
    return product.high + (product.low + change * scale)
  }

  /// What Halley's iteration adds to log x.
  private func inverseStep(
    at x: Double, target: DoubleDouble, isUpper: Bool
  ) -> Double {
    let tail = tail(at: DoubleDouble(x))
    let gap: Double
    var rate = densityFactor(of: tail, at: x)
    if tail.isUpper == isUpper {
      // log(tail / target), of which the large parts cancel first.
      // The factor of a small shape has the shape as a factor.
      if shape < 1 && tail.logDensity.high != 0 {
        let ratio = tail.logDensity - target + DoubleDouble.log(shape)
        gap = ratio.high + .log(tail.factor / shape)
      } else {
        gap = (tail.logDensity - target).high + .log(tail.factor)
      }
      rate /= tail.factor
    } else {
      let other = 1 - tail.probability
      guard other > 0 else { return isUpper ? -1 : 1 }
      let wanted = target.exponential()
      gap = .log(onePlus: (other - wanted) / wanted)
      rate *= tail.logDensity.exponential() / other
    }
    if isUpper { rate = -rate }
    // (log P)′ = r and (log P)″ = r (a − x − r), where r is the density of
    // log x over P, and likewise for Q with −r.
    let newton = -gap / rate
    let bend = 1 + 0.5 * newton * (shape - x - rate)
    let step = bend > 0.5 ? newton / bend : newton
    return Swift.max(-8, Swift.min(8, step))
  }

  /// The density of log x over exp(logDensity) of the tail at x, to some ten
  /// digits.
  private func densityFactor(of tail: ScaledTail, at x: Double) -> Double {
    let a = shape
    let exponent = tail.logDensity.high
    if a <= 1 {
      // The upper tail of a small shape comes as a probability.
      return exponent == 0
        ? a * power(at: DoubleDouble(x)).exponent.exponential() : a
    }
    let root = (0.15915494309189535 * a).squareRoot()
    // Only the uniform representation has the deviance alone as exponent.
    return a >= 2 && exponent >= -0.5 * a
      ? root * .exp(-stirlingError(a)) : root
  }

  /// The x at which P, for a shape below 1, has a given logarithm, where x is
  /// not far above 1.
  ///
  /// Here d log x is d log P over the shape, so that errors are multiplied.
  /// P is taken as xᵃ/Γ(1 + a) (1 + a Σ (−x)ⁿ / (n! (a + n))), of which all
  /// that is rounded has the shape as a factor.
  private func inverseOfSmallShape(
    logLower: DoubleDouble, scale: Double
  ) -> Double {
    let a = shape
    let target = logLower + logGammaOnePlus(a)
    let first = target / a
    guard first.high > -40 else { return first.exponential(times: scale) }
    var logX = first.high + .exp(first.high) / (1 + a)
    var step = 0.0
    for _ in 0..<30 {
      let x = Double.exp(logX)
      let sum = a * alternatingSum(x)
      let gap =
        (DoubleDouble(product: logX, a) - target).high + .log(onePlus: sum)
      let rate = a * .exp(-x) / (1 + sum)
      let newton = -gap / rate
      step = newton / (1 + 0.5 * newton * (a - x - rate))
      if (step * step * step).magnitude < 1e-17 { break }
      logX += step
    }
    return DoubleDouble(sum: logX, step).exponential(times: scale)
  }
}
