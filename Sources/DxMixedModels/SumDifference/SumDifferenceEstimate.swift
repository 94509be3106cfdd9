public import DxLinearAlgebra

/// A fitted binomial model of the sum and the difference of two logits.
///
/// The parameters stand in the order: the coefficients of the sum, of the
/// half difference and of the logarithm of the scale ratio, σ²s and σ²d.
public struct SumDifferenceEstimate: Hashable, Sendable, Codable {
  /// The coefficients of the scaled sum.
  public var sumCoefficients: [Double]
  /// The coefficients of half the scaled difference.
  public var halfDifferenceCoefficients: [Double]
  /// The coefficients of the logarithm of the scale ratio; zeros where no
  /// variance is left from which they could be estimated.
  public var logScaleRatioCoefficients: [Double]
  /// The variance σ²s of the sum between studies.
  public var sumVariance: Double
  /// The variance σ²d of the half difference between studies.
  public var halfDifferenceVariance: Double
  /// The covariance of all parameters, the inverse of the observed
  /// information on the face where the estimate lies.
  ///
  /// A parameter that the boundary or the structure fixes has zeros. It is
  /// `nil` where the information is singular or a parameter has no finite
  /// estimate.
  public var covariance: Matrix?
  /// Whether the coefficients of the scale ratio were estimated; without
  /// random effects they are zero, unless the means depend on them.
  public var isScaleRatioEstimated: Bool
  /// The log-likelihood, with the binomial coefficients.
  public var logLikelihood: Double
  /// Where the estimate lies.
  public var boundary: SumDifferenceBoundary
  /// What was assumed of the variances.
  public var structure: SumDifferenceStructure
  /// The number of quadrature nodes a dimension.
  public var quadratureNodes: Int
  /// What is known about the optimum.
  ///
  /// The gradient and the Hessian are by the coefficients of orthogonal
  /// regressors with mean square 1, by the root of the product of the two
  /// standard deviations, and by the angle whose cosine is the correlation.
  public var certificate: FitCertificate

  /// The number of parameters that were estimated.
  public var parameterCount: Int {
    let scale = isScaleRatioEstimated ? logScaleRatioCoefficients.count : 0
    let variances =
      switch structure {
      case .unrestricted: 2
      case .zeroSumVariance, .zeroHalfDifferenceVariance: 1
      case .zeroVariances: 0
      }
    return sumCoefficients.count + halfDifferenceCoefficients.count + scale
      + variances
  }

  /// The parameters of studies with given regressors.
  ///
  /// - Precondition: Each row has an entry for each coefficient.
  public func parameters(
    sumRow: [Double], halfDifferenceRow: [Double], logScaleRatioRow: [Double]
  ) -> SumDifferenceParameters {
    SumDifferenceParameters(
      sum: Self.product(sumRow, sumCoefficients),
      halfDifference: Self.product(
        halfDifferenceRow, halfDifferenceCoefficients),
      logScaleRatio: Self.product(
        logScaleRatioRow, logScaleRatioCoefficients),
      sumVariance: sumVariance,
      halfDifferenceVariance: halfDifferenceVariance)
  }

  private static func product(_ row: [Double], _ other: [Double]) -> Double {
    precondition(
      row.count == other.count,
      "\(row.count) regressors for \(other.count) coefficients")
    return zip(row, other).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
