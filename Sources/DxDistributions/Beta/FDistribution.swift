internal import DxSpecialFunctions
internal import RealModule

/// Fisher's F distribution, that of the ratio of two independent mean
/// squares.
///
/// Either number of degrees of freedom, but not both, may be infinite: its
/// mean square is then the constant 1.
///
/// Accuracy: density, measured maximum error 0.7 ulp; probabilities, 4.1 ulp,
/// 90th percentile 1 ulp; their logarithms, 5 ulp; quantiles, 3.5 ulp, 90th
/// percentile 1 ulp, for degrees of freedom from 0.1 to 1e10 and tails down to
/// the smallest double; see <doc:BetaAndF>.
public struct FDistribution: Sendable, Hashable {
  /// The degrees of freedom of the numerator, positive, possibly infinite.
  public let numeratorDegreesOfFreedom: Double
  /// The degrees of freedom of the denominator, positive, possibly infinite.
  public let denominatorDegreesOfFreedom: Double
  private let form: Form

  /// What the distribution reduces to.
  private enum Form: Hashable {
    /// d₁ F / (d₁ F + d₂) has a beta distribution.
    case beta(BetaKernel)
    /// d₁ F / 2 has a gamma distribution.
    case gamma(GammaKernel)
    /// d₂ / (2 F) has a gamma distribution.
    case inverseGamma(GammaKernel)
  }

  /// Creates an F distribution.
  ///
  /// - Throws: ``ParameterError`` unless both numbers are positive and one of
  ///   them is finite.
  public init(
    numeratorDegreesOfFreedom: Double, denominatorDegreesOfFreedom: Double
  ) throws(ParameterError) {
    let (d1, d2) = (numeratorDegreesOfFreedom, denominatorDegreesOfFreedom)
    try requirePositive(d1, "numeratorDegreesOfFreedom")
    try requirePositive(d2, "denominatorDegreesOfFreedom")
    self.numeratorDegreesOfFreedom = d1
    self.denominatorDegreesOfFreedom = d2
    if d2 == .infinity {
      try requireFinite(d1, "numeratorDegreesOfFreedom")
      form = .gamma(GammaKernel(shape: 0.5 * d1))
    } else if d1 == .infinity {
      form = .inverseGamma(GammaKernel(shape: 0.5 * d2))
    } else {
      form = .beta(BetaKernel(0.5 * d1, 0.5 * d2))
    }
  }
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension FDistribution: ContinuousDistribution {
  public var mean: Double {
    let d2 = denominatorDegreesOfFreedom
    if d2 == .infinity { return 1 }
    return d2 > 2 ? d2 / (d2 - 2) : .infinity
  }

  public var variance: Double {
    let (d1, d2) = (numeratorDegreesOfFreedom, denominatorDegreesOfFreedom)
    if d2 == .infinity { return 2 / d1 }
    guard d2 > 4 else { return .infinity }
    let ratio = d2 / (d2 - 2)
    return 2 * ratio * ratio * (1 / d1 * (d2 - 2) + 1) / (d2 - 4)
  }

  public var mode: Double {
    let (d1, d2) = (numeratorDegreesOfFreedom, denominatorDegreesOfFreedom)
    guard d1 > 2 else { return 0 }
    return (1 - 2 / d1) / (1 + 2 / d2)
  }

  public var support: ClosedRange<Double> { 0 ... .infinity }

  public func density(at x: Double) -> Double {
    if let edge = densityAtEdge(x) { return edge }
    guard case .beta(let kernel) = form else {
      // Below, 1/x may overflow.
      if x < 0x1p-1000 { return .exp(logDensity(at: x)) }
      return logDensityOfLogarithm(x).exponential(times: 1 / x)
    }
    if let logOdds = extremeLogOdds(x) {
      let log = kernel.extremeLogDensity(
        logDistance: logOdds.high < 0 ? logOdds : -logOdds,
        upper: logOdds.high > 0)
      return (log - DoubleDouble.log(x)).exponential()
    }
    return kernel.density(at: point(x), derivative: DoubleDouble(x))
  }

  public func logDensity(at x: Double) -> Double {
    if let edge = densityAtEdge(x) { return .log(edge) }
    let (d1, d2) = (numeratorDegreesOfFreedom, denominatorDegreesOfFreedom)
    if d1 == 2 && d2 < .infinity {
      // Nothing but this power, which is close to 1 for a small x.
      let ratio = (DoubleDouble(x) / DoubleDouble(d2)) * 2
      return
        (DoubleDouble.logOnePlus(ratio) * -(DoubleDouble(0.5 * d2) + 1)).high
    }
    let logDensity = logDensityOfLogarithm(x)
    guard logDensity.high.isFinite else { return -.infinity }
    return (logDensity - DoubleDouble.log(x)).high
  }

  public func cumulativeProbability(at x: Double) -> Double {
    probability(at: x, upper: false)
  }

  public func survivalProbability(at x: Double) -> Double {
    probability(at: x, upper: true)
  }

  public func logCumulativeProbability(at x: Double) -> Double {
    logProbability(at: x, upper: false)
  }

  public func logSurvivalProbability(at x: Double) -> Double {
    logProbability(at: x, upper: true)
  }

  public func quantile(_ p: Double) -> Double {
    quantile(p, upper: false)
  }

  public func upperQuantile(_ q: Double) -> Double {
    quantile(q, upper: true)
  }
}

extension FDistribution {
  /// The point d₁ x / (d₁ x + d₂).
  private func point(_ x: Double) -> UnitPoint {
    let (d1, d2) = (numeratorDegreesOfFreedom, denominatorDegreesOfFreedom)
    let product = DoubleDouble(product: d1, x)
    if product.high > 0x1p-900 && product.high < 0x1p1000 {
      return UnitPoint(product, against: DoubleDouble(d2))
    }
    return UnitPoint(
      DoubleDouble(x), against: DoubleDouble(d2) / DoubleDouble(d1))
  }

