public import DxLinearAlgebra
internal import RealModule

/// The parameters of the hierarchical summary ROC model.
///
/// Without covariates the model is the bivariate one in other coordinates.
/// With the between-study covariance
/// ```
/// Ψ = ⎡ a  c ⎤    q = (b / a)^¼    σA = √a    σB = √b
///     ⎣ c  b ⎦
/// ```
/// of (logit sensitivity, logit specificity) and the means μA and μB,
/// ```
/// Λ = q μA + μB / q      Θ = ½ (q μA − μB / q)      β = ½ ln(b / a)
/// σ²α = 2 (σA σB + c)    σ²θ = ½ (σA σB − c)
/// ```
/// A correlation of −1 is σ²α = 0, and a correlation of +1 is σ²θ = 0.
/// Some programs give β and Θ with the opposite sign.
///
/// > R. M. Harbord et al. A unification of models for meta-analysis of
/// > diagnostic accuracy studies. *Biostatistics* 8 (2007) 239–251.
/// > doi:10.1093/biostatistics/kxl004
/// >
/// > C. M. Rutter, C. A. Gatsonis. A hierarchical regression approach to
/// > meta-analysis of diagnostic test accuracy evaluations. *Stat Med* 20
/// > (2001) 2865–2884. doi:10.1002/sim.942
public struct HSROCParameters: Hashable, Sendable, Codable {
  /// The accuracy Λ, a log diagnostic odds ratio if β is zero.
  public var lambda: Double
  /// The threshold Θ; the larger it is, the more tests are positive.
  public var theta: Double
  /// The shape β of the curve, zero where it is symmetric.
  public var beta: Double
  /// The between-study variance σ²α of the accuracy.
  public var varianceAlpha: Double
  /// The between-study variance σ²θ of the threshold.
  public var varianceTheta: Double

  /// Creates parameters from their values.
  public init(
    lambda: Double, theta: Double, beta: Double, varianceAlpha: Double,
    varianceTheta: Double
  ) {
    self.lambda = lambda
    self.theta = theta
    self.beta = beta
    self.varianceAlpha = varianceAlpha
    self.varianceTheta = varianceTheta
  }

  /// Converts from the parameters of the bivariate model.
  ///
  /// - Throws: An ``UndefinedReason`` if a variance is not positive or a mean
  ///   is not finite.
  public init(
    mean: LogitPair, betweenStudyCovariance psi: SymmetricMatrix2x2
  ) throws(UndefinedReason) {
    guard
      mean.logitSensitivity.isFinite, mean.logitSpecificity.isFinite
    else { throw .infiniteEstimate }
    try requirePositiveVariances(psi)
    let q = (psi.m22 / psi.m11).squareRoot().squareRoot()
    let first = q * mean.logitSensitivity
    let second = mean.logitSpecificity / q
    let product = psi.m11.squareRoot() * psi.m22.squareRoot()
    lambda = first + second
    theta = (first - second) / 2
    beta = .log(psi.m22 / psi.m11) / 2
    // Rounding may leave a singular matrix an ulp outside the cone.
    varianceAlpha = max(0, 2 * (product + psi.m21))
    varianceTheta = max(0, (product - psi.m21) / 2)
  }

  /// The means of the logits in the bivariate model.
  public var mean: LogitPair {
    let root = Double.exp(beta / 2)
    return LogitPair(
      logitSensitivity: (theta + lambda / 2) / root,
      logitSpecificity: -(theta - lambda / 2) * root)
  }

  /// The between-study covariance of the logits in the bivariate model.
  public var betweenStudyCovariance: SymmetricMatrix2x2 {
    let product = varianceTheta + varianceAlpha / 4
    return SymmetricMatrix2x2(
      product * .exp(-beta), varianceAlpha / 4 - varianceTheta,
      product * .exp(beta))
  }
}

/// Throws the reason if one or both variances are not positive.
internal func requirePositiveVariances(
  _ psi: SymmetricMatrix2x2
) throws(UndefinedReason) {
  switch (psi.m11 > 0, psi.m22 > 0) {
  case (true, true): return
  case (false, true): throw .zeroVarianceSensitivity
  case (true, false): throw .zeroVarianceSpecificity
  case (false, false): throw .zeroVarianceBoth
  }
}
