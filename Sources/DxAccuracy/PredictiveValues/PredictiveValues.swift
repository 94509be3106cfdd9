internal import DxLinearAlgebra
internal import DxSpecialFunctions
internal import RealModule

/// What a test result says about a patient at a given prevalence.
///
/// All intervals are symmetric on the logit scale, and describe the summary
/// point rather than one more study.
public struct PredictiveValues: Hashable, Sendable, Codable {
  /// The prevalence to which the values belong.
  public var prevalence: Prevalence
  /// The probability of disease after a positive result.
  public var positivePredictiveValue: IntervalEstimate
  /// The probability of no disease after a negative result.
  public var negativePredictiveValue: IntervalEstimate
  /// The F₁ score, the harmonic mean of sensitivity and positive predictive
  /// value.
  public var f1: IntervalEstimate

  /// The probability of disease after a positive result.
  public var probabilityAfterPositive: IntervalEstimate {
    positivePredictiveValue
  }

  /// The probability of disease after a negative result.
  public var probabilityAfterNegative: IntervalEstimate {
    negativePredictiveValue.complement
  }
}

extension BivariateFit {
  /// The predictive values and the F₁ score at a prevalence π.
  ///
  /// With the likelihood ratios of the summary point,
  /// ```
  /// logit PPV       = logit π + ln LR+
  /// logit (1 − NPV) = logit π + ln LR−
  /// F₁ = 2 π Se / (π (1 + Se) + (1 − π) (1 − Sp))
  /// logit F₁ = ln 2 + ln(π Se) − ln E,  E = π (1 − Se) + (1 − π) (1 − Sp)
  /// ```
  /// and the variances follow by the delta method, with the variance of
  /// logit π added as that of an independent estimate.
  ///
  /// Edge cases: where a mean is infinite the values have no interval, with the
  /// reason ``UndefinedReason/infiniteEstimate``, and are 0 or 1 or, as the
  /// positive predictive value for a sensitivity of 1, between them. One minus
  /// the negative predictive value is NaN where it is 0/0, for a sensitivity of
  /// 1 and a specificity of 0, and the positive one for 0 and 1.
  ///
  /// > D. Hand, P. Christen, N. Kirielle. F*: an interpretable transformation
  /// > of the F-measure. *Mach Learn* 110 (2021) 451–456.
  /// > doi:10.1007/s10994-021-05964-1
  public func predictiveValues(
    at prevalence: Prevalence, level: ConfidenceLevel = .ninetyFivePercent,
    method: IntervalMethod = .wald
  ) -> PredictiveValues {
    let builder = IntervalBuilder(
      level: level, method: method, studyCount: studyCount)
    let ratios = LikelihoodRatioLogarithms(mean)
    func interval(
      _ value: Double, _ gradient: SIMD2<Double>, byLogOdds: Double
    ) -> IntervalEstimate {
      let prior = byLogOdds * prevalence.logitStandardError
      return self.interval(
        value, gradient: gradient, scale: .logit,
        independentVariance: prior * prior, builder)
    }
    let negative = interval(
      prevalence.logOdds + ratios.negative, ratios.negativeGradient,
      byLogOdds: 1)
    let f1 = F1Logit(mean, prevalence: prevalence)
    return PredictiveValues(
      prevalence: prevalence,
      positivePredictiveValue: interval(
        prevalence.logOdds + ratios.positive, ratios.positiveGradient,
        byLogOdds: 1),
      negativePredictiveValue: negative.complement,
      f1: interval(f1.value, f1.gradient, byLogOdds: f1.byLogOdds))
  }
}

/// The logit of the F₁ score, and its derivatives by the two logits and by the
/// logit of the prevalence.
private struct F1Logit {
  let value: Double
  let gradient: SIMD2<Double>
  let byLogOdds: Double

  init(_ point: LogitPair, prevalence: Prevalence) {
    let diseased = prevalence.probability
    let healthy = 1 - diseased
    let sensitivity = point.sensitivity
    let missed = expit(-point.logitSensitivity)
    let specificity = point.specificity
    let alarms = point.falsePositiveRate
    let errors = diseased * missed + healthy * alarms
    value =
      .log(2 * diseased) + logExpit(point.logitSensitivity) - .log(errors)
    gradient = SIMD2(
      missed + diseased * sensitivity * missed / errors,
      healthy * specificity * alarms / errors)
    byLogOdds = healthy * (1 - diseased * (missed - alarms) / errors)
  }
}
