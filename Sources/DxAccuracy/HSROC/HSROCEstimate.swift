internal import DxLinearAlgebra
internal import DxMixedModels
internal import RealModule

/// The estimated parameters of the hierarchical summary ROC model.
///
/// Λ, Θ and β have intervals on their own scale, the two variances on the log
/// scale. The standard errors come from the delta method with the joint
/// covariance of all five estimates of the bivariate model.
public struct HSROCEstimate: Hashable, Sendable, Codable {
  /// The accuracy Λ.
  public var lambda: IntervalEstimate
  /// The threshold Θ.
  public var theta: IntervalEstimate
  /// The shape β.
  public var beta: IntervalEstimate
  /// The between-study variance σ²α of the accuracy.
  ///
  /// It is exactly zero, without a standard error, where the correlation of
  /// the logits is −1.
  public var varianceAlpha: IntervalEstimate
  /// The between-study variance σ²θ of the threshold.
  ///
  /// It is exactly zero, without a standard error, where the correlation of
  /// the logits is +1.
  public var varianceTheta: IntervalEstimate

  /// The point estimates alone.
  public var parameters: HSROCParameters {
    HSROCParameters(
      lambda: lambda.estimate, theta: theta.estimate, beta: beta.estimate,
      varianceAlpha: varianceAlpha.estimate,
      varianceTheta: varianceTheta.estimate)
  }
}

extension BivariateFit {
  /// The fit in the coordinates of the hierarchical summary ROC model.
  ///
  /// - Throws: An ``UndefinedReason`` if a between-study variance is zero or a
  ///   mean is infinite, or the model is on another scale than the logit; it
  ///   has no such parameters then.
  public func hsroc(
    level: ConfidenceLevel = .ninetyFivePercent,
    method: IntervalMethod = .wald
  ) throws(UndefinedReason) -> HSROCEstimate {
    let parameters = try hsrocParameters()
    let builder = IntervalBuilder(
      level: level, method: method, studyCount: studyCount)
    let gradients = HSROCGradients(
      parameters, betweenStudyCovariance: betweenStudyCovariance)
    func wald(_ value: Double, _ gradient: DeltaGradient) -> IntervalEstimate {
      guard let jointCovariance else {
        return builder.undefined(
          value, scale: .identity, reason: .jointCovarianceUnavailable)
      }
      return builder.interval(
        value, variance: gradient.variance(under: jointCovariance),
        scale: .identity)
    }
    func logarithmic(
      _ value: Double, _ gradient: DeltaGradient
    ) -> IntervalEstimate {
      let reason: UndefinedReason? =
        value == 0
        ? .fixedAtBoundary
        : jointCovariance == nil ? .jointCovarianceUnavailable : nil
      guard let jointCovariance, reason == nil else {
        return builder.undefined(.log(value), scale: .log, reason: reason)
      }
      return builder.interval(
        .log(value),
        variance: gradient.variance(under: jointCovariance) / (value * value),
        scale: .log)
    }
    return HSROCEstimate(
      lambda: wald(parameters.lambda, gradients.lambda),
      theta: wald(parameters.theta, gradients.theta),
      beta: wald(parameters.beta, gradients.beta),
      varianceAlpha: logarithmic(
        parameters.varianceAlpha, gradients.varianceAlpha),
      varianceTheta: logarithmic(
        parameters.varianceTheta, gradients.varianceTheta))
  }

  /// The point estimates, with the component that the boundary fixes at
  /// exactly zero.
  private func hsrocParameters() throws(UndefinedReason) -> HSROCParameters {
    try requireLogitScale()
    // With an infinite mean a variance is zero only for want of a better one.
    guard meansAreFinite else { throw .infiniteEstimate }
    switch boundary {
    case .zeroVarianceFirst: throw .zeroVarianceSensitivity
    case .zeroVarianceSecond: throw .zeroVarianceSpecificity
    case .zeroVarianceBoth: throw .zeroVarianceBoth
    case .interior, .correlationAtMinusOne, .correlationAtPlusOne: break
    }
    var parameters = try HSROCParameters(
      mean: mean, betweenStudyCovariance: betweenStudyCovariance)
    if boundary == .correlationAtMinusOne { parameters.varianceAlpha = 0 }
    if boundary == .correlationAtPlusOne { parameters.varianceTheta = 0 }
    return parameters
  }
}
