public import DxLinearAlgebra

/// A covariance of coefficients that is valid whatever the covariances within
/// clusters, if there are many clusters.
///
/// It is the sandwich
/// ```
/// C (Σ Xᵀ W A r rᵀ A W X) C,   C = (Σ Xᵀ W X)⁻¹
/// ```
/// over the clusters, with the residuals r, the weights W of the fit and an
/// adjustment A, see ``ClusterAdjustment``.
public struct ClusterRobustCovariance: Sendable {
  /// The fit.
  public let fit: MultivariateFit
  /// The adjustment.
  public let adjustment: ClusterAdjustment
  /// The number of clusters that report something.
  public let clusterCount: Int
  /// The covariance of the coefficients.
  public let covariance: Matrix

  internal let regression: MarginalRegression
}

extension MultivariateFit {
  /// The cluster-robust covariance of the coefficients.
  ///
  /// The fit is what is called the working model: its covariances need not be
  /// right, but the coefficients are the better the more they are.
  ///
  /// - Parameters:
  ///   - clusters: The cluster of each study, in their order. By default those
  ///     that the levels above the studies connect, and the studies if there
  ///     are none.
  ///   - adjustment: What makes up for the number of clusters.
  /// - Throws: ``MultivariateResultError`` if a group of a random level has
  ///   studies in several clusters, or if there are fewer than two.
  /// - Complexity: O(*k* (*p*² *q* + *p* *q*²)) and that of the cubes of the
  ///   numbers of values in the clusters.
  public func clusterRobustCovariance(
    clusters: [String]? = nil, _ adjustment: ClusterAdjustment = .biasReduced
  ) throws(MultivariateResultError) -> ClusterRobustCovariance {
    let regression =
      if let clusters { try regression(clusters: clusters) } else {
        try regression()
      }
    let count = regression.reportingClusterCount
    guard count > 1 else { throw .tooFewClusters(count) }
    let q = coefficients.count
    var meat = Matrix(rowCount: q, columnCount: q)
    try regression.forEachBlock { block throws(MultivariateResultError) in
      if block.count == 0 { return }
      let score = regression.product(
        try regression.adjustedDesign(block, adjustment), .transposed,
        Matrix(column: regression.residuals(block)), .plain)
      for column in 0..<q {
        for row in 0..<q {
          meat[row, column] += score[row, 0] * score[column, 0]
        }
      }
    }
    let factor = adjustment.factor(
      clusters: count, values: observationCount, coefficients: q)
    let bread = regression.product(
      regression.basis.toCoefficients, regression.covariance)
    return ClusterRobustCovariance(
      fit: self, adjustment: adjustment, clusterCount: count,
      covariance: factor * regression.congruence(bread, meat),
      regression: regression)
  }
}

extension MarginalRegression {
  /// A W X of a cluster.
  func adjustedDesign(
    _ block: ClusterBlock, _ adjustment: ClusterAdjustment
  ) throws(MultivariateResultError) -> Matrix {
    guard adjustment == .biasReduced else { return block.weightedDesign }
    return product(try block.biasReduction(self), block.weightedDesign)
  }
}
