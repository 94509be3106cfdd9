public import DxLinearAlgebra

/// How the covariance between studies is estimated under the normal model.
public enum NormalEstimator: String, Hashable, Sendable, Codable, CaseIterable {
  /// Restricted maximum likelihood.
  case restrictedMaximumLikelihood
  /// Maximum likelihood.
  case maximumLikelihood
  /// No variance between studies: weighted least squares.
  case fixedEffect
  /// The matrix-based method of moments of Jackson, White and Riley.
  case methodOfMoments
}

/// The constant that a restricted log-likelihood includes.
///
/// The maximum-likelihood value is the same under each.
public enum LikelihoodConvention: String, Hashable, Sendable, Codable {
  /// With + ½ log|XᵀX|, as the R packages mixmeta and metafor print it: the
  /// density of an orthonormal set of error contrasts.
  case errorContrasts
  /// Without that term, as the R package mvmeta prints it.
  case withoutDesignDeterminant

  /// A log-likelihood under the convention, from that with error contrasts.
  internal func convert(
    _ logLikelihood: Double?, of estimator: NormalEstimator,
    halfLogDesignDeterminant: Double
  ) -> Double? {
    guard
      self == .withoutDesignDeterminant,
      estimator == .restrictedMaximumLikelihood
    else { return logLikelihood }
    return logLikelihood.map { $0 - halfLogDesignDeterminant }
  }
}

/// A fitted normal model of two outcomes.
///
/// The model is `yᵢ ~ N(μ, Sᵢ + Ψ)`, independently over the studies.
public struct BivariateNormalEstimate: Hashable, Sendable, Codable {
  /// The estimator.
  public var estimator: NormalEstimator
  /// The means of the outcomes, μ.
  public var means: SIMD2<Double>
  /// The covariance of the means, `(Σ (Sᵢ + Ψ)⁻¹)⁻¹`, with Ψ taken as known.
  public var meanCovariance: SymmetricMatrix2x2
  /// The covariance of the outcomes between studies, Ψ.
  public var psi: SymmetricMatrix2x2
  /// The covariance of the means and Ψ: the inverse of the observed
  /// information under maximum likelihood, block-diagonal under restricted
  /// maximum likelihood, `nil` for the other estimators.
  public var jointCovariance: JointCovariance?
  /// The log-likelihood, with the constant of
  /// ``LikelihoodConvention/errorContrasts``; `nil` for the method of
  /// moments.
  public var logLikelihood: Double?
  /// ½ log|XᵀX|: what ``LikelihoodConvention/withoutDesignDeterminant``
  /// leaves out.
  public var halfLogDesignDeterminant: Double
  /// Where Ψ lies.
  public var boundary: CovarianceBoundary
  /// What is known about the optimum.
  public var certificate: FitCertificate

  /// The log-likelihood under a convention.
  public func logLikelihood(
    _ convention: LikelihoodConvention
  ) -> Double? {
    convention.convert(
      logLikelihood, of: estimator,
      halfLogDesignDeterminant: halfLogDesignDeterminant)
  }
}
