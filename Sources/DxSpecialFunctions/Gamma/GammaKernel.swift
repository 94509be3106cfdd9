internal import RealModule

/// The gamma distribution of one shape and scale 1: what its density, its
/// tails and their inverses have in common, computed once.
///
/// Accuracy: the logarithm of the density is summed with some 104 bits, so
/// that shapes up to 10¹⁰ lose nothing.
package struct GammaKernel: Hashable, Sendable {
  /// The shape, positive and finite.
  package let shape: Double
  internal let logGammaShape: DoubleDouble

  /// Creates the kernel of a positive, finite shape.
  package init(shape: Double) {
    self.shape = shape
    logGammaShape = .logGamma(shape)
  }

  /// log(xᵃ e⁻ˣ / Γ(a)), the logarithm of the density of log x.
  package func logDensityOfLogarithm(_ x: DoubleDouble) -> DoubleDouble {
    guard x.high > 0 && x.high < .infinity else {
      return DoubleDouble(-.infinity)
    }
    return
      x.logarithm() * shape - x - logGammaShape
  }

  /// The tail that is computed without cancellation at x in [0, ∞]: as a
  /// rule the smaller one.
  package func tail(at x: DoubleDouble) -> ScaledTail {
    let logDensity = logDensityOfLogarithm(x)
    let a = shape
    let z = x.high
    guard z > 0 && z < .infinity else {
      return ScaledTail(logDensity: logDensity, factor: 0, isUpper: z > 0)
    }
    if a < 1 && z <= 1.1 {
      if let factor = upperFactorOfSmallShape(x, logDensity) {
        return ScaledTail(
          logDensity: logDensity, factor: factor, isUpper: true)
      }
    }
    let excess = z - a
    let factor: Double
    let isUpper = a < 1 ? z > 1.1 : excess > 0
    // Far from the mode the series and the fraction need fewer terms than
    // the quadrature has nodes.
    if a > 30 && z < 4 * a && 4 * z > a {
      factor = quadrature(x, isUpper: isUpper)
    } else {
      factor = isUpper ? continuedFraction(z) : series(z)
    }
    return ScaledTail(
      logDensity: logDensity, factor: factor, isUpper: isUpper)
  }

  /// P / density by the series Σ xⁿ / (a (a + 1) ⋯ (a + n)).
  ///
  /// > W. Gautschi. "A computational procedure for incomplete gamma
  /// > functions." *ACM TOMS* 5 (1979), 466–481. doi:10.1145/355853.355863
  private func series(_ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    var n = shape
    repeat {
      n += 1
      term *= x / n
      sum += term
    } while term > sum * 0x1p-56
    return sum / shape
  }

  /// Q / density by Legendre's continued fraction, for x above both the shape
  /// and 1.1.
  ///
  /// It is evaluated from its end, where rounding errors are damped instead
  /// of multiplied. The number of terms was fitted to those after which the
  /// fraction no longer changes, 10 to 110, with a third to spare.
  ///
  /// > NIST Digital Library of Mathematical Functions, 8.9.2.
  private func continuedFraction(_ x: Double) -> Double {
    let count = Int(12 + 110 / x + 0.6 * Swift.min(shape, 30))
    let b = x + 1 - shape
    var value = b + 2 * Double(count)
    for n in stride(from: count, to: 0, by: -1) {
      let i = Double(n)
      value = b + 2 * (i - 1) + i * (shape - i) / value
    }
    return 1 / value
  }

  /// Either tail over the density, as an integral over log t from log x
  /// outwards.
  private func quadrature(_ x: DoubleDouble, isUpper: Bool) -> Double {
    let sign = isUpper ? 1.0 : -1.0
    let z = x.high
    // Not negative in exact arithmetic; near the mode it is exact.
    let slope = sign * (x - shape).high
    // The root of the parabola that φ starts as.
    let start = 84 / (slope + (slope * slope + 84 * z).squareRoot())
    return tailQuadrature(
      start: start,
      exponent: { s in slope * s + z * exponentialRemainder(sign * s) },
      slope: { s in slope + z * sign * .expMinusOne(sign * s) })
  }

  /// Q / density for a shape below 1 and x up to 1.1, or `nil` where P is
  /// the tail to compute.
  ///
  /// ```
  /// Q = 1 − xᵃ/Γ(1 + a) − xᵃ/Γ(1 + a) Σ a (−x)ⁿ / (n! (a + n)),  n = 1, 2, …
  /// ```
  /// The difference is an `expm1`.
  ///
  /// > A. R. DiDonato and A. H. Morris. "Computation of the incomplete gamma
  /// > function ratios and their inverse." *ACM TOMS* 12 (1986), 377–393.
  /// > doi:10.1145/22721.23109
  private func upperFactorOfSmallShape(
    _ x: DoubleDouble, _ logDensity: DoubleDouble
  ) -> Double? {
    let a = shape
    let z = x.high
    let u = a * x.logarithm().high - logGammaOnePlus(a)
    var term = 1.0
    var sum = 0.0
    var n = 0.0
    repeat {
      n += 1
      term *= -z / n
      sum += term / (a + n)
    } while term.magnitude > sum.magnitude * 0x1p-56
    let scale = Double.exp(u)
    let q = -Double.expMinusOne(u) - scale * a * sum
    return q < 0.6 ? q / logDensity.exponential() : nil
  }
}
