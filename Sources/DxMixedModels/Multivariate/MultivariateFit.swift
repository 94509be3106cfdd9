public import DxLinearAlgebra

/// A fitted normal model of several outcomes.
public struct MultivariateFit: Sendable {
  /// What a coefficient belongs to.
  public struct Coefficient: Hashable, Sendable {
    /// The column of the moderators.
    public var column: String
    /// The outcome, or `nil` for a coefficient that all share.
    public var outcome: String?
  }

  /// The model.
  public var model: MultivariateModel
  /// The studies.
  public var outcomes: MultivariateOutcomes
  /// The estimator.
  public var estimator: NormalEstimator
  /// What the coefficients belong to: outcome by outcome, shared ones last.
  public var labels: [Coefficient]
  /// The coefficients β.
  public var coefficients: [Double]
  /// The covariance of the coefficients, `(Σ Xᵢᵀ(Sᵢ + Ψ)⁻¹Xᵢ)⁻¹`, with Ψ taken
  /// as known.
  public var coefficientCovariance: Matrix
  /// The covariance of the outcomes between studies, Ψ.
  public var betweenStudyCovariance: Matrix
  /// The covariances of the outcomes between the groups of the levels above
  /// the studies, in their order.
  public var levelCovariances: [Matrix]
  /// The rank of Ψ; below the number of outcomes it lies on a boundary.
  public var rank: Int
  /// The log-likelihood, with the constant of
  /// ``LikelihoodConvention/errorContrasts``.
  ///
  /// It is `nil` for the method of moments.
  public var logLikelihood: Double?
  /// ½ log|XᵀX|: what ``LikelihoodConvention/withoutDesignDeterminant``
  /// leaves out.
  public var halfLogDesignDeterminant: Double
  /// The number of parameters of Ψ.
  public var covarianceParameterCount: Int
  /// The number of values that are reported.
  public var observationCount: Int
  /// What is known about the optimum.
  public var certificate: FitCertificate
  /// The solution of the equation of the moments, of which Ψ is made.
  ///
  /// It is `nil` for other estimators than the method of moments.
  public var momentSolution: MomentSolution?
}