  /// log (d₁ x / d₂), where no double holds one of the parts of the point
  /// that belongs to it.
  private func extremeLogOdds(_ x: Double) -> DoubleDouble? {
    let exponent =
      x.exponent + numeratorDegreesOfFreedom.exponent
      - denominatorDegreesOfFreedom.exponent
    guard exponent < -900 || exponent > 900 else { return nil }
    return DoubleDouble.log(x)
      + (DoubleDouble(numeratorDegreesOfFreedom)
      / DoubleDouble(denominatorDegreesOfFreedom)).logarithm()
  }

  private func extremeTail(_ x: Double, _ kernel: BetaKernel) -> ScaledTail? {
    guard let logOdds = extremeLogOdds(x) else { return nil }
    return kernel.extremeTail(
      logDistance: logOdds.high < 0 ? logOdds : -logOdds,
      upper: logOdds.high > 0)
  }

  /// d₁ x / 2.
  private func gammaVariable(_ x: Double) -> DoubleDouble {
    DoubleDouble(product: 0.5 * numeratorDegreesOfFreedom, x)
  }

  /// d₂ / (2 x).
  private func inverseGammaVariable(_ x: Double) -> DoubleDouble {
    DoubleDouble(0.5 * denominatorDegreesOfFreedom) / DoubleDouble(x)
  }

  private func densityAtEdge(_ x: Double) -> Double? {
    if x.isNaN { return x }
    if x < 0 || x == .infinity { return 0 }
    if x > 0 { return nil }
    let d1 = numeratorDegreesOfFreedom
    return d1 < 2 ? .infinity : d1 == 2 ? 1 : 0
  }

