public import DxLinearAlgebra

/// A fitted binomial model of two outcomes with regressors.
///
/// The coefficients stand outcome by outcome: first those of the first
/// outcome, in the order of its columns.
///
/// Where a combination of regressors tells the studies in which all trials of
/// an outcome are successes, or none is, from the others, the likelihood grows
/// without a maximum as the coefficients go to infinity in that direction. The
/// estimate is then the limit: what remains finite is that of the model from
/// which those studies' trials of the outcome are left out, since their
/// likelihood tends to one.
public struct BinomialRegressionEstimate: Hashable, Sendable, Codable {
  /// The names of the regressors of the first outcome.
  public var firstColumns: [String]
  /// The names of the regressors of the second outcome.
  public var secondColumns: [String]
  /// The coefficients β on the scale of logits, outcome by outcome.
  ///
  /// A coefficient that goes to infinity is ±∞, and one that may go anywhere,
  /// such as the difference of two infinite logits, is NaN.
  public var coefficients: [Double]
  /// The covariance of the coefficients: the block of the inverse of the
  /// observed information of all parameters, so that Ψ counts as estimated.
  ///
  /// A coefficient that is not finite has an infinite variance and the
  /// covariance zero with all others.
  public var coefficientCovariance: Matrix
  /// What remains finite of the coefficients where some are infinite; `nil`
  /// where all have finite estimates.
  public var unbounded: UnboundedCoefficients?
  /// The covariance matrices of the random effects, one for each group.
  ///
  /// A variance for which there are no data, because no study of the group
  /// reports the outcome or because all its trials belong to infinite
  /// coefficients, is not identified, and is zero here. So is the covariance
  /// where no study of a group reports both outcomes.
  public var psi: [SymmetricMatrix2x2]
  /// Where the covariance matrix of each group lies.
  public var boundaries: [CovarianceBoundary]
  /// What was assumed of the covariance matrices.
  public var structure: CovarianceStructure
  /// The covariance of the coefficients and, after them for each group, of
  /// ψ₁₁, ψ₂₁ and ψ₂₂: the inverse of the observed information on the face
  /// where the estimate lies.
  ///
  /// It is `nil` where a coefficient is infinite or the information is
  /// singular.
  public var jointCovariance: Matrix?
  /// The expected information of ψ₁₁, ψ₂₁ and ψ₂₂ at Ψ = 0, with the
  /// coefficients profiled out, from which the null distribution of the likelihood-ratio
  /// test of all random effects follows.
  ///
  /// Only the diagonal is given, since the other entries are zero. It is
  /// `nil` unless the structure is ``CovarianceStructure/zeroVarianceBoth`` and
  /// there is one group.
  public var informationAtZeroVariance: SIMD3<Double>?
  /// The log-likelihood, with the binomial coefficients; where a coefficient
  /// is infinite, its supremum.
  public var logLikelihood: Double
  /// The number of quadrature nodes a dimension.
  public var quadratureNodes: Int
  /// What is known about the optimum.
  ///
  /// The derivatives are by coefficients of orthogonal regressors of unit
  /// mean square, and by the entries of the factors of Ψ.
  public var certificate: FitCertificate
  /// The models that the fit went through; the last is the one reported.
  ///
  /// Empty where the first fit was the last: an interior maximum.
  public var steps: [FitStep]

  /// The coefficients of the first outcome.
  public var firstCoefficients: [Double] {
    Array(coefficients.prefix(firstColumns.count))
  }

  /// The coefficients of the second outcome.
  public var secondCoefficients: [Double] {
    Array(coefficients.dropFirst(firstColumns.count))
  }

  /// The indices of the coefficients that are not finite.
  public var infiniteCoefficients: [Int] {
    coefficients.indices.filter { !coefficients[$0].isFinite }
  }

  /// The number of parameters that were estimated: all coefficients, finite
  /// or not, and the entries of Ψ that the structure admits.
  public var parameterCount: Int {
    coefficients.count + psi.count * structure.parameterCount
  }
}

extension CovarianceStructure {
  /// The number of parameters of a covariance matrix.
  public var parameterCount: Int {
    switch self {
    case .unstructured: 3
    case .independent: 2
    case .zeroVarianceFirst, .zeroVarianceSecond: 1
    case .zeroVarianceBoth: 0
    }
  }
}
