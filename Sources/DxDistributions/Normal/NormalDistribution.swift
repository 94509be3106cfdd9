public import DxSpecialFunctions
internal import RealModule

/// The normal distribution.
///
/// The standardized argument and the quantile carry more bits than a double,
/// so that neither a tail nor a mean that cancels multiplies a rounding.
///
/// Accuracy: measured maximum errors, also for locations that cancel: density
/// 1.0 ulp, its logarithm 0.5; probabilities 1.5, their logarithms 1.7;
/// quantiles 1.0 ulp, and 8.4 where the mean cancels all but 1/190 of them.
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
  @inlinable
  public init(
    mean: Double, standardDeviation: Double
  ) throws(ParameterError) {
    guard
      mean.isFinite && standardDeviation > 0 && standardDeviation < .infinity
    else { throw Self.violation(mean, standardDeviation) }
    self.init(uncheckedMean: mean, standardDeviation: standardDeviation)
  }

  /// Why there is no such distribution.
  @usableFromInline
  internal static func violation(
    _ mean: Double, _ standardDeviation: Double
  ) -> ParameterError {
    if !mean.isFinite { return .notFinite(name: "mean", value: mean) }
    return standardDeviation > 0
      ? .notFinite(name: "standardDeviation", value: standardDeviation)
      : .notPositive(
        name: "standardDeviation", value: standardDeviation)
  }

  @inlinable
  internal init(uncheckedMean mean: Double, standardDeviation: Double) {
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

  @inlinable
  public func density(at x: Double) -> Double {
    isStandard ? standardNormalDensity(x) : locatedDensity(at: x)
  }

  public func logDensity(at x: Double) -> Double {
    let density = standardNormalLogDensity(standardized(x))
    if standardDeviation == 1 || !density.high.isFinite { return density.high }
    return (density - DoubleDouble.log(standardDeviation)).high
  }

  @inlinable
  public func cumulativeProbability(at x: Double) -> Double {
    isStandard ? standardNormalProbability(x) : locatedLowerTail(at: x)
  }

  @inlinable
  public func survivalProbability(at x: Double) -> Double {
    isStandard ? standardNormalProbability(-x) : locatedUpperTail(at: x)
  }

  public func logCumulativeProbability(at x: Double) -> Double {
    standardNormalLogProbability(standardized(x))
  }

  public func logSurvivalProbability(at x: Double) -> Double {
    standardNormalLogProbability(-standardized(x))
  }

  @inlinable
  public func quantile(_ p: Double) -> Double {
    isStandard ? standardNormalQuantile(p) : locatedQuantile(p, sign: 1)
  }

  @inlinable
  public func upperQuantile(_ q: Double) -> Double {
    isStandard ? -standardNormalQuantile(q) : locatedQuantile(q, sign: -1)
  }
}

// The standard distribution is the frequent one, and its members are small
// enough for their calls to matter: they are inlined, and these are not.
extension NormalDistribution {
  @inlinable
  internal var isStandard: Bool { mean == 0 && standardDeviation == 1 }

  @usableFromInline
  internal func locatedDensity(at x: Double) -> Double {
    standardNormalDensity(standardized(x), over: standardDeviation)
  }

  @usableFromInline
  internal func locatedLowerTail(at x: Double) -> Double {
    standardNormalProbability(standardized(x))
  }

  @usableFromInline
  internal func locatedUpperTail(at x: Double) -> Double {
    standardNormalProbability(-standardized(x))
  }

  @usableFromInline
  internal func locatedQuantile(_ p: Double, sign: Double) -> Double {
    guard p > 0 && p < 1 else { return sign * standardNormalQuantile(p) }
    return locate(
      standardNormalQuantileInParts(p) * sign, location: mean,
      scale: standardDeviation
    ).high
  }

  private func standardized(_ x: Double) -> DoubleDouble {
    standardize(x, location: mean, scale: standardDeviation)
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
