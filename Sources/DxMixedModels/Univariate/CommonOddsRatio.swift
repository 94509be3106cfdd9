internal import RealModule

/// An odds ratio that several tables are taken to have in common.
public protocol CommonOddsRatio {
  /// The logarithm of the odds ratio.
  var logOddsRatio: Double { get }
  /// Its standard error.
  var standardError: Double { get }
}

extension CommonOddsRatio {
  /// The odds ratio.
  public var oddsRatio: Double { .exp(logOddsRatio) }

  /// The test of an odds ratio of one and the interval, on the scale of the
  /// logarithm, from the normal distribution.
  ///
  /// - Precondition: The level is strictly between zero and one.
  public func estimate(level: Double = 0.95) -> CoefficientEstimate {
    CoefficientEstimate(
      estimate: logOddsRatio, standardError: standardError,
      degreesOfFreedom: nil, level: level)
  }
}
