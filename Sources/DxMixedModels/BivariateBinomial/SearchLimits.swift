/// The limits that the searches for the maxima of binomial likelihoods share.
internal enum SearchLimits {
  /// The gain in log-likelihood that is not worth an evaluation: the
  /// estimates are then within 5e-7 of their standard errors even before the
  /// last, free step.
  static let tolerance = 1e-13
  /// The same for a stage that is only a start of the next.
  static let looseTolerance = 1e-2
  /// The longest step that is taken on trust.
  static let longestHop = 0.5
  /// 1 − ρ² below which the boundary is tried first; and below which an
  /// interior maximum gives way to it.
  static let likelyResidual = 1e-3
  static let negligibleResidual = 1e-8
  /// The variance, in units of the typical within-study variance, below which
  /// zero is tried in its place.
  static let negligibleVariance = 1e-8
}
