internal import RealModule

extension DoubleDouble {
  /// log Γ(x) for a positive, finite x, by Stirling's series.
  ///
  /// Below 24 the argument is first shifted upwards,
  /// Γ(x) = Γ(x + n) / (x (x + 1) ⋯ (x + n − 1)). Only the correction 1/(12 x)
  /// + … is summed in one double, and it is small enough from 24 on that the
  /// absolute error stays near 10⁻¹⁸.
  ///
  /// > M. Abramowitz and I. A. Stegun. *Handbook of Mathematical Functions*,
  /// > 1964, 6.1.41.
  package static func logGamma(_ x: Self) -> Self {
    var z = x
    var product = Self(1)
    var shifted = false
    while z.high < 24 {
      product = shifted ? product * z : z
      shifted = true
      z = z + 1
    }
    let logZ = z.logarithm()
    let sum = (z - 0.5) * logZ - z + logRootTwoPi + stirlingError(z.high)
    return shifted ? sum - product.logarithm() : sum
  }

  /// log Γ(x) for a positive, finite double.
  package static func logGamma(_ x: Double) -> Self { logGamma(Self(x)) }
}
