internal import RealModule

extension BetaSide {
  /// Whether the uniform expansion is to be used: both parameters are large,
  /// and the point is near enough to the mean.
  var isUniform: Bool {
    let small = Swift.min(a, b)
    return small >= 60 && distance >= 0
      && distance * distance * 40 < small * small
  }

  /// The tail over exp(exponent + δ(n) − δ(a) − δ(b)), by an expansion that
  /// is uniform in x.
  ///
  /// - Parameter exponent: a log(n x / a) + b log(n y / b).
  ///
  /// With n = a + b, p = a/n, q = b/n and N = n p q, the exponent is −t²/2 for
  /// a t that is zero at the mean, and the logit of x is a function of t
  /// with the derivative Σ fₖ tᵏ N^(−(k + 1)/2). Term by term that gives
  /// moments of the normal tail,
  /// ```
  /// I exp(t₀²/2) √(2π) ≈ Σ fₖ N^(−k/2) Tₖ
  /// Tₖ = ∫ tᵏ exp((t₀² − t²)/2) dt = t₀ᵏ⁻¹ + (k − 1) Tₖ₋₂,  t from t₀ to ∞
  /// ```
  /// In s = t/√N, let pq g = p − x. Then f g = s, because the derivative of
  /// t²/2 by the logit is n (p − x), and the derivative of g by s is
  /// f + (p − q) s − pq s g. The two give the coefficients of both in turn.
  ///
  /// > N. M. Temme. "Incomplete Laplace integrals: uniform asymptotic
  /// > expansion with application to the incomplete beta function." *SIAM J.
  /// > Math. Anal.* 18 (1987), 1638–1663, for the transformation; the
  /// > expansion here is that of the integrand, about the mean.
  /// > doi:10.1137/0518113
  func uniformTail(exponent: Double) -> Double {
    let n = a + b
    let p = a / n
    let q = b / n
    let variance = p * q
    let step = 1 / (a * q).squareRoot()
    let start = (-2 * exponent).squareRoot()
    // Coefficients already multiplied by the power of the step.
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 64) {
      buffer in
      let f = buffer.baseAddress.unsafelyUnwrapped
      let g = f + 32
      let square = step * step
      var even = 1.2533141373155003 * scaledErfc(start * 0.7071067811865476)
      var odd = 1.0
      var sum = even
      f[0] = 1
      g[1] = 1
      g[0] = 0
      f[1] = step * (q - p) * (1.0 / 3)
      g[2] = (f[1] + step * (p - q)) * 0.5
      var correction = f[1]
      var power = 1.0
      var k = 2
      while k < 30 {
        var convolution = 0.0
        for j in 1..<k { convolution += f[j] * g[k + 1 - j] }
        let i = Double(k)
        let carried = variance * square * g[k - 1]
        f[k] = (carried - (i + 1) * convolution) / (i + 2)
        g[k + 1] = (f[k] - carried) / (i + 1)
        power *= start
        let moment: Double
        if k & 1 == 0 {
          even = power + (i - 1) * even
          moment = even
        } else {
          odd = power + (i - 1) * odd
          moment = odd
        }
        let term = f[k] * moment
        correction += term
        if k & 1 == 1 && term.magnitude + (f[k - 1] * even).magnitude < 1e-17 * sum { break }
        k += 1
      }
      sum += correction
      return sum * 0.3989422804014327
    }
  }
}
