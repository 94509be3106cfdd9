internal import RealModule

/// The noncentral chi-squared distribution of half the variable: a gamma
/// distribution of shape a + i, where i has a Poisson distribution of mean μ.
///
/// With pᵢ the Poisson probabilities and gᵢ = zᵃ⁺ⁱ e⁻ᶻ / Γ(a + i + 1), the
/// density of z is Σ pᵢ gᵢ (a + i) / z, and by P(A + 1, z) = P(A, z) − g the
/// tails are
/// ```
/// lower   Σ gᵢ (p₀ + … + pᵢ)
/// upper   Σ gᵢ (pᵢ₊₁ + pᵢ₊₂ + …) + Q(a, z)
/// ```
/// Everything is positive. The products pᵢ gᵢ start from one exponential of a
/// double-double exponent; they, and the Poisson tails over pᵢ, follow by
/// recurrences with some 100 bits.
///
/// > D. Benton and K. Krishnamoorthy. "Computing discrete mixtures of
/// > continuous distributions: noncentral chisquare, noncentral t and the
/// > distribution of the square of the sample multiple correlation
/// > coefficient." *Computational Statistics & Data Analysis* 43 (2003),
/// > 249–267. doi:10.1016/S0167-9473(02)00283-9
///
/// Departing from it, neither tail is one minus the other, and a gamma tail is
/// only needed for the upper one, where the mixture's terms end.
package struct NoncentralChiSquaredKernel: Hashable, Sendable {
  /// Half the degrees of freedom.
  internal let shape: Double
  /// Half the noncentrality.
  internal let poissonMean: Double

  /// Creates the kernel of a positive, finite shape and a mean from 0 on.
  package init(shape: Double, poissonMean: Double) {
    self.shape = shape
    self.poissonMean = poissonMean
  }

  /// The index of about the largest pᵢ gᵢ.
  internal func largestIndex(_ z: Double) -> Double {
    let y = poissonMean * z
    return (2 * y / (shape + (shape * shape + 4 * y).squareRoot()))
      .rounded(.down)
  }

  /// pᵢ gᵢ.
  internal func weight(_ i: Double, at z: Double) -> ScaledWeight {
    let power = DoubleDouble(sum: shape, i)
    var exponent = -DoubleDouble.deviance(
      i, from: DoubleDouble(poissonMean))
    var circle = DoubleDouble(1)
    if i > 0 {
      exponent = exponent - stirlingError(i)
      circle = DoubleDouble.twoPi * i
    }
    if power.high < 1 {
      // i is 0, and Stirling's error is large.
      exponent =
        exponent + (DoubleDouble.log(z) * shape - z) - logGammaOnePlus(shape)
    } else {
      exponent =
        exponent - .deviance(power, from: DoubleDouble(z))
        - stirlingError(power.high)
      circle = circle * (DoubleDouble.twoPi * power)
    }
    return ScaledWeight(
      exponent: exponent, factor: DoubleDouble(1) / circle.squareRoot())
  }

  /// The density, by the sum of pᵢ gᵢ (a + i) / z from its largest term
  /// outwards.
  package func density(at z: Double) -> ScaledTail { mixture(at: z).density }

  /// The density and the mean of i given z.
  private func mixture(
    at z: Double
  ) -> (density: ScaledTail, index: Double) {
    let start = largestIndex(z)
    var weight = self.weight(start, at: z)
    let y = DoubleDouble(product: poissonMean, z)
    var sum = DoubleDouble(1)
    var shift = 0.0
    if start > Self.largestStart {
      sum = DoubleDouble(terms(around: start))
    } else {
      addTerms(above: start, y, to: &sum, &shift)
      addTerms(below: start, y, to: &sum, &shift)
    }
    let index = start + shift / sum.high
    sum = sum * DoubleDouble(sum: shape, start)
    if z > 0x1p-500 {
      sum = sum / z
    } else {
      // 1/z may overflow.
      weight.exponent = weight.exponent - DoubleDouble.log(z)
    }
    return (Self.scaled(weight, by: sum, isUpper: false), index)
  }

  private func addTerms(
    above start: Double, _ y: DoubleDouble, to sum: inout DoubleDouble,
    _ shift: inout Double
  ) {
    var term = DoubleDouble(1)
    var i = start
    while true {
      let last = term.high
      term = term * y / (DoubleDouble(sum: shape, i) * (i + 1))
      i += 1
      sum = sum + term
      shift += term.high * (i - start)
      if Self.isNegligible(term.high, after: last, in: sum.high) { break }
    }
  }

  private func addTerms(
    below start: Double, _ y: DoubleDouble, to sum: inout DoubleDouble,
    _ shift: inout Double
  ) {
    var term = DoubleDouble(1)
    var i = start
    while i > 0 {
      let last = term.high
      i -= 1
      term = term * (DoubleDouble(sum: shape, i) * (i + 1)) / y
      sum = sum + term
      shift -= term.high * (start - i)
      if Self.isNegligible(term.high, after: last, in: sum.high) { break }
    }
  }

  /// The index from which on the terms are not summed: so far out that every
  /// probability has underflowed, and only logarithms are left.
  internal static var largestStart: Double { 1e10 }

  /// The sum of pᵢ gᵢ in units of the largest as that of a normal curve.
  internal func terms(around i: Double) -> Double {
    (2 * .pi / (1 / i + 1 / (shape + i))).squareRoot()
  }

  /// The z of the greatest density, 0 for a pole or a maximum there.
  ///
  /// The derivative of the logarithm is (a − 1 + E[i | z])/z − 1.
  package var mode: Double {
    guard shape > 1 || (shape == 1 && poissonMean > 1) else { return 0 }
    var (low, high) = (0.0, shape + poissonMean)
    while true {
      let z = 0.5 * (low + high)
      if z <= low || z >= high || high < 0x1p-1000 { return low }
      if shape - 1 + mixture(at: z).index > z { low = z } else { high = z }
    }
  }

  /// Whether all that follows a term of a log-concave sequence is below the
  /// last bit of a sum.
  @inline(__always)
  internal static func isNegligible(
    _ term: Double, after last: Double, in sum: Double
  ) -> Bool {
    // What follows is less than a geometric series.
    let fall = last - term
    return term == 0 || (fall > 0 && term * term <= sum * fall * 0x1p-64)
  }

  internal static func scaled(
    _ weight: ScaledWeight, by sum: DoubleDouble, isUpper: Bool
  ) -> ScaledTail {
    let factor = weight.factor * sum
    return ScaledTail(
      logDensity: weight.exponent + factor.low / factor.high,
      factor: factor.high, isUpper: isUpper)
  }
}
