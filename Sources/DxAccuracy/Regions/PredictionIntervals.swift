internal import DxLinearAlgebra

/// The intervals in which the true accuracy of one more study is expected.
public struct PredictionIntervals: Hashable, Sendable, Codable {
  /// The sensitivity of one more study.
  public var sensitivity: IntervalEstimate
  /// The specificity of one more study.
  public var specificity: IntervalEstimate
  /// The false-positive rate of one more study.
  public var falsePositiveRate: IntervalEstimate
}

extension BivariateFit {
  /// The marginal prediction intervals of sensitivity and specificity.
  ///
  /// They are μ ± c √(V + ψ) on the scale of the model, where V is the
  /// variance of the estimated mean and ψ the one between studies; the
  /// standard errors stored with them are those roots. They describe the
  /// *true* accuracy of a study and not what it will observe.
  ///
  /// Edge cases: an outcome with an infinite mean has no interval, with the
  /// reason ``UndefinedReason/infiniteEstimate``, as nothing is known of its
  /// variance between studies.
  ///
  /// > J. P. T. Higgins, S. G. Thompson, D. J. Spiegelhalter. A re-evaluation
  /// > of random-effects meta-analysis. *J R Stat Soc A* 172 (2009) 137–159.
  /// > doi:10.1111/j.1467-985X.2008.00552.x
  public func predictionIntervals(
    level: ConfidenceLevel = .ninetyFivePercent, method: IntervalMethod = .t
  ) -> PredictionIntervals {
    let builder = IntervalBuilder(
      level: level, method: method, studyCount: studyCount)
    let covariance = meanCovariance + betweenStudyCovariance
    let specificity = builder.interval(
      transformedMean.y, variance: covariance.m22,
      scale: EstimateScale(transforms.specificity))
    return PredictionIntervals(
      sensitivity: builder.interval(
        transformedMean.x, variance: covariance.m11,
        scale: EstimateScale(transforms.sensitivity)),
      specificity: specificity, falsePositiveRate: specificity.complement)
  }
}
