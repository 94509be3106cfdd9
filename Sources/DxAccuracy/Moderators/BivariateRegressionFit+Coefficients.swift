internal import DxLinearAlgebra
internal import RealModule

/// A coefficient of a regression of accuracy, with its Wald interval and test.
public struct RegressionCoefficient: Hashable, Sendable, Codable {
  /// The name, as `sensitivity: type[SAQ]`.
  public var name: String
  /// The outcome that it belongs to.
  public var outcome: AccuracyOutcome
  /// The moderator, or `nil` for the intercept.
  public var moderator: String?
  /// The level of a categorical moderator, which is compared with the
  /// reference.
  public var level: String?
  /// The estimate with its interval, on the logit scale.
  public var estimate: IntervalEstimate
  /// The estimate over its standard error.
  public var zStatistic: Double
  /// The two-sided probability of a statistic at least as large if the
  /// coefficient is zero, by the normal distribution.
  public var pValue: Double
}

extension BivariateRegressionFit {
  /// The coefficients with Wald intervals and tests, in the order of
  /// ``coefficients``.
  ///
  /// The standard errors are those of ``coefficientCovariance``: under the
  /// normal approximation they take the between-study covariance as known.
  ///
  /// Edge cases: a coefficient that is not finite has no interval, and its
  /// statistic is NaN.
  public func coefficientTable(
    level: ConfidenceLevel = .ninetyFivePercent
  ) -> [RegressionCoefficient] {
    let builder = IntervalBuilder(
      level: level, method: .wald, studyCount: studyCount)
    return terms.enumerated().map { index, term in
      let estimate = builder.interval(
        coefficients[index],
        variance: coefficientCovariance[index, index], scale: .identity)
      let z = coefficients[index] / (estimate.standardErrorOnScale ?? .nan)
      return RegressionCoefficient(
        name: term.name, outcome: term.outcome, moderator: term.moderator,
        level: term.level, estimate: estimate, zStatistic: z,
        pValue: .erfc(z.magnitude / 2.0.squareRoot()))
    }
  }
}
