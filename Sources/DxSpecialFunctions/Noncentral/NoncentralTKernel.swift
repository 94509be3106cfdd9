internal import RealModule

/// The noncentral t distribution: its tails, density and quantiles.
package struct NoncentralTKernel: Hashable, Sendable {
  /// The degrees of freedom, positive and below ``normalLimit``.
  internal let nu: Double
  /// The noncentrality.
  internal let delta: Double
  /// log of 2 (ν/2)^(ν/2) e^(−ν/2) / Γ(ν/2), without √(ν/π) or with ν.
  private let exponent: DoubleDouble
  private let factor: DoubleDouble

  /// The degrees of freedom from which on the distribution is normal to the
  /// last digit: the first correction is of the size of t⁴/ν.
  package static var normalLimit: Double { 1e24 }

  /// Creates the kernel.
  package init(degreesOfFreedom nu: Double, noncentrality delta: Double) {
    self.nu = nu
    self.delta = delta
    let half = 0.5 * nu
    if half < 0.5 {
      exponent =
        DoubleDouble.log(half) * half - half - logGammaOnePlus(half)
      factor = DoubleDouble(nu)
    } else {
      exponent = DoubleDouble(-stirlingError(half))
      factor = (DoubleDouble(2 * nu) / .twoPi).squareRoot()
    }
  }

  /// The tail and the density over it at t from 0 on, for noncentralities of
  /// either sign.
  private func tailFromZero(
    _ t: Double, delta: Double, upper isUpper: Bool
  ) -> (tail: ScaledTail, slope: Double) {
    // Beyond, the tail is a power of t to the last digit.
    let near = Swift.min(t, 0x1p460)
    let quadrature = NoncentralTQuadrature(nu: nu, t: near, delta: delta)
    let (mass, density) = quadrature.integrals(upper: isUpper)
    var total = exponent + quadrature.exponent
    if t > near && isUpper {
      total = total - DoubleDouble.log(t / near) * nu
    }
    // 1/2 and 1/√(2π) of the normal tail and density.
    let scaled = factor * mass * 0.5
    let slope =
      density / mass.high * quadrature.scale * 0.7978845608028654 * (near / t)
    return (
      ScaledTail(
        logDensity: total + scaled.low / scaled.high, factor: scaled.high,
        isUpper: isUpper),
      t == 0 ? density / mass.high * 0.7978845608028654 : slope
    )
  }

  /// A tail at a finite t, and the density over it.
  package func tail(
    at t: Double, upper isUpper: Bool
  ) -> (tail: ScaledTail, slope: Double) {
    if t >= 0 { return tailFromZero(t, delta: delta, upper: isUpper) }
    var result = tailFromZero(-t, delta: -delta, upper: !isUpper)
    result.tail.isUpper = isUpper
    return result
  }

  /// The probability below or above a finite t, from the smaller tail.
  package func probability(at t: Double, upper isUpper: Bool) -> Double {
    let computed = tail(at: t, upper: t > delta).tail
    let probability = computed.probability
    if computed.isUpper == isUpper { return probability }
    if probability <= 0.6 { return 1 - probability }
    return tail(at: t, upper: isUpper).tail.probability
  }

  /// The logarithm of the probability below or above a finite t.
  package func logProbability(at t: Double, upper isUpper: Bool) -> Double {
    if (t > delta) == isUpper {
      let computed = tail(at: t, upper: isUpper).tail
      if computed.logDensity.high < -6 || computed.probability <= 0.5 {
        return computed.logProbability
      }
    }
    let other = probability(at: t, upper: !isUpper)
    return other < 0.5
      ? .log(onePlus: -other) : tail(at: t, upper: isUpper).tail.logProbability
  }

  /// The density at a finite t.
  package func density(at t: Double) -> ScaledTail {
    let magnitude = t.magnitude
    let near = Swift.min(magnitude, 0x1p460)
    let quadrature = NoncentralTQuadrature(
      nu: nu, t: near, delta: t < 0 ? -delta : delta)
    let density = quadrature.density().mass
    var total = exponent + quadrature.exponent
    if magnitude > near {
      total =
        total
        - DoubleDouble.log(magnitude / near) * DoubleDouble(sum: nu, 1)
    }
    // 1/√(2π).
    let rootTwoPi = DoubleDouble.twoPi.squareRoot()
    let scaled = factor * density * quadrature.scale / rootTwoPi
    return ScaledTail(
      logDensity: total + scaled.low / scaled.high, factor: scaled.high,
      isUpper: true)
  }
}
