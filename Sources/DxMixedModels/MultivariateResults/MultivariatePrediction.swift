public import DxLinearAlgebra

/// Something that is predicted of each outcome, with the covariance of the
/// errors.
public struct MultivariatePrediction: Hashable, Sendable, Codable {
  /// A value for each outcome; NaN where a moderator of it is not known.
  public var values: [Double]
  /// The covariance of the predictions about what is predicted.
  public var covariance: Matrix
  /// The degrees of freedom of t that intervals are made with.
  public var degreesOfFreedom: Double

  /// The standard errors.
  public var standardErrors: [Double] {
    covariance.diagonal.map { $0.squareRoot() }
  }

  /// The ends of intervals, each of which covers one outcome with a given
  /// probability.
  ///
  /// - Precondition: `level` is in (0, 1).
  public func limits(
    level: Double = 0.95
  ) -> (lower: [Double], upper: [Double]) {
    let quantile = twoSidedQuantile(level, degreesOfFreedom)
    let errors = standardErrors
    return (
      values.indices.map { values[$0] - quantile * errors[$0] },
      values.indices.map { values[$0] + quantile * errors[$0] }
    )
  }
}

extension MarginalRegression {
  /// The best linear unbiased prediction of A β + u from one cluster.
  ///
  /// With K the covariance of u with the values of the cluster and B = A −
  /// K W X, it is A β̂ + K W r, and the covariance of its error
  /// ```
  /// Var u − K W Kᵀ + B C Bᵀ
  /// ```
  /// > D. A. Harville. "Extension of the Gauss–Markov theorem to include the
  /// > estimation of random effects." *Ann Stat* 4 (1976), 384–395.
  /// > doi:10.1214/aos/1176343414
  ///
  /// - Parameters:
  ///   - design: A.
  ///   - variance: Var u.
  ///   - cross: K.
  ///   - weightedResiduals: W r.
  func predict(
    _ design: Matrix, _ variance: Matrix, cross: Matrix,
    _ block: ClusterBlock, _ weightedResiduals: [Double]
  ) -> MultivariatePrediction {
    let fixed = fitted(design)
    let random = product(cross, Matrix(column: weightedResiduals)).elements
    let rest = design - product(cross, block.weightedDesign)
    let spread =
      variance - congruence(cross, block.precision)
      + congruence(rest, covariance)
    return MultivariatePrediction(
      values: fixed.indices.map { fixed[$0] + random[$0] },
      covariance: spread.clippingDiagonal(), degreesOfFreedom: .infinity)
  }

  /// W r of a cluster.
  func weightedResiduals(_ block: ClusterBlock) -> [Double] {
    product(block.precision, Matrix(column: residuals(block))).elements
  }
}

extension Matrix {
  /// The same with variances that rounding made negative set to zero.
  fileprivate func clippingDiagonal() -> Matrix {
    var result = self
    for index in 0..<rowCount where result[index, index] < 0 {
      result[index, index] = 0
    }
    return result
  }
}

extension MultivariatePrediction {
  /// Marks outcomes as not known.
  internal mutating func erase(_ outcomes: [Int]) {
    for outcome in outcomes {
      values[outcome] = .nan
      for other in values.indices {
        covariance[outcome, other] = .nan
        covariance[other, outcome] = .nan
      }
    }
  }
}
