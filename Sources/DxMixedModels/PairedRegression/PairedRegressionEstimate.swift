public import DxLinearAlgebra

/// A fitted normal model of two outcomes with regressors.
///
/// The model is `yᵢ ~ N(Xᵢ β, Sᵢ + Ψ)`, independently over the studies. The
/// coefficients stand outcome by outcome: first those of the first outcome,
/// in the order of its columns.
public struct PairedRegressionEstimate: Hashable, Sendable, Codable {
  /// The estimator.
  public var estimator: NormalEstimator
  /// The names of the regressors of the first outcome.
  public var firstColumns: [String]
  /// The names of the regressors of the second outcome.
  public var secondColumns: [String]
  /// The coefficients β, outcome by outcome.
  public var coefficients: [Double]
  /// The covariance of the coefficients, `(Σ Xᵢᵀ(Sᵢ + Ψ)⁻¹Xᵢ)⁻¹`, with Ψ taken
  /// as known.
  public var coefficientCovariance: Matrix
  /// The covariance of the outcomes between studies, Ψ.
  public var psi: SymmetricMatrix2x2
  /// The covariance of the coefficients and, in the last three rows and
  /// columns, of ψ₁₁, ψ₂₁ and ψ₂₂.
  ///
  /// It is the inverse of the observed information under maximum likelihood,
  /// block-diagonal under restricted maximum likelihood, and `nil` for the
  /// other estimators. At a boundary of the parameter space the part of Ψ
  /// has the rank of the face on which the estimate lies.
  public var jointCovariance: Matrix?
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

  /// The coefficients of the first outcome.
  public var firstCoefficients: [Double] {
    Array(coefficients.prefix(firstColumns.count))
  }

  /// The coefficients of the second outcome.
  public var secondCoefficients: [Double] {
    Array(coefficients.dropFirst(firstColumns.count))
  }

  /// The log-likelihood under a convention.
  public func logLikelihood(
    _ convention: LikelihoodConvention
  ) -> Double? {
    convention.convert(
      logLikelihood, of: estimator,
      halfLogDesignDeterminant: halfLogDesignDeterminant)
  }
}
