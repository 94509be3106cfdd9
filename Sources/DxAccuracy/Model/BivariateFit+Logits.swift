internal import DxLinearAlgebra

extension BivariateFit {
  /// The covariance of the logits of the estimated means, by the delta method.
  ///
  /// With t′ the derivatives of the transformed values by the logits, an entry
  /// is that of ``meanCovariance`` over the t′ of its row and column.
  ///
  /// Edge cases: not a number where a mean lies beyond the image of its
  /// transformation.
  internal var meanLogitCovariance: SymmetricMatrix2x2 {
    if transforms == .logit { return meanCovariance }
    let point = mean
    let first =
      1
      / transforms.sensitivity.derivativeByLogit(
        atLogit: point.logitSensitivity)
    let second =
      1
      / transforms.specificity.derivativeByLogit(
        atLogit: point.logitSpecificity)
    return SymmetricMatrix2x2(
      meanCovariance.m11 * first * first,
      meanCovariance.m21 * first * second,
      meanCovariance.m22 * second * second)
  }

  /// Throws where the model is not one of logits.
  internal func requireLogitScale() throws(UndefinedReason) {
    guard transforms == .logit else { throw .requiresLogitScale }
  }
}
