internal import DxSpecialFunctions
internal import RealModule

/// The log-normal distribution, that of exp(Y) for a normal variable Y.
///
/// > N. L. Johnson, S. Kotz, N. Balakrishnan. *Continuous Univariate
/// > Distributions*, vol. 1, 2nd ed., Wiley, 1994, ch. 14.
public struct LogNormalDistribution: Sendable, Hashable {
  /// The mean of the logarithm.
  public let logMean: Double
  /// The standard deviation of the logarithm, positive.
  public let logStandardDeviation: Double

  /// Creates a log-normal distribution from the moments of the logarithm.
  ///
  /// - Throws: ``ParameterError`` unless both parameters are finite and the
  ///   standard deviation is positive.
  public init(
    logMean: Double, logStandardDeviation: Double
  ) throws(ParameterError) {
    try requireFinite(logMean, "logMean")
    try requireFinitePositive(logStandardDeviation, "logStandardDeviation")
    self.logMean = logMean
    self.logStandardDeviation = logStandardDeviation
  }
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension LogNormalDistribution: ContinuousDistribution, ClosedFormEntropy {
  public var mean: Double { exponential(squares: 0.5) }

  public var variance: Double {
    let square = logStandardDeviation * logStandardDeviation
    return Double.expMinusOne(square) * exponential(squares: 1)
      * .exp(logMean)
  }

  public var median: Double { .exp(logMean) }

  public var mode: Double { exponential(squares: -1) }

  public var support: ClosedRange<Double> { 0 ... .infinity }

  public var entropy: Double {
    (DoubleDouble.log(logStandardDeviation) + 1.4189385332046727 + logMean)
      .high
  }

  public func density(at x: Double) -> Double {
    guard x > 0 && x < .infinity else { return x.isNaN ? x : 0 }
    return logDensityInParts(x).exponential()
  }

  public func logDensity(at x: Double) -> Double {
    guard x > 0 && x < .infinity else { return x.isNaN ? x : -.infinity }
    return logDensityInParts(x).high
  }

  public func cumulativeProbability(at x: Double) -> Double {
    x <= 0 ? 0 : standardNormalProbability(standardized(x))
  }

  public func survivalProbability(at x: Double) -> Double {
    x <= 0 ? 1 : standardNormalProbability(-standardized(x))
  }

  public func logCumulativeProbability(at x: Double) -> Double {
    x <= 0 ? -.infinity : standardNormalLogProbability(standardized(x))
  }

  public func logSurvivalProbability(at x: Double) -> Double {
    x <= 0 ? 0 : standardNormalLogProbability(-standardized(x))
  }

  public func quantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else {
      return p == 0 ? 0 : p == 1 ? .infinity : .nan
    }
    return located(standardNormalQuantileInParts(p)).exponential()
  }

  public func upperQuantile(_ q: Double) -> Double {
    guard q > 0 && q < 1 else {
      return q == 0 ? .infinity : q == 1 ? 0 : .nan
    }
    return located(-standardNormalQuantileInParts(q)).exponential()
  }

  /// exp(logMean + factor · logStandardDeviation²).
  private func exponential(squares factor: Double) -> Double {
    let square = logStandardDeviation * logStandardDeviation
    guard square < 0x1p900 && logMean.magnitude < 0x1p900 else {
      return .exp(logMean + factor * square)
    }
    let exact = DoubleDouble(
      product: logStandardDeviation, logStandardDeviation)
    return (exact * factor + logMean).exponential()
  }

  private func logDensityInParts(_ x: Double) -> DoubleDouble {
    let z = standardized(x)
    let log = standardNormalLogDensity(z)
    guard log.high.isFinite else { return log }
    return log - DoubleDouble.log(logStandardDeviation) - DoubleDouble.log(x)
  }

  private func standardized(_ x: Double) -> DoubleDouble {
    standardize(
      DoubleDouble.log(x), location: logMean, scale: logStandardDeviation)
  }

  private func located(_ z: DoubleDouble) -> DoubleDouble {
    locate(z, location: logMean, scale: logStandardDeviation)
  }
}
