internal import DxLinearAlgebra
internal import DxSpecialFunctions
internal import RealModule

/// The mean accuracy over the population of studies.
///
/// The ``SummaryPoint`` carries the mean of the logits back, which gives the
/// *median* sensitivity and specificity. These are the means, which lie nearer
/// to one half, the more so the larger the between-study variance.
public struct PopulationMean: Hashable, Sendable, Codable {
  /// The mean sensitivity, with its interval on the logit scale.
  public var sensitivity: IntervalEstimate
  /// The mean specificity, with its interval on the logit scale.
  public var specificity: IntervalEstimate
}

extension BivariateFit {
  /// The mean sensitivity and specificity over the population of studies.
  ///
  /// The mean of `p = expit(μ + σ Z)` over a standard normal Z. Its
  /// derivatives, for the delta method with the joint covariance, are
  /// E[p (1 − p)] by μ, and by σ² half of E[p (1 − p) (1 − 2p)], because the
  /// density of μ + σ Z obeys the heat equation.
  ///
  /// Accuracy: a relative error of about 1e-14.
  ///
  /// Edge cases: NaN, with ``UndefinedReason/requiresLogitScale``, for a model
  /// on another scale. Where the mean of the logits is infinite, the estimate
  /// is exactly 0 or 1 and has no interval, whatever the variance.
  public func populationMean(
    level: ConfidenceLevel = .ninetyFivePercent,
    method: IntervalMethod = .wald
  ) -> PopulationMean {
    let builder = IntervalBuilder(
      level: level, method: method, studyCount: studyCount)
    guard transforms == .logit else {
      let none = builder.undefined(
        .nan, scale: .logit, reason: .requiresLogitScale)
      return PopulationMean(sensitivity: none, specificity: none)
    }
    let first = LogisticNormalMean(
      mean: mean.logitSensitivity, variance: betweenStudyCovariance.m11)
    let second = LogisticNormalMean(
      mean: mean.logitSpecificity, variance: betweenStudyCovariance.m22)
    func interval(
      _ value: LogisticNormalMean, of meanLogit: Double,
      _ gradient: DeltaGradient
    ) -> IntervalEstimate {
      guard meanLogit.isFinite else {
        return builder.undefined(
          meanLogit, scale: .logit, reason: .infiniteEstimate)
      }
      let logit = Double.log(value.value) - .log(value.complement)
      guard let jointCovariance else {
        return builder.undefined(
          logit, scale: .logit, reason: .jointCovarianceUnavailable)
      }
      let jacobian = 1 / (value.value * value.complement)
      return builder.interval(
        logit,
        variance: (jacobian * gradient).variance(under: jointCovariance),
        scale: .logit)
    }
    return PopulationMean(
      sensitivity: interval(
        first, of: mean.logitSensitivity,
        DeltaGradient(
          mean: SIMD2(first.meanDerivative, 0),
          psi: SIMD3(first.varianceDerivative, 0, 0))),
      specificity: interval(
        second, of: mean.logitSpecificity,
        DeltaGradient(
          mean: SIMD2(0, second.meanDerivative),
          psi: SIMD3(0, 0, second.varianceDerivative))))
  }
}

/// The mean of the logistic function of a normal variate, and its derivatives.
internal struct LogisticNormalMean {
  private(set) var value = 0.0
  /// One minus the value, accurate also where it is small.
  private(set) var complement = 0.0
  private(set) var meanDerivative = 0.0
  private(set) var varianceDerivative = 0.0

  /// Integrates by the trapezoid rule.
  ///
  /// The integrand is analytic but for poles at the height π/σ, and falls like
  /// exp(−z²/2), so that the error is of the order of
  /// `exp(−2π² / (σ h) + π² / (2σ²))` or less. With h = 0.4 / max(1, σ) it is
  /// below 1e-19.
  ///
  /// > L. N. Trefethen, J. A. C. Weideman. The exponentially convergent
  /// > trapezoidal rule. *SIAM Review* 56 (2014) 385–458, §5.
  /// > doi:10.1137/130932132
  ///
  /// - Complexity: O((9 + σ) max(1, σ)) evaluations.
  init(mean: Double, variance: Double) {
    let sigma = variance.squareRoot()
    let step = 0.4 / max(1, sigma)
    // Where p grows like exp(σ z), the integrand peaks at σ and not at 0.
    let steps = Int(((9 + sigma) / step).rounded(.up))
    let scale = step / (2 * Double.pi).squareRoot()
    for index in -steps...steps {
      let z = Double(index) * step
      let weight = scale * .exp(-z * z / 2)
      let p = expit(mean + sigma * z)
      let q = expit(-mean - sigma * z)
      value += weight * p
      complement += weight * q
      meanDerivative += weight * p * q
      varianceDerivative += weight * p * q * (q - p) / 2
    }
  }
}
