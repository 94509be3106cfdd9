internal import RealModule

/// Student's t distribution of positive, finite degrees of freedom: what its
/// density, its tails and its quantiles have in common.
///
/// With y = ν / (ν + t²) = e^−ℓ, everything is in terms of ℓ, which a
/// double-double logarithm gives for any t, and of a = ν/2.
package struct StudentKernel: Sendable {
  /// The degrees of freedom, ν.
  internal let nu: Double

  /// The degrees of freedom from which on the distribution is normal for any
  /// t that is not beyond all reason.
  package static let normalLimit = 1e290

  /// Creates the kernel of some degrees of freedom below the normal limit.
  package init(degreesOfFreedom: Double) { nu = degreesOfFreedom }

  /// The logarithm of the density but for the factor that
  /// ``normalization`` is.
  package func logShape(at t: DoubleDouble) -> DoubleDouble {
    StudentPoint(t, nu).logarithm * DoubleDouble(sum: -0.5, -0.5 * nu)
  }

  /// Γ((ν + 1)/2) / (Γ(ν/2) √(πν)), which is √(a / (2π (a + θ))).
  package var normalization: DoubleDouble {
    let a = 0.5 * nu
    return (DoubleDouble(a) / squaredGammaHalfStep(a) * .reciprocalOfTwoPi)
      .squareRoot()
  }
}

/// A t of at least zero in the coordinates of the kernel.
internal struct StudentPoint {
  /// t²/ν; beyond 10²⁷⁰ its place is taken by that.
  var ratio: DoubleDouble
  /// ℓ = log(1 + t²/ν).
  var logarithm: DoubleDouble

  init(_ t: DoubleDouble, _ nu: Double) {
    let x = t.high.magnitude
    guard x > 0x1p460 || nu < 1e-30 else {
      let square = t * t / nu
      ratio = square.high < 1e270 ? square : DoubleDouble(1e270)
      logarithm = .logOnePlus(square)
      return
    }
    // The square could overflow, unless ν is as great.
    let sign = t.high < 0 ? -0x1p-460 : 0x1p-460
    let scaled = DoubleDouble(high: t.high * sign, low: t.low * sign)
    let root = scaled / DoubleDouble(nu).squareRoot()
    if root.high < 1e-30 {
      let unscaled = root * 0x1p460
      ratio = unscaled * unscaled
      logarithm = .logOnePlus(ratio)
    } else {
      ratio = DoubleDouble(1e270)
      logarithm = (root.logarithm() + DoubleDouble.logTwo * 460) * 2
    }
  }

  /// t²/ν in one double.
  var w: Double { ratio.high }

  /// ν / (ν + t²).
  var y: Double { 1 / (1 + w) }

  /// The square root of 1 − y, that is |t| / √(ν + t²).
  var s: Double { (w / (1 + w)).squareRoot() }
}
