internal import DxSpecialFunctions
internal import RealModule

/// Fisher's F distribution, that of the ratio of two independent mean
/// squares.
///
/// Either number of degrees of freedom, but not both, may be infinite: its
/// mean square is then the constant 1.
///
/// Accuracy: density, MEASURE_f_pdf; probabilities, MEASURE_f_cdf;
/// quantiles, MEASURE_f_quantile
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
    /// d₁ F has a chi-squared distribution.
    case chiSquared(ChiSquaredDistribution)
    /// d₂ / F has a chi-squared distribution.
    case inverseChiSquared(ChiSquaredDistribution)
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
      form = .chiSquared(try ChiSquaredDistribution(degreesOfFreedom: d1))
    } else if d1 == .infinity {
      form = .inverseChiSquared(
        try ChiSquaredDistribution(degreesOfFreedom: d2))
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

  public var support: ClosedRange<Double> { 0 ... .infinity }

  public func density(at x: Double) -> Double {
    if let edge = densityAtEdge(x) { return edge }
    switch form {
    case .beta(let kernel):
      return kernel.logDensityOfLogit(point(x)).exponential(times: 1 / x)
    case .chiSquared(let limit):
      let d1 = numeratorDegreesOfFreedom
      return d1 * limit.density(at: d1 * x)
    case .inverseChiSquared:
      return .exp(logDensity(at: x))
    }
  }

  public func logDensity(at x: Double) -> Double {
    if let edge = densityAtEdge(x) { return .log(edge) }
    let (d1, d2) = (numeratorDegreesOfFreedom, denominatorDegreesOfFreedom)
    switch form {
    case .beta(let kernel):
      return (kernel.logDensityOfLogit(point(x)) - DoubleDouble.log(x)).high
    case .chiSquared(let limit):
      return .log(d1) + limit.logDensity(at: d1 * x)
    case .inverseChiSquared(let limit):
      return .log(d2) - 2 * .log(x) + limit.logDensity(at: d2 / x)
    }
  }

  public func cumulativeProbability(at x: Double) -> Double {
    probability(at: x, upper: false)
  }

  public func survivalProbability(at x: Double) -> Double {
    probability(at: x, upper: true)
  }

  public func quantile(_ p: Double) -> Double {
    quantile(p, upper: false)
  }

  public func upperQuantile(_ q: Double) -> Double {
    quantile(q, upper: true)
  }
}

extension FDistribution {
  private func point(_ x: Double) -> UnitPoint {
    UnitPoint(
      DoubleDouble(product: numeratorDegreesOfFreedom, x),
      against: DoubleDouble(denominatorDegreesOfFreedom))
  }

  private func densityAtEdge(_ x: Double) -> Double? {
    if x.isNaN { return x }
    if x < 0 || x == .infinity { return 0 }
    if x > 0 { return nil }
    let d1 = numeratorDegreesOfFreedom
    return d1 < 2 ? .infinity : d1 == 2 ? 1 : 0
  }

  private func probability(at x: Double, upper: Bool) -> Double {
    if x.isNaN { return x }
    guard x > 0 && x < .infinity else { return (x > 0) == upper ? 0 : 1 }
    switch form {
    case .beta(let kernel):
      let tail = kernel.tail(at: point(x))
      return upper ? tail.upper : tail.lower
    case .chiSquared(let limit):
      let value = numeratorDegreesOfFreedom * x
      return upper
        ? limit.survivalProbability(at: value)
        : limit.cumulativeProbability(at: value)
    case .inverseChiSquared(let limit):
      let value = denominatorDegreesOfFreedom / x
      return upper
        ? limit.cumulativeProbability(at: value)
        : limit.survivalProbability(at: value)
    }
  }

  private func quantile(_ p: Double, upper: Bool) -> Double {
    guard p > 0 && p < 1 else {
      return p == 0 || p == 1 ? ((p == 1) != upper ? .infinity : 0) : .nan
    }
    let (d1, d2) = (numeratorDegreesOfFreedom, denominatorDegreesOfFreedom)
    switch form {
    case .beta(let kernel):
      if d1 == 2 {
        // P(F > x) = (1 + 2x/d₂)^(−d₂/2).
        let log = upper ? Double.log(p) : .log(onePlus: -p)
        return 0.5 * d2 * .expMinusOne(-2 * log / d2)
      }
      return d2 / d1 * kernel.inverseOdds(probability: p, upper: upper)
    case .chiSquared(let limit):
      return (upper ? limit.upperQuantile(p) : limit.quantile(p)) / d1
    case .inverseChiSquared(let limit):
      return d2 / (upper ? limit.quantile(p) : limit.upperQuantile(p))
    }
  }
}