  /// The logarithm of the density of log F, the same for each form.
  private func logDensityOfLogarithm(_ x: Double) -> DoubleDouble {
    switch form {
    case .beta(let kernel):
      guard let logOdds = extremeLogOdds(x) else {
        return kernel.logDensityOfLogit(point(x))
      }
      return kernel.extremeLogDensity(
        logDistance: logOdds.high < 0 ? logOdds : -logOdds,
        upper: logOdds.high > 0)
    case .gamma(let kernel):
      return kernel.logDensityOfLogarithm(gammaVariable(x))
    case .inverseGamma(let kernel):
      return kernel.logDensityOfLogarithm(inverseGammaVariable(x))
    }
  }

  private func probability(at x: Double, upper: Bool) -> Double {
    if x.isNaN { return x }
    guard x > 0 && x < .infinity else { return (x > 0) == upper ? 0 : 1 }
    switch form {
    case .beta(let kernel):
      guard let tail = extremeTail(x, kernel) else {
        return kernel.probability(at: point(x), upper: upper)
      }
      return upper ? tail.upper : tail.lower
    case .gamma(let kernel):
      let tail = kernel.tail(at: gammaVariable(x))
      return upper ? tail.upper : tail.lower
    case .inverseGamma(let kernel):
      let tail = kernel.tail(at: inverseGammaVariable(x))
      return upper ? tail.lower : tail.upper
    }
  }

  private func logProbability(at x: Double, upper: Bool) -> Double {
    if x.isNaN { return x }
    guard x > 0 && x < .infinity else {
      return (x > 0) == upper ? -.infinity : 0
    }
    switch form {
    case .beta(let kernel):
      guard let tail = extremeTail(x, kernel) else {
        return kernel.logProbability(at: point(x), upper: upper)
      }
      return upper ? tail.logUpper : tail.logLower
    case .gamma(let kernel):
      let tail = kernel.tail(at: gammaVariable(x))
      return upper ? tail.logUpper : tail.logLower
    case .inverseGamma(let kernel):
      let tail = kernel.tail(at: inverseGammaVariable(x))
      return upper ? tail.logLower : tail.logUpper
    }
  }

  private func quantile(_ p: Double, upper: Bool) -> Double {
    guard p > 0 && p < 1 else {
      return p == 0 || p == 1 ? ((p == 1) != upper ? .infinity : 0) : .nan
    }
    let (d1, d2) = (numeratorDegreesOfFreedom, denominatorDegreesOfFreedom)
    switch form {
    case .beta(let kernel):
      return d1 == 2
        ? quantileOfTwoDegrees(p, upper: upper)
        : kernel.inverseOdds(
          probability: p, upper: upper,
          times: DoubleDouble(d2) / DoubleDouble(d1))
    case .gamma(let kernel):
      return 2 * kernel.inverse(probability: p, upper: upper) / d1
    case .inverseGamma(let kernel):
      return 0.5 * d2 / kernel.inverse(probability: p, upper: !upper)
    }
  }

  /// P(F > x) = (1 + 2x/d₂)^(−d₂/2) for d₁ = 2.
  private func quantileOfTwoDegrees(_ p: Double, upper: Bool) -> Double {
    let d2 = denominatorDegreesOfFreedom
    let log = DoubleDouble(sum: upper ? 0 : 1, upper ? p : -p).logarithm()
    let exponent = log * -2 / DoubleDouble(d2)
    // A large exponent would multiply its rounding.
    let excess =
      exponent.high < 1
      ? .expMinusOne(exponent.high) : exponent.exponential() - 1
    return 0.5 * d2 * excess
  }
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension FDistribution: ClosedFormEntropy {
  public var entropy: Double {
    switch form {
    case .beta(let kernel):
      return kernel.entropyOfScaledOdds
    case .gamma(let kernel):
      let a = kernel.shape
      return 0.5 * .log(2 * .pi / a) + stirlingError(a)
        + (a - 1) * logarithmMinusDigamma(a)
    case .inverseGamma(let kernel):
      let b = kernel.shape
      return 0.5 * .log(2 * .pi / b) + stirlingError(b)
        + (b + 1) * logarithmMinusDigamma(b)
    }
  }
}
