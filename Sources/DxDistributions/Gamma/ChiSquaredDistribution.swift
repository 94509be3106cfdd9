internal import RealModule

/// The chi-squared distribution.
///
/// It is the gamma distribution whose shape is half the degrees of freedom and
/// whose scale is 2.
///
/// Accuracy: that of ``GammaDistribution``; see <doc:GammaFamily>.
public struct ChiSquaredDistribution: Sendable, Hashable {
  /// The degrees of freedom, positive and not necessarily an integer.
  public let degreesOfFreedom: Double
  private let gamma: GammaDistribution

  /// Creates a chi-squared distribution.
  ///
  /// - Throws: ``ParameterError`` unless the degrees of freedom are positive
  ///   and finite.
  public init(degreesOfFreedom: Double) throws(ParameterError) {
    try requireFinitePositive(degreesOfFreedom, "degreesOfFreedom")
    self.degreesOfFreedom = degreesOfFreedom
    gamma = GammaDistribution(
      checkedShape: 0.5 * degreesOfFreedom, scale: 2)
  }
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension ChiSquaredDistribution: ContinuousDistribution, ClosedFormEntropy {
  public var mean: Double { degreesOfFreedom }

  public var variance: Double { 2 * degreesOfFreedom }

  public var mode: Double { Swift.max(0, degreesOfFreedom - 2) }

  public var support: ClosedRange<Double> { 0 ... .infinity }

  public var entropy: Double { gamma.entropy }

  public func density(at x: Double) -> Double { gamma.density(at: x) }

  public func logDensity(at x: Double) -> Double { gamma.logDensity(at: x) }

  public func cumulativeProbability(at x: Double) -> Double {
    gamma.cumulativeProbability(at: x)
  }

  public func survivalProbability(at x: Double) -> Double {
    gamma.survivalProbability(at: x)
  }

  public func logCumulativeProbability(at x: Double) -> Double {
    gamma.logCumulativeProbability(at: x)
  }

  public func logSurvivalProbability(at x: Double) -> Double {
    gamma.logSurvivalProbability(at: x)
  }

  public func quantile(_ p: Double) -> Double { gamma.quantile(p) }

  public func upperQuantile(_ q: Double) -> Double { gamma.upperQuantile(q) }
}
