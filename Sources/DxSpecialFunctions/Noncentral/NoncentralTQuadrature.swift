internal import RealModule

/// Tails and density of the noncentral t distribution at one t from 0 on, as
/// integrals over the logarithm of the scale s = √(V/ν), with V chi-squared.
/// ```
/// P(T > t) = ∫ Φ(δ − t s) f(s) ds     P(T ≤ t) = ∫ Φ(t s − δ) f(s) ds
/// f(t)     = ∫ s φ(t s − δ) f(s) ds
/// ```
/// All integrands are positive, whatever the signs of t and δ. As a function
/// of log s they are analytic and fall off at both ends, so that the
/// trapezoidal rule converges exponentially.
///
/// With Φ(−a) = φ(a) M(a), and M Mills' ratio, the three have the factor
/// exp Ψ(s), Ψ = ν log s − ν s²/2 − (t s − δ)²/2, in common. Its maximum goes
/// into one double-double exponent; relative to it, at s eʷ,
/// ```
/// Ψ(w) − Ψ(0) = −ν/2 (e²ʷ − 1 − 2w) − B/2 (eʷ − 1)²,   B = t δ s,
/// ```
/// which has no cancellation worth the name, because B > −ν.
///
/// > L. N. Trefethen and J. A. C. Weideman. "The exponentially convergent
/// > trapezoidal rule." *SIAM Review* 56 (2014), 385–458.
/// > doi:10.1137/130932132
internal struct NoncentralTQuadrature {
  /// The degrees of freedom.
  let nu: Double
  /// The s that maximizes Ψ, rounded.
  let scale: Double
  /// t s and t s − δ.
  let location, argument: Double
  /// tδs.
  let product: Double
  /// What the rounding of s leaves of Ψ′.
  let residue: Double
  /// The logarithm of the factor in front of the integrals, but for
  /// √(ν/π).
  let exponent: DoubleDouble

  /// Creates the integrals for t in [0, 1e140] and a finite δ.
  init(nu: Double, t: Double, delta: Double) {
    self.nu = nu
    scale = Self.maximum(nu: nu, t: t, delta: delta)
    let location = DoubleDouble(product: t, scale)
    let argument = location - delta
    let square = DoubleDouble(product: scale, scale)
    self.location = location.high
    self.argument = argument.high
    product = location.high * delta
    let slope =
      (DoubleDouble(1) - square) * nu - location * argument
    residue = slope.high
    let half = 0.5 * nu
    let deviance: DoubleDouble
    if scale > 0.25 && scale < 4 {
      deviance = .deviance(DoubleDouble(half), from: square * half)
    } else {
      deviance = (square - 1 - DoubleDouble.log(scale) * 2) * half
    }
    exponent = -deviance - argument * argument * 0.5
  }

  /// The positive root of (ν + t²) s² − tδ s − ν.
  private static func maximum(
    nu: Double, t: Double, delta: Double
  ) -> Double {
    // In terms of r = t s where t is large, so that t² does not overflow.
    if t > 1 {
      let share = nu / t / t
      let root = (delta * delta + 4 * nu * (1 + share)).squareRoot()
      let r =
        delta > 0
        ? 0.5 * (delta + root) / (1 + share) : 2 * nu / (root - delta)
      return r / t
    }
    let b = t * delta
    let root = (b * b + 4 * nu * (nu + t * t)).squareRoot()
    return b > 0
      ? 0.5 * (b + root) / (nu + t * t) : 2 * nu / (root - b)
  }

  /// The sums of the trapezoidal rule, times its step: of erfcx(a/√2) with
  /// a = ±(t s − δ), which is a tail, and of eʷ, the density.
  ///
  /// The variable is w = v − κ e⁻ᵛ, which for few degrees of freedom makes
  /// the slow fall towards s = 0 a doubly exponential one.
  func integrals(upper isUpper: Bool) -> (tail: Double, density: Double) {
    let bends = nu < 16
    let bend = bends ? 0.5 : 0
    // The root of v = κ e⁻ᵛ.
    let origin = bends ? 0.35173371124919584 : 0
    let width = 1 / (2 * nu + product).squareRoot()
    let step = Swift.min(0.12, 0.6 * width / (1 + origin))
    var sums = (tail: 0.0, density: 0.0)
    for direction in [1.0, -1.0] {
      var count = direction < 0 ? 1.0 : 0
      var last = 0.0
      while true {
        let v = origin + direction * count * step
        let curve = bends ? bend * .exp(-v) : 0
        let w = bends ? v - curve : v
        let term = self.term(w, isUpper: isUpper)
        sums.tail += term.tail * (1 + curve)
        sums.density += term.density * (1 + curve)
        count += 1
        // To the left the terms may rise again with the slope of w, and to
        // the right they may still rise to their maximum.
        let rest =
          direction < 0 ? term.tail / (Swift.min(1, nu) * step) : term.tail
        if rest < sums.tail * 0x1p-62 && (direction < 0 || rest < last) {
          break
        }
        last = rest
      }
    }
    return (sums.tail * step, sums.density * step)
  }

  /// The sum for the density, which falls off at s = 0 one power faster.
  func density() -> Double {
    let bends = nu < 8
    let bend = bends ? 0.5 : 0
    let origin = bends ? 0.35173371124919584 : 0
    let width = 1 / (2 * nu + product).squareRoot()
    let step = Swift.min(0.12, 0.6 * width / (1 + origin))
    var sum = 0.0
    for direction in [1.0, -1.0] {
      var count = direction < 0 ? 1.0 : 0
      while true {
        let v = origin + direction * count * step
        let curve = bends ? bend * .exp(-v) : 0
        let w = bends ? v - curve : v
        let growth = Double.expMinusOne(w)
        let loss = self.loss(w, growth)
        let term = Double.exp(-loss) * (1 + growth) * (1 + curve)
        sum += term
        count += 1
        if term < sum * 0x1p-62 { break }
      }
    }
    return sum * step
  }

  /// Ψ(0) − Ψ(w).
  @inline(__always)
  private func loss(_ w: Double, _ growth: Double) -> Double {
    0.5
      * (nu * exponentialRemainder(2 * w) + product * growth * growth
        - residue * growth * (growth + 2))
  }

  @inline(__always)
  private func term(
    _ w: Double, isUpper: Bool
  ) -> (tail: Double, density: Double) {
    let growth = Double.expMinusOne(w)
    let remainder = exponentialRemainder(2 * w)
    let loss =
      0.5 * (nu * remainder + product * growth * growth
        - residue * growth * (growth + 2))
    let value = Double.exp(-loss)
    let distance = argument + location * growth
    let a = isUpper ? distance : -distance
    let density = value * (1 + growth)
    if a >= 0 {
      return (scaledErfc(a * 0.7071067811865476) * value, density)
    }
    // Mills' ratio may overflow where the normal density vanishes.
    let chi =
      0.5 * argument * argument + (residue + location * argument) * w
      - 0.5 * nu * scale * scale * remainder
    return (2 * standardNormalProbability(-a) * .exp(chi), density)
  }
}
