internal import RealModule

extension NoncentralTKernel {
  /// log(E[1/s]) for ν > 1, where E[1/s] = √(ν/2) Γ((ν − 1)/2) / Γ(ν/2).
  private var logMeanReciprocal: DoubleDouble {
    if nu > 1e6 {
      // The terms of the series left out are below 10⁻¹⁷ of it.
      let r = 1 / nu
      return DoubleDouble(r * (0.75 + r * 0.5))
    }
    let half = DoubleDouble(0.5 * nu)
    return half.logarithm() * 0.5 + .logGamma(half - 0.5) - .logGamma(half)
  }

  /// The expected value, NaN up to one degree of freedom.
  package var mean: Double {
    nu > 1 ? delta * logMeanReciprocal.exponential() : .nan
  }

  /// The variance, +∞ up to two degrees of freedom, and NaN up to one.
  package var variance: Double {
    guard nu > 2 else { return nu > 1 ? .infinity : .nan }
    // E[1/s²] = ν/(ν − 2), of which the square of the mean leaves little.
    let square = DoubleDouble(nu) / DoubleDouble(sum: nu, -2)
    let log =
      logMeanReciprocal * 2
      - (nu > 1e6
        ? DoubleDouble(2 / nu * (1 + 1 / nu)) : square.logarithm())
    return square.high * (1 - delta * delta * .expMinusOne(log.high))
  }

  /// The most probable value, by bisection of the derivative.
  ///
  /// > A. van Aubel and W. Gawronski. "Analytic properties of noncentral
  /// > distributions." *Applied Mathematics and Computation* 141 (2003), 3–12.
  /// > doi:10.1016/S0096-3003(02)00316-8 (the limits δ √(ν/(ν + 5/2)) and
  /// > δ √(ν/(ν + 1))).
  package var mode: Double {
    let shift = delta.magnitude
    var low = shift * (nu / (nu + 2.5)).squareRoot()
    var high = shift * (nu / (nu + 1)).squareRoot()
    while true {
      let middle = 0.5 * (low + high)
      if middle <= low || middle >= high { break }
      let slope = NoncentralTQuadrature(nu: nu, t: middle, delta: shift)
        .density().logSlope
      if slope > 0 { low = middle } else { high = middle }
    }
    return delta < 0 ? -low : low
  }
}
