/// A coefficient, or a combination of several, with its test and interval.
public struct CoefficientEstimate: Hashable, Sendable, Codable {
  /// The estimate.
  public var estimate: Double
  /// Its standard error.
  public var standardError: Double
  /// The estimate divided by its standard error.
  public var statistic: Double
  /// The degrees of freedom of Student's distribution; `nil` for the normal
  /// distribution.
  public var degreesOfFreedom: Int?
  /// The probability of a statistic at least as far from zero if the true
  /// value is zero.
  public var pValue: Double
  /// The lower end of the interval.
  public var lower: Double
  /// The upper end of the interval.
  public var upper: Double
  /// The probability with which the interval shall cover the truth.
  public var level: Double

  /// Creates the test and the interval of an estimate.
  ///
  /// Edge cases: all but the estimate and its standard error are NaN if there
  /// are no degrees of freedom.
  ///
  /// - Precondition: The level is strictly between zero and one.
  internal init(
    estimate: Double, standardError: Double, degreesOfFreedom: Int?,
    level: Double
  ) {
    checkLevel(level)
    self.estimate = estimate
    self.standardError = standardError
    self.degreesOfFreedom = degreesOfFreedom
    self.level = level
    statistic = estimate / standardError
    let freedom = degreesOfFreedom.map(Double.init) ?? .infinity
    pValue = twoSidedTail(statistic, freedom)
    let margin = standardError * twoSidedQuantile(level, freedom)
    lower = estimate - margin
    upper = estimate + margin
  }
}

/// Traps unless a level is strictly between zero and one.
internal func checkLevel(_ level: Double) {
  precondition(
    level > 0 && level < 1, "A level of \(level) is not inside (0, 1)")
}

/// A test of several coefficients at once.
public struct ModeratorTest: Hashable, Sendable, Codable {
  /// The Wald statistic: χ², or F if there are degrees of freedom of a
  /// denominator.
  public var statistic: Double
  /// The number of coefficients.
  public var degreesOfFreedom: Int
  /// The degrees of freedom of the denominator of F; `nil` for χ².
  public var denominatorDegreesOfFreedom: Int?
  /// The probability of a statistic at least as large if all of these
  /// coefficients are zero.
  public var pValue: Double
}
