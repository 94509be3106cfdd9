internal import DxLinearAlgebra
internal import RealModule

/// A coefficient of the hierarchical summary ROC model, with its Wald interval
/// and test.
public struct HSROCCoefficient: Hashable, Sendable, Codable {
  /// The name, as `accuracy: type[SAQ]`.
  public var name: String
  /// The predictor that it belongs to.
  public var predictor: HSROCPredictor
  /// The moderator, or `nil` for the intercept.
  public var moderator: String?
  /// The level of a categorical moderator, which is compared with the
  /// reference.
  public var level: String?
  /// The estimate with its interval.
  public var estimate: IntervalEstimate
  /// The estimate over its standard error; NaN where there is none.
  public var zStatistic: Double
  /// The two-sided probability of a statistic at least as large if the
  /// coefficient is zero, by the normal distribution.
  public var pValue: Double
}

extension HSROCFit {
  /// The names of the coefficients, as `accuracy: (Intercept)` and
  /// `shape: type[SAQ]`.
  public var coefficientNames: [String] {
    terms.map { "\($0.predictor.rawValue): \($0.term.column)" }
  }

  /// The coefficients with Wald intervals and tests.
  public func coefficientTable(
    level: ConfidenceLevel = .ninetyFivePercent
  ) -> [HSROCCoefficient] {
    let builder = IntervalBuilder(
      level: level, method: .wald, studyCount: studyCount)
    let values = coefficients
    return terms.enumerated().map { index, entry in
      let estimate = interval(
        values[index], variance: covariance?[index, index],
        isFixed: entry.predictor == .shape && !isShapeEstimated, builder)
      let z = values[index] / (estimate.standardErrorOnScale ?? .nan)
      return HSROCCoefficient(
        name: "\(entry.predictor.rawValue): \(entry.term.column)",
        predictor: entry.predictor, moderator: entry.term.moderator,
        level: entry.term.level, estimate: estimate, zStatistic: z,
        pValue: .erfc(z.magnitude / 2.0.squareRoot()))
    }
  }

  /// All coefficients, predictor by predictor.
  internal var coefficients: [Double] {
    accuracyCoefficients + thresholdCoefficients + shapeCoefficients
  }

  /// What each coefficient belongs to.
  private var terms: [(predictor: HSROCPredictor, term: HSROCTerm)] {
    HSROCPredictor.allCases
      .filter { $0 != .shape || !isSymmetric }
      .flatMap { predictor in
        moderators.terms(predictor).map { (predictor, $0) }
      }
  }

  /// A Wald interval on the scale of the value.
  internal func interval(
    _ value: Double, variance: Double?, isFixed: Bool,
    _ builder: IntervalBuilder
  ) -> IntervalEstimate {
    if isFixed {
      return builder.undefined(
        value, scale: .identity, reason: .fixedAtBoundary)
    }
    guard let variance else {
      return builder.undefined(
        value, scale: .identity, reason: missingCovarianceReason)
    }
    return builder.interval(value, variance: variance, scale: .identity)
  }

  /// Why there is no covariance, where there is none.
  internal var missingCovarianceReason: UndefinedReason {
    outcome.isFinite ? .jointCovarianceUnavailable : .infiniteEstimate
  }
}
