/// Where in the space of covariance matrices of two outcomes an estimate lies.
public enum CovarianceBoundary: String, Hashable, Sendable, Codable {
  /// Both variances are positive and the correlation is inside (−1, 1).
  case interior
  /// The correlation is −1.
  case correlationAtMinusOne
  /// The correlation is +1.
  case correlationAtPlusOne
  /// The variance of the first outcome is zero.
  case zeroVarianceFirst
  /// The variance of the second outcome is zero.
  case zeroVarianceSecond
  /// Both variances are zero.
  case zeroVarianceBoth
}
