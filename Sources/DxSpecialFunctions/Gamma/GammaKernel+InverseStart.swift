internal import RealModule

extension GammaKernel {
  /// An x near the one at which a tail has the probability p, up to 1/2.
  ///
  /// - Parameter target: The logarithm of p.
  internal func inverseStart(
    _ p: Double, target: Double, isUpper: Bool
  ) -> Double {
    let a = shape
    let z = isUpper ? -standardNormalQuantile(p) : standardNormalQuantile(p)
    if a >= 3 && z * z < a { return uniformStart(z / a.squareRoot()) }
    if a > 1 && z * z < a {
      // Wilson and Hilferty (1931), doi:10.1073/pnas.17.12.684.
      let root = 1 - 1 / (9 * a) + z / (3 * a.squareRoot())
      if root > 0.3 { return a * root * root * root }
    }
    let logGamma = logGamma(a)
    if isUpper {
      // Q is close to xᵃ⁻¹ e⁻ˣ / Γ(a).
      let y = -target - logGamma
      var x = Swift.max(y, 1, a)
      x = Swift.max(y + (a - 1) * .log(x), a, 1)
      return Swift.max(y + (a - 1) * .log(x), a, 1)
    }
    // P is close to xᵃ/Γ(1 + a), or a little less.
    let logX = (target + logGamma + .log(a)) / a
    let x = Double.exp(logX)
    return x * .exp(Swift.min(1, x / (a + 1)))
  }

  /// The x at which P is Φ(ζ √a), for |ζ| up to 1 and shapes from 3 on, to
  /// some seven digits.
  ///
  /// In Temme's variable η, η − ζ falls like 1/a. Here a (η − ζ) is a
  /// polynomial in ζ and 1/a, and (x/a − 1)/η one in η, both fitted with
  /// mpmath 1.3.0 by interpolation at Chebyshev points; the absolute errors
  /// are 8e−7 and 4e−9.
  ///
  /// > N. M. Temme. "Asymptotic inversion of incomplete gamma functions."
  /// > *Math. Comp.* 58 (1992), 755–764. doi:10.2307/2153214
  private func uniformStart(_ zeta: Double) -> Double {
    let v = 1 / shape
    func cubic(_ a: Double, _ b: Double, _ c: Double, _ d: Double) -> Double {
      (a + b * v) + (c + d * v) * (v * v)
    }
    let c0 = cubic(-0.33333347, -0.0172944592, 0.00454468769, 0.00106572083)
    let c1 = cubic(0.0277781382, -0.00269390749, -0.00310508994, 0.00042854978)
    let c2 = cubic(
      0.000621532372, 0.00262208858, 0.000819548992, -0.000596710325)
    let c3 = cubic(-0.00108362331, -0.000756833927, 8.1343062e-05, 0.000255139)
    let c4 = cubic(
      0.000264759171, 3.11794824e-05, -0.000165215433, -5.62302009e-06)
    let c5 = cubic(
      -2.20005172e-05, 4.81762783e-05, 5.73264382e-05, -3.17319586e-05)
    let z2 = zeta * zeta
    let shift =
      (c0 + c1 * zeta) + (c2 + c3 * zeta) * z2 + (c4 + c5 * zeta) * (z2 * z2)
    let eta = zeta + v * shift
    let e2 = eta * eta
    let low = 1.00000000094 + 0.33333335079 * eta
    let middle = 0.0277777410774 - 0.00370389037038 * eta
    let high = 0.000231697482531 + 5.9327839047e-05 * eta
    let top =
      -2.59590246757e-05 + (4.32933388447e-06 + 7.4295727551e-08 * eta) * eta
    return shape
      + shape * eta * (low + middle * e2 + (high + top * e2) * (e2 * e2))
  }
}
