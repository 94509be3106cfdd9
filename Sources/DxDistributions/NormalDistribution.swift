internal import DxSpecialFunctions
internal import RealModule

/// The normal distribution.
///
/// The standardized argument and the quantile carry more bits than a double,
/// so that neither a tail nor a mean that cancels multiplies a rounding.
public struct NormalDistribution: Sendable, Hashable {
  /// The mean.
  public let mean: Double
  /// The standard deviation, positive.
  public let standardDeviation: Double

  /// The normal distribution with mean 0 and standard deviation 1.
  public static let standard = NormalDistribution(
    uncheckedMean: 0, standardDeviation: 1)

  /// Creates a normal distribution.
  ///
  /// - Throws: ``ParameterError`` unless both parameters are finite and the
  ///   standard deviation is positive.
  public init(
    mean: Double, standardDeviation: Double
  ) throws(ParameterError) {
    try requireFinite(mean, "mean")
    try requirePositive(standardDeviation, "standardDeviation")
    try requireFinite(standardDeviation, "standardDeviation")
    self.init(uncheckedMean: mean, standardDeviation: standardDeviation)
  }

  private init(uncheckedMean mean: Double, standardDeviation: Double) {
    self.mean = mean
    self.standardDeviation = standardDeviation
  }
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension NormalDistribution: ContinuousDistribution {
  public var variance: Double { standardDeviation * standardDeviation }

  public var mode: Double { mean }

  public var support: ClosedRange<Double> { -.infinity ... .infinity }

  public func density(at x: Double) -> Double {
    standardNormalDensity(standardized(x), over: standardDeviation)
  }

  public func logDensity(at x: Double) -> Double {
    let density = standardNormalLogDensity(standardized(x))
    if standardDeviation == 1 || !density.high.isFinite { return density.high }
    return (density - DoubleDouble.log(standardDeviation)).high
  }

  public func cumulativeProbability(at x: Double) -> Double {
    standardNormalProbability(standardized(x))
  }

  public func survivalProbability(at x: Double) -> Double {
    standardNormalProbability(-standardized(x))
  }

  public func logCumulativeProbability(at x: Double) -> Double {
    standardNormalLogProbability(standardized(x))
  }

  public func logSurvivalProbability(at x: Double) -> Double {
    standardNormalLogProbability(-standardized(x))
  }

  public func quantile(_ p: Double) -> Double {
    if mean == 0 && standardDeviation == 1 { return standardNormalQuantile(p) }
    guard p > 0 && p < 1 else { return standardNormalQuantile(p) }
    return located(standardNormalQuantileInParts(p))
  }

  public func upperQuantile(_ q: Double) -> Double {
    if mean == 0 && standardDeviation == 1 { return -standardNormalQuantile(q) }
    guard q > 0 && q < 1 else { return -standardNormalQuantile(q) }
    return located(-standardNormalQuantileInParts(q))
  }

  private func standardized(_ x: Double) -> DoubleDouble {
    standardize(
      x, location: mean, scale: standardDeviation)
  }

  private func located(_ z: DoubleDouble) -> Double {
    locate(z, location: mean, scale: standardDeviation).high
  }
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension NormalDistribution: ClosedFormEntropy {
  public var entropy: Double {
    // log √(2πe)
    (DoubleDouble.log(standardDeviation) + 1.4189385332046727).high
  }
}
