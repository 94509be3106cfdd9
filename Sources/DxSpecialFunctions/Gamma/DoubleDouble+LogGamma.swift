internal import RealModule

extension DoubleDouble {
  /// log √(2π).
  internal static let logRootTwoPi = Self(
    high: 0x1.d67f1c864beb5p-1, low: -0x1.65b5a1b7ff5dfp-55)

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
    let sum = (z - 0.5) * logZ - z + logRootTwoPi + stirlingTail(z.high)
    return shifted ? sum - product.logarithm() : sum
  }

  /// log Γ(x) for a positive, finite double.
  package static func logGamma(_ x: Double) -> Self { logGamma(Self(x)) }

  /// The sum of B₂ₖ / (2k (2k − 1) x²ᵏ⁻¹), k = 1…8, for x from 24 on, where
  /// the ninth term is below 10⁻²⁴.
  internal static func stirlingTail(_ x: Double) -> Double {
    let r = 1 / (x * x)
    let c3 =
      1.0 / 1260 - r
      * (1.0 / 1680 - r
        * (1.0 / 1188
          - r * (691.0 / 360_360 - r * (1.0 / 156 - r * (3617.0 / 122_400)))))
    return (1.0 / 12 - r * (1.0 / 360 - r * c3)) / x
  }
}
