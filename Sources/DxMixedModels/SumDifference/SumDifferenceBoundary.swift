/// Where an estimate of a sum and difference model lies.
public enum SumDifferenceBoundary: String, Hashable, Sendable, Codable {
  /// Both variances are positive.
  case interior
  /// The variance of the sum is zero: the logits have correlation −1.
  case zeroSumVariance
  /// The variance of the half difference is zero: correlation +1.
  case zeroHalfDifferenceVariance
  /// Both variances are zero.
  case zeroVariances
  /// The ratio of the standard deviations of the logits grows without limit,
  /// as that of one of them goes to zero.
  ///
  /// The model in these coordinates has no estimate; the parameters are those
  /// at which the climb ended, with the smaller variance below a millionth of
  /// a typical within-study variance. The log-likelihood falls short of its
  /// supremum by some 1e-4.
  case unboundedScaleRatio
  /// A mean logit grows without limit, where a group of studies that share
  /// their regressors has no failure, or no success.
  ///
  /// The parameters are as for ``unboundedScaleRatio``.
  case unboundedMean
  /// The variance of a logit grows without limit, as where each study has
  /// successes only or failures only.
  ///
  /// The parameters are as for ``unboundedScaleRatio``.
  case unboundedVariance
}
