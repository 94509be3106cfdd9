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
  /// In s = t/√N, let pq g = p − x. The derivative of t²/2 by the logit is
  /// n (p − x), so that f g = s, and that of g by s is
  /// f + (p − q) s − pq s g. Times g, that gives the coefficients of g and
  /// of its square in turn.
  ///
  /// > N. M. Temme. "Incomplete Laplace integrals: uniform asymptotic
  /// > expansion with application to the incomplete beta function." *SIAM J.
  /// > Math. Anal.* 18 (1987), 1638–1663, for the transformation; the
  /// > expansion here is that of the integrand, about the mean.
  /// > doi:10.1137/0518113
  func uniformTail(exponent: DoubleDouble) -> Double {
    let n = a + b
    let p = a / n
    let q = b / n
    let step = 1 / (a * q).squareRoot()
    // t₀/√2, with more bits.
    let root = (-exponent).squareRoot()
    // Beyond the end only logarithms of tails are above the smallest double.
    let normal =
      root.high < scaledErfcEnd
      ? scaledErfcParts(root.high, correction: root.low)
      : (head: scaledErfc(root.high), rest: 0)
    let start = root.high * 1.4142135623730951
    let skew = (p - q) * step
    let drag = p * q * step * step
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 64) {
      buffer in
      // Coefficients of g and of its square, already with the powers of the
      // step.
      let g = buffer.baseAddress.unsafelyUnwrapped
      let square = g + 32
      g[0] = 0
      g[1] = 1
      square[1] = 0
      square[2] = 1
      var moments = (
        even: 1.2533141373155003 * (normal.head + normal.rest), odd: 1.0
      )
      let head = moments.even
      var correction = 0.0
      var power = 1.0
      var k = 1
      while k < 28 {
        // The coefficient of the power k + 2 of the square, by the
        // differential equation, gives that of the power k + 1 of g.
        let i = Double(k)
        let carried = skew * g[k] - drag * square[k]
        square[k + 2] = carried * 2 / (i + 2)
        var product = 0.0
        var low = 2
        var high = k
        while low < high {
          product += g[low] * g[high]
          low += 1
          high -= 1
        }
        product += product
        if low == high { product += g[low] * g[low] }
        g[k + 1] = 0.5 * (square[k + 2] - product)
        let f =
          (i + 1) * g[k + 1] - (k == 1 ? skew : 0) + drag * g[k - 1]
        let term: Double
        if k & 1 == 1 {
          if k > 1 { moments.odd = power + (i - 1) * moments.odd }
          term = f * moments.odd
        } else {
          moments.even = power + (i - 1) * moments.even
          term = f * moments.even
        }
        power *= start
        correction += term
        // The terms of one parity vanish for equal parameters.
        if k & 1 == 0 && term.magnitude < 2e-18 * head { break }
        k += 1
      }
      return 0.5 * normal.head
        + (0.5 * normal.rest + 0.3989422804014327 * correction)
    }
  }
}
