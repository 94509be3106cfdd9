public import DxOptimization

/// What is known about the optimum at which a fit ended.
///
/// The gradient and the Hessian are those of the log-likelihood, profiled
/// over the coefficients, in the entries of the Cholesky-type factor `L` with
/// Ψ = D L Lᵀ D, where D holds the total standard deviations of the outcomes.
/// On this scale zero variances and correlations of ±1 are ordinary points,
/// and the units of the outcomes do not matter.
public struct FitCertificate: Hashable, Sendable, Codable {
  /// Why the iteration ended.
  public var criterion: ConvergenceCriterion
  /// The Euclidean norm of the gradient at the estimate.
  public var gradientNorm: Double
  /// The smallest eigenvalue of the Hessian of the *negative* log-likelihood
  /// on the face of the parameter space where the estimate lies.
  ///
  /// It is positive at a strict maximum, and `nil` where the method does not
  /// maximise a likelihood.
  public var smallestHessianEigenvalue: Double?
  /// How many times the likelihood was evaluated, with derivatives, over all
  /// starting points.
  public var evaluations: Int
  /// The error of the log-likelihood that is due to numerical integration:
  /// zero where the integral is exact, and `nil` where it was not assessed, as
  /// with a given number of nodes.
  ///
  /// It is the change that the last increase of the number of nodes brought
  /// about, and so rather that of the number before, or what rounding may do
  /// if that is larger.
  public var quadratureError: Double?
  /// Whether all starting points that were tried led to the same maximum.
  public var startsAgreed: Bool

  /// Creates a certificate.
  public init(
    criterion: ConvergenceCriterion, gradientNorm: Double,
    smallestHessianEigenvalue: Double?, evaluations: Int,
    quadratureError: Double? = 0, startsAgreed: Bool = true
  ) {
    self.criterion = criterion
    self.gradientNorm = gradientNorm
    self.smallestHessianEigenvalue = smallestHessianEigenvalue
    self.evaluations = evaluations
    self.quadratureError = quadratureError
    self.startsAgreed = startsAgreed
  }
}
