internal import RealModule

/// The generalized Laguerre polynomial Lₙ, of which the rule's nodes are the
/// roots.
internal struct LaguerrePolynomial {
  private let order: Int
  private let exponent: Double
  /// log Γ(n + α + 1) / n!, of which a weight is the exponential times
  /// x / (x Lₙ′)².
  private let logNorm: DoubleDouble

  /// The binary logarithm of what values are divided by before they overflow.
  private static let shift = 400.0

  internal init(order: Int, exponent: Double) {
    let n = Double(order)
    self.order = order
    self.exponent = exponent
    logNorm =
      .logGamma(DoubleDouble(sum: n + 1, exponent)) - .logGamma(n + 1)
  }

  /// The k-th largest root, from zero, and the weights of the rule there.
  internal func root(
    _ k: Int
  ) -> (node: Double, weight: Double, scaledWeight: Double) {
    var x = startingValue(k)
    for _ in 0..<60 {
      let (value, slope) = values(at: x)
      let step = x * value / slope
      x -= step
      // The square of the step is below the last place.
      if step.magnitude < 1e-10 * x { break }
    }
    let (value, slope, shifts) = preciseValues(at: x)
    let step = value * x / slope
    let root = DoubleDouble(x) - step
    let magnitude = slope.high < 0 ? -slope : slope
    // x Lₙ′ changes by the factor 1 + (x − α) dx/x next to a root.
    let change = step * ((x - exponent) / x)
    let logSlope =
      magnitude.logarithm() - change
      + DoubleDouble.logTwo * (Self.shift * Double(shifts))
    let logRoot = root.logarithm()
    let logWeight = logNorm + logRoot - logSlope * 2
    return (
      root.high, logWeight.exponential(),
      (logWeight - logRoot * exponent + root).exponential()
    )
  }

  /// The root as the phase integral has it.
  ///
  /// With x = t², √t times the orthonormal function solves
  /// u″ + (4n + 2α + 2 − t² + (¼ − α²)/t²) u = 0. With α² instead of α² − ¼
  /// the phase of u from the k-th root to the turning point is (k + ¾) π.
  ///
  /// > NIST Digital Library of Mathematical Functions, 2.7(iii), the
  /// > Liouville–Green approximation.
  private func startingValue(_ k: Int) -> Double {
    // The phase of Bessel functions has no such barrier below ½. The least
    // root may be next to zero, from where Newton's iteration rises to it: by
    // its first step to what is returned.
    let barrier = exponent < 0.5 ? 0 : exponent
    if exponent < 0 && k == order - 1 {
      return (exponent + 1) / Double(order)
    }
    let middle = 2 * Double(order) + exponent + 1
    let radius = ((middle - barrier) * (middle + barrier)).squareRoot()
    let least = barrier * (barrier / (middle + radius))
    let target = 2 * .pi * (Double(k) + 0.75)
    // With x = middle + radius cos φ, by bisection.
    var (low, high) = (0.0, Double.pi)
    for _ in 0..<52 {
      let angle = 0.5 * (low + high)
      let half = Double.tan(0.5 * angle)
      let turn = 2 * barrier * Double.atan(barrier / (middle + radius) * half)
      let phase = middle * angle - radius * Double.sin(angle) - turn
      if phase < target { low = angle } else { high = angle }
    }
    let cosine = Double.cos(0.5 * low)
    return least + 2 * radius * cosine * cosine
  }

  /// Lₙ and x Lₙ′, times a common factor.
  private func values(at x: Double) -> (value: Double, slope: Double) {
    // L₀ − L₋₁.
    var difference = 1.0
    var value = 1.0
    for k in 0..<order {
      let n = Double(k)
      difference = ((n + exponent) * difference - x * value) / (n + 1)
      value += difference
      if value.magnitude > 0x1p400 {
        difference *= 0x1p-400
        value *= 0x1p-400
      }
    }
    let n = Double(order)
    return (value, (n + exponent) * difference - exponent * value)
  }

  /// Lₙ and x Lₙ′, divided as many times as stated by 2 to the `shift`.
  ///
  /// Differences of consecutive polynomials keep the accuracy next to zero,
  /// where the three-term recurrence loses some.
  private func preciseValues(
    at x: Double
  ) -> (value: DoubleDouble, slope: DoubleDouble, shifts: Int) {
    var difference = DoubleDouble(1)
    var value = DoubleDouble(1)
    var shifts = 0
    for k in 0..<order {
      let n = Double(k)
      difference =
        (difference * DoubleDouble(sum: n, exponent) - value * x) / (n + 1)
      value = value + difference
      if value.high.magnitude > 0x1p400 {
        difference = difference * 0x1p-400
        value = value * 0x1p-400
        shifts += 1
      }
    }
    let slope =
      difference * DoubleDouble(sum: Double(order), exponent)
      - value * exponent
    return (value, slope, shifts)
  }
}
