internal import DxSpecialFunctions
internal import RealModule

/// The exponential distribution, that of the time to the next of events that
/// happen at a constant rate.
public struct ExponentialDistribution: Sendable, Hashable {
  /// The events in a unit of time, positive.
  public let rate: Double

  /// The exponential distribution of rate 1.
  public static let standard = ExponentialDistribution(unchecked: 1)

  /// Creates an exponential distribution.
  ///
  /// - Throws: ``ParameterError`` unless the rate is positive and finite.
  public init(rate: Double) throws(ParameterError) {
    try requireFinitePositive(rate, "rate")
    self.init(unchecked: rate)
  }

  private init(unchecked rate: Double) { self.rate = rate }
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension ExponentialDistribution: ContinuousDistribution, ClosedFormEntropy {
  public var mean: Double { 1 / rate }

  public var variance: Double { mean * mean }

  public var mode: Double { 0 }

  public var support: ClosedRange<Double> { 0 ... .infinity }

  public var entropy: Double { (-DoubleDouble.log(rate) + 1).high }

  public func density(at x: Double) -> Double {
    if x < 0 { return 0 }
    return minusExposure(x).exponential(times: rate)
  }

  public func logDensity(at x: Double) -> Double {
    if x < 0 || x == .infinity { return -.infinity }
    let exponent = minusExposure(x)
    if rate == 1 || !exponent.high.isFinite { return exponent.high }
    return (exponent + DoubleDouble.log(rate)).high
  }

  public func cumulativeProbability(at x: Double) -> Double {
    if x <= 0 { return 0 }
    let exponent = minusExposure(x)
    let head = Double.expMinusOne(exponent.high)
    return -(head + (1 + head) * exponent.low)
  }

  public func survivalProbability(at x: Double) -> Double {
    x <= 0 ? 1 : minusExposure(x).exponential()
  }

  public func logCumulativeProbability(at x: Double) -> Double {
    x <= 0 ? -.infinity : log1mexp(minusExposure(x))
  }

  public func logSurvivalProbability(at x: Double) -> Double {
    x <= 0 ? 0 : -rate * x
  }

  public func quantile(_ p: Double) -> Double {
    guard p >= 0 && p <= 1 else { return .nan }
    if p < 0.25 || p == 1 { return -Double.log(onePlus: -p) / rate }
    return (-DoubleDouble(sum: 1, -p).logarithm() / rate).high
  }

  public func upperQuantile(_ q: Double) -> Double {
    guard q >= 0 && q <= 1 else { return .nan }
    if q == 0 || q == 1 { return q == 0 ? .infinity : 0 }
    return (-DoubleDouble.log(q) / rate).high
  }

  /// −rate · x, whose rounding the exponential would multiply.
  private func minusExposure(_ x: Double) -> DoubleDouble {
    let product = rate * x
    // No exact product where it overflows, or is infinite or NaN anyway.
    guard product < 0x1p900 else { return DoubleDouble(-product) }
    return DoubleDouble(product: -rate, x)
  }
}
