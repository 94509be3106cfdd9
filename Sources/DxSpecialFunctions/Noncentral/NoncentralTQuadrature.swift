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
      deviance = .deviance(half, from: square * half)
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
  func integrals(
    upper isUpper: Bool
  ) -> (tail: DoubleDouble, density: Double) {
    let grid = QuadratureGrid(step: step(), bends: nu < 16)
    var tail = DoubleDouble(0)
    var density = 0.0
    for direction in [1.0, -1.0] {
      var count = direction < 0 ? 1.0 : 0
      var last = 0.0
      while true {
        let (w, slope) = grid.node(direction * count)
        let term = self.term(w, isUpper: isUpper)
        tail = tail + term.tail * slope
        density += term.density * slope
        count += 1
        // To the left the terms may rise again with the slope of w, and to
        // the right they may still rise to their maximum.
        let rest =
          direction < 0
          ? term.tail / (Swift.min(1, nu) * grid.step) : term.tail
        if rest < tail.high * 0x1p-62 && (direction < 0 || rest < last) {
          break
        }
        last = rest
      }
    }
    return (tail * grid.step, density * grid.step)
  }

  /// The sum for the density, which falls off at s = 0 one power faster, and
  /// the derivative of its logarithm with respect to t.
  func density() -> (mass: DoubleDouble, logSlope: Double) {
    let grid = QuadratureGrid(step: step(), bends: nu < 8)
    var sum = DoubleDouble(0)
    var moment = 0.0
    for direction in [1.0, -1.0] {
      var count = direction < 0 ? 1.0 : 0
      while true {
        let (w, slope) = grid.node(direction * count)
        let growth = Double.expMinusOne(w)
        let loss = self.loss(growth, exponentialRemainder(2 * w))
        let term = Double.exp(-loss) * (1 + growth) * slope
        sum = sum + term
        moment += term * (1 + growth) * (argument + location * growth)
        count += 1
        if term < sum.high * 0x1p-62 { break }
      }
    }
    return (sum * grid.step, -scale * moment / sum.high)
  }

  /// The largest step in w for which the error of the rule is negligible.
  ///
  /// On the line of imaginary part y the integrands are up to exp G times as
  /// large as on the real one, and the error is then exp(G − 2πy/h).
  private func step() -> Double {
    let curvature = 2 * nu + product
    let a = nu + product
    let widest = Swift.min(0.72, (84 / curvature).squareRoot())
    var best = 0.0
    for part in [1.0, 0.85, 0.7, 0.5] {
      let y = part * widest
      let c = Double.cos(y)
      let c2 = 2 * c * c - 1
      let b = product * c
      let root = (b * b + 4 * nu * a * c2).squareRoot()
      let s = b > 0 ? 0.5 * (b + root) / (a * c2) : 2 * nu / (root - b)
      let normal =
        nu * .log(s) - 0.5 * a * s * s * c2 + b * s + 0.5 * a - product
      let chi = -0.5 * nu * .log(c2)
      best = Swift.max(best, 2 * .pi * y / (41 + Swift.max(normal, chi)))
    }
    return best
  }

  @inline(__always)
  private func term(
    _ w: Double, isUpper: Bool
  ) -> (tail: Double, density: Double) {
    let growth = Double.expMinusOne(w)
    let remainder = exponentialRemainder(2 * w)
    let value = Double.exp(-loss(growth, remainder))
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

  /// Ψ(0) − Ψ(w), from eʷ − 1 and e²ʷ − 1 − 2w.
  @inline(__always)
  private func loss(_ growth: Double, _ remainder: Double) -> Double {
    0.5
      * (nu * remainder + product * growth * growth
        - residue * growth * (growth + 2))
  }
}

/// The nodes of a trapezoidal rule in v, where w is v or v − κ e⁻ᵛ.
///
/// The second makes a slow exponential fall to the left a doubly exponential
/// one.
private struct QuadratureGrid {
  /// The step in v.
  var step: Double
  private var bend: Double
  private var origin: Double

  /// Creates a grid with the step in w given for w = 0.
  init(step: Double, bends: Bool) {
    bend = bends ? 0.125 : 0
    // The root of v = κ e⁻ᵛ.
    origin = bends ? 0.11178010893278850 : 0
    self.step = step / (1 + origin)
  }

  /// The variable w and its slope.
  @inline(__always)
  func node(_ index: Double) -> (w: Double, slope: Double) {
    let v = origin + index * step
    if bend == 0 { return (v, 1) }
    let curve = bend * .exp(-v)
    return (v - curve, 1 + curve)
  }
}
