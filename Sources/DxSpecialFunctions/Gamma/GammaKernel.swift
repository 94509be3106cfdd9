internal import RealModule

/// The gamma distribution of one shape and scale 1: what its density, its
/// tails and their inverses have in common.
///
/// Everything is a density times a factor of moderate size. The logarithm of
/// the density is a small one in the form of Loader: with the deviance
/// D = a log(a/x) + x − a and ``stirlingError(_:)`` δ,
/// ```
/// xᵃ e⁻ˣ / Γ(1 + a) = exp(−D − δ(a)) / √(2π a)
/// ```
/// so that one double-double logarithm and one exponential do, and shapes up
/// to 10¹⁰ lose nothing.
///
/// > C. Loader. "Fast and accurate computation of binomial probabilities."
/// > 2000.
package struct GammaKernel: Hashable, Sendable {
  /// The shape, positive and finite.
  package let shape: Double

  /// Creates the kernel of a positive, finite shape.
  package init(shape: Double) {
    self.shape = shape
  }

  /// log(xᵃ e⁻ˣ / Γ(a)), the logarithm of the density of log x.
  package func logDensityOfLogarithm(_ x: DoubleDouble) -> DoubleDouble {
    guard x.high > 0 && x.high < .infinity else {
      return DoubleDouble(-.infinity)
    }
    guard shape >= 1 else { return logSmallPower(x) - x + .log(shape) }
    return (DoubleDouble.reciprocalOfTwoPi * shape).logarithm() * 0.5
      - (DoubleDouble.deviance(shape, from: x) + stirlingError(shape))
  }

  /// log(xᵃ / Γ(1 + a)), summed term by term, for a shape below 1.
  internal func logSmallPower(_ x: DoubleDouble) -> DoubleDouble {
    x.logarithm() * shape - logGammaOnePlus(shape)
  }

  /// xᵃ e⁻ˣ / Γ(1 + a) as exp(exponent) · scale, for x in (0, ∞).
  internal func power(
    at x: DoubleDouble
  ) -> (exponent: DoubleDouble, scale: Double) {
    guard shape >= 1 else { return (logSmallPower(x) - x, 1) }
    return power(deviance: .deviance(shape, from: x))
  }

  /// The same for a shape from 1 on, whose deviance is known.
  private func power(
    deviance: DoubleDouble
  ) -> (exponent: DoubleDouble, scale: Double) {
    let root = ReciprocalRoot(shape)
    let correction = root.correction - stirlingError(shape)
    return (-deviance + correction, root.value)
  }

  /// The density of log x over a positive y: that of the variable itself
  /// where y is x, and that of a multiple of it where y is the multiple.
  package func densityOfLogarithm(
    _ x: DoubleDouble, over y: Double
  ) -> Double {
    let power = power(at: x)
    let factor = shape * power.scale
    if y > 0x1p-900 { return power.exponent.exponential(times: factor / y) }
    // The quotient may overflow.
    return (power.exponent + DoubleDouble.logTwo * 200)
      .exponential(times: factor / (y * 0x1p200))
  }

  /// xᵃ e⁻ˣ / Γ(1 + a).
  package func powerOverFactorial(_ x: Double) -> Double {
    let power = power(at: DoubleDouble(x))
    return power.exponent.exponential(times: power.scale)
  }

  /// The logarithm of xᵃ e⁻ˣ / Γ(1 + a).
  package func logPowerOverFactorial(_ x: Double) -> Double {
    (logDensityOfLogarithm(DoubleDouble(x)) - DoubleDouble.log(shape)).high
  }

  /// The tail that is computed without cancellation at x in [0, ∞]: as a
  /// rule the smaller one.
  package func tail(at x: DoubleDouble) -> ScaledTail {
    let a = shape
    let z = x.high
    guard z > 0 && z < .infinity else {
      return ScaledTail(
        logDensity: DoubleDouble(-.infinity), factor: 0, isUpper: z > 0)
    }
    if a < 1 { return tailOfSmallShape(x) }
    if a == 1 && z > 0.7 {
      return ScaledTail(logDensity: -x, factor: 1, isUpper: true)
    }
    let deviance = DoubleDouble.deviance(a, from: x)
    if a >= 2 && 2 * deviance.high <= a {
      return uniformTail(x, deviance: deviance)
    }
    let (exponent, scale) = power(deviance: deviance)
    // The median of a shape below 2 is near a − 0.31.
    let isLow = z < (a < 2 ? a - 0.31 : a)
    if a < 2 && !isLow && z < 3 {
      return upperTailByFraction(
        z, logX: .log(z), logDensity: exponent, scale: scale)
    }
    if isLow {
      return ScaledTail(
        logDensity: exponent, factor: scale * series(z), isUpper: false)
    }
    return ScaledTail(
      logDensity: exponent, factor: scale * a / continuedFraction(z),
      isUpper: true)
  }

  /// The same for a shape below 1, of which the median is below ½.
  private func tailOfSmallShape(_ x: DoubleDouble) -> ScaledTail {
    let a = shape
    let z = x.high
    let logX = x.logarithm()
    let logPower = logX * a - logGammaOnePlus(a)
    if z >= 3 {
      return ScaledTail(
        logDensity: logPower - x, factor: a / continuedFraction(z),
        isUpper: true)
    }
    // Close to log P, to the first order in x.
    if z <= 1.1 && logPower.high < a * z / (1 + a) - 0.6 {
      return ScaledTail(
        logDensity: logPower - x, factor: series(z), isUpper: false)
    }
    if z >= 0.3 {
      return upperTailByFraction(
        z, logX: logX.high, logDensity: logPower - x, scale: 1)
    }
    return ScaledTail(
      logDensity: DoubleDouble(0),
      factor: upperProbabilityOfSmallShape(z, logPower: logPower),
      isUpper: true)
  }
}

/// 1/√(2π a) as value · exp(correction).
internal struct ReciprocalRoot {
  var value: Double
  /// The relative error of the value, of the order of its last place.
  var correction: Double

  @inline(__always)
  init(_ a: Double) {
    let square = DoubleDouble.reciprocalOfTwoPi / a
    value = square.high.squareRoot()
    let product = DoubleDouble(product: value, value)
    correction =
      0.5 * ((square.high - product.high) + (square.low - product.low))
      / square.high
  }
}
