internal import DxLinearAlgebra
internal import DxSpecialFunctions

/// The pooled accuracy of the test: the estimated mean and what follows from
/// it.
///
/// Sensitivity and specificity are the logistic function of the mean logits,
/// or the inverse of another transformation at its mean, that is, the *median*
/// accuracy over the population of studies. Their standard errors come from
/// ``BivariateFit/meanCovariance``, which says what they take as known.
///
/// > J. B. Reitsma et al. Bivariate analysis of sensitivity and specificity
/// > produces informative summary measures in diagnostic reviews.
/// > *J Clin Epidemiol* 58 (2005) 982–990. doi:10.1016/j.jclinepi.2005.02.022
public struct SummaryPoint: Hashable, Sendable, Codable {
  /// The sensitivity, with its interval on the scale of the model.
  public var sensitivity: IntervalEstimate
  /// The specificity, with its interval on the scale of the model.
  public var specificity: IntervalEstimate
  /// The false-positive rate, the complement of the specificity.
  public var falsePositiveRate: IntervalEstimate
  /// The diagnostic odds ratio, with its interval on the log scale.
  public var diagnosticOddsRatio: IntervalEstimate
  /// The likelihood ratio of a positive test, sensitivity over
  /// false-positive rate, with its interval on the log scale.
  public var positiveLikelihoodRatio: IntervalEstimate
  /// The likelihood ratio of a negative test, one minus sensitivity over
  /// specificity, with its interval on the log scale.
  public var negativeLikelihoodRatio: IntervalEstimate
}

extension BivariateFit {
  /// The pooled sensitivity, specificity, odds ratio and likelihood ratios.
  ///
  /// With a = expit(*x*) and b = expit(*y*) the ratios and their gradients by
  /// the logits (*x*, *y*) of the two, from which the delta method takes the
  /// standard errors, are
  /// ```
  /// ln DOR = x + y                    (1, 1)
  /// ln LR+ = ln a − ln(1 − b)         (1 − a, b)
  /// ln LR− = ln(1 − a) − ln b         (−a, −(1 − b))
  /// ```
  /// On the scale of another transformation t, the covariance of the logits is
  /// that of the means over dt/d*x* and dt/d*y*; the limits of a proportion
  /// are carried back by the inverse of t, and are 0 or 1 where they lie
  /// beyond its image. The ratios are those at the summary point, not means of
  /// the studies' ratios.
  ///
  /// Edge cases: a mean that is infinite gives a proportion of exactly 0 or 1,
  /// with the one-sided interval of ``BivariateFit/infiniteEstimate`` if the
  /// fit has it. The ratios then have no interval, with the reason
  /// ``UndefinedReason/infiniteEstimate``, and are 0, infinite or, as 1 / (1 −
  /// specificity) for a sensitivity of 1, finite. They are NaN where they are
  /// 0/0, as the odds ratio for a sensitivity of 1 and a specificity of 0. A
  /// mean beyond the image of its transformation is a proportion of 0 or 1
  /// whose interval may still reach into it.
  public func summaryPoint(
    level: ConfidenceLevel = .ninetyFivePercent,
    method: IntervalMethod = .wald
  ) -> SummaryPoint {
    let builder = IntervalBuilder(
      level: level, method: method, studyCount: studyCount)
    let point = mean
    let ratios = LikelihoodRatioLogarithms(point)
    let specificity = meanInterval(.specificity, builder)
    return SummaryPoint(
      sensitivity: meanInterval(.sensitivity, builder),
      specificity: specificity,
      falsePositiveRate: specificity.complement,
      diagnosticOddsRatio: interval(
        point.logitSensitivity + point.logitSpecificity,
        gradient: SIMD2(1, 1), scale: .log, builder),
      positiveLikelihoodRatio: interval(
        ratios.positive, gradient: ratios.positiveGradient, scale: .log,
        builder),
      negativeLikelihoodRatio: interval(
        ratios.negative, gradient: ratios.negativeGradient, scale: .log,
        builder))
  }

  /// The interval of a mean, one-sided where it is infinite.
  private func meanInterval(
    _ outcome: AccuracyOutcome, _ builder: IntervalBuilder
  ) -> IntervalEstimate {
    let isFirst = outcome == .sensitivity
    let value = isFirst ? transformedMean.x : transformedMean.y
    let scale = EstimateScale(
      isFirst ? transforms.sensitivity : transforms.specificity)
    if value.isInfinite, let infiniteEstimate {
      return builder.oneSided(
        value, limit: infiniteEstimate.limit(of: outcome, level: builder.level),
        scale: scale)
    }
    return builder.interval(
      value, variance: isFirst ? meanCovariance.m11 : meanCovariance.m22,
      scale: scale)
  }

  /// The interval of a function of both means, by the delta method.
  ///
  /// - Parameters:
  ///   - value: The function on `scale`.
  ///   - gradient: Its derivatives by the two logits.
  ///   - scale: The scale on which the interval is symmetric.
  ///   - independentVariance: What is added to the variance.
  internal func interval(
    _ value: Double, gradient: SIMD2<Double>, scale: EstimateScale,
    independentVariance: Double = 0, _ builder: IntervalBuilder
  ) -> IntervalEstimate {
    guard meansAreFinite else {
      return builder.undefined(value, scale: scale, reason: .infiniteEstimate)
    }
    return builder.interval(
      value,
      variance: meanLogitCovariance.quadraticForm(gradient)
        + independentVariance,
      scale: scale)
  }
}

/// The logarithms of the likelihood ratios at a point, and their gradients by
/// the two logits.
internal struct LikelihoodRatioLogarithms {
  let positive: Double
  let negative: Double
  let positiveGradient: SIMD2<Double>
  let negativeGradient: SIMD2<Double>

  init(_ point: LogitPair) {
    let a = point.logitSensitivity
    let b = point.logitSpecificity
    positive = logExpit(a) - logExpit(-b)
    negative = logExpit(-a) - logExpit(b)
    positiveGradient = SIMD2(expit(-a), expit(b))
    negativeGradient = SIMD2(-expit(a), -expit(-b))
  }
}
