internal import DxLinearAlgebra
internal import DxSpecialFunctions

/// The pooled accuracy of the test: the estimated mean and what follows from
/// it.
///
/// Sensitivity and specificity are the logistic function of the mean logits,
/// or the inverse of another transformation at its mean, that is, the *median*
/// accuracy over the population of studies. Their
/// standard errors treat the between-study covariance as known, through
/// ``BivariateFit/meanCovariance``.
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
  /// Edge cases: a mean that is infinite gives a proportion of exactly 0 or 1
  /// with no interval; see ``IntervalEstimate/undefinedReason``. So does a mean
  /// beyond the image of its transformation, but for the proportion itself,
  /// whose interval may still reach into it.
  public func summaryPoint(
    level: ConfidenceLevel = .ninetyFivePercent,
    method: IntervalMethod = .wald
  ) -> SummaryPoint {
    let builder = IntervalBuilder(
      level: level, method: method, studyCount: studyCount)
    let point = mean
    let covariance = meanLogitCovariance
    let ratios = LikelihoodRatioLogarithms(point)
    let specificity = builder.interval(
      transformedMean.y, variance: meanCovariance.m22,
      scale: EstimateScale(transforms.specificity))
    return SummaryPoint(
      sensitivity: builder.interval(
        transformedMean.x, variance: meanCovariance.m11,
        scale: EstimateScale(transforms.sensitivity)),
      specificity: specificity,
      falsePositiveRate: specificity.complement,
      diagnosticOddsRatio: builder.interval(
        point.logitSensitivity + point.logitSpecificity,
        variance: covariance.quadraticForm(SIMD2(1, 1)), scale: .log),
      positiveLikelihoodRatio: builder.interval(
        ratios.positive,
        variance: covariance.quadraticForm(ratios.positiveGradient),
        scale: .log),
      negativeLikelihoodRatio: builder.interval(
        ratios.negative,
        variance: covariance.quadraticForm(ratios.negativeGradient),
        scale: .log))
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

/// The logarithm of the logistic function, accurate where it is near zero.
internal func logExpit(_ x: Double) -> Double { -log1pexp(-x) }
