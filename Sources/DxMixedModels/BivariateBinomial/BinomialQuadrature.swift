/// How the integral over the random effects of a study is computed.
public enum BinomialQuadrature: Hashable, Sendable, Codable {
  /// Adaptive Gauss–Hermite quadrature with as many nodes as are needed.
  ///
  /// The number of nodes is raised until the maximum of the log-likelihood no
  /// longer changes by more than the tolerance. The last change is
  /// ``FitCertificate/quadratureError``; where it exceeds the tolerance at
  /// the largest number of nodes, that field says so.
  case automatic(tolerance: Double = defaultTolerance)
  /// Adaptive Gauss–Hermite quadrature with this many nodes a dimension.
  ///
  /// One node is Laplace's approximation.
  case nodes(Int)

  /// The change of the log-likelihood, over all studies, at which
  /// ``automatic(tolerance:)`` stops unless told otherwise: 1e-8.
  ///
  /// The means are then exact to about 1e-6 and the covariance between
  /// studies to about 1e-5 of its value.
  public static var defaultTolerance: Double { 1e-8 }
}
