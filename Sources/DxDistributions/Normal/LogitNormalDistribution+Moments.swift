internal import DxSpecialFunctions
internal import RealModule

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension LogitNormalDistribution {
  /// The mean, by numerical integration: it has no closed form.
  ///
  /// Accuracy: the relative error is below 1e−13 down to a mean of 1e−280.
  ///
  /// - Complexity: 50 to 5000 evaluations of the logistic function, more for
  ///   a greater standard deviation below 64, and 400 above.
  public var mean: Double {
    let mean = moments.mean
    return logitMean > 0 ? 1 - mean : mean
  }

  /// The variance, by numerical integration as the mean.
  ///
  /// Accuracy: the relative error is below 1e−13 down to a variance of 1e−280.
  public var variance: Double { moments.variance }

  /// The highest mode, by Newton's iteration.
  ///
  /// Above a variance of 2 of the logit there may be two modes. The higher one
  /// is on the side of the median, and where that is 1/2 both are equally
  /// high: then it is the one below.
  public var mode: Double {
    // The derivative of the logarithm of the density over the logit y
    // vanishes where y = μ + σ² tanh(y/2). For positive μ the one root above
    // 0 is the highest mode; right of it the difference of the sides is
    // convex, so that Newton's iteration descends to it.
    let variance = logitStandardDeviation * logitStandardDeviation
    let location = logitMean.magnitude
    if location == 0 && variance <= 2 { return 0.5 }
    var y = location + variance
    guard y < .infinity else { return logitMean > 0 ? 1 : 0 }
    while true {
      let slope = Double.tanh(0.5 * y)
      let excess = (y - location) - variance * slope
      let next =
        y - excess / (1 - 0.5 * variance * (1 - slope) * (1 + slope))
      guard next < y && next > 0 else { break }
      y = next
    }
    return expit(logitMean > 0 ? y : -y)
  }
}

extension LogitNormalDistribution {
  private struct Moments {
    var mean: Double
    var variance: Double
  }

  /// The moments for −|logitMean|, whose mean is at most 1/2.
  private var moments: Moments {
    logitStandardDeviation < 64 ? trapezoidMoments : wideMoments
  }

  /// The moments by the trapezoid rule over the standardized logit z.
  ///
  /// The integrands are analytic but for poles at the height π/σ, and fall
  /// like exp(−z²/2) from their peaks; with steps of 0.4 / max(1, σ) the
  /// error is of the order of exp(−2π²/0.4 + π²/2), below 1e−19. The sums are
  /// of X less the median, which keeps a small variance accurate.
  ///
  /// > L. N. Trefethen, J. A. C. Weideman. "The exponentially convergent
  /// > trapezoidal rule." *SIAM Review* 56 (2014), 385–458, §5.
  /// > doi:10.1137/130932132
  private var trapezoidMoments: Moments {
    let sigma = logitStandardDeviation
    let location = -logitMean.magnitude
    let p = expit(location)
    let q = expit(-location)
    let step = 0.4 / Swift.max(1, sigma)
    let last = Int(((squarePeak + 9) / step).rounded(.up))
    var first = 0.0
    var second = 0.0
    for index in -Int((9 / step).rounded(.up))...last {
      let z = Double(index) * step
      let density = standardNormalDensity(z)
      let difference = growthOfExpit(from: p, q, by: sigma * z)
      first += density * difference
      second += density * difference * difference
    }
    let shift = first * step
    return Moments(mean: p + shift, variance: second * step - shift * shift)
  }

  /// expit(−|μ| + d) less p = expit(−|μ|) = 1 − q, without cancellation.
  private func growthOfExpit(
    from p: Double, _ q: Double, by d: Double
  ) -> Double {
    if d > 1 { return expit(d - logitMean.magnitude) - p }
    let growth = Double.expMinusOne(d)
    return p * q * growth / (1 + p * growth)
  }

  /// Where expit(μ + σz)² exp(−z²/2) is greatest, the z = 2σ expit(−μ − σz).
  private var squarePeak: Double {
    let sigma = logitStandardDeviation
    var lower = 0.0
    var upper = 2 * sigma
    // One place is enough for the end of a sum.
    while upper - lower > 0.5 {
      let z = 0.5 * (lower + upper)
      let next = 2 * sigma * expit(logitMean.magnitude - sigma * z)
      (lower, upper) = next > z ? (z, upper) : (lower, z)
    }
    return upper
  }

  /// The moments for a great standard deviation: X is 0 or 1 but for the
  /// logits near 0, over which the density changes little.
  ///
  /// With the density f of the logit, the mean is
  /// Φ(μ/σ) + ∫₀^∞ expit(−y) (f(−y) − f(y)) dy, and the mean square
  /// accordingly; the integrand falls like exp(−0.4y) where the mean does not
  /// underflow.
  private var wideMoments: Moments {
    let sigma = logitStandardDeviation
    let location = -logitMean.magnitude
    let rule = GaussLegendreRule(order: 16)
    let tail = standardNormalProbability(location / sigma)
    // The density at the logit y times σ.
    func density(_ y: Double) -> Double {
      standardNormalDensity((y - location) / sigma)
    }
    let mean = rule.integrate(from: 0, to: 100, panelCount: 25) { y in
      expit(-y) * (density(-y) - density(y))
    }
    let square = rule.integrate(from: 0, to: 100, panelCount: 25) { y in
      let p = expit(-y)
      return p * (p * density(-y) - (2 - p) * density(y))
    }
    let first = tail + mean / sigma
    return Moments(
      mean: first, variance: tail + square / sigma - first * first)
  }
}
