internal import DxLinearAlgebra

extension MultivariateFit {
  /// What is left out at a time.
  public enum DeletionUnit: String, Hashable, Sendable, Codable, CaseIterable {
    /// One outcome of one study, as by default in metafor.
    case values
    /// A study, with all its outcomes.
    case studies
    /// An independent group of studies: those that levels above the studies
    /// connect, and without such levels a study.
    case groups
  }
}

/// What leaving out some rows of a cluster does to the regression, with all
/// covariances held fixed.
///
/// With D the rows and P = W − W X C Xᵀ W, leaving them out is the same as
/// giving each a coefficient of its own, whose estimates are δ = P_DD⁻¹ (W r)_D,
/// so that
/// ```
/// β̂ − β̂₍D₎ = C (W X)_Dᵀ δ
/// C₍D₎ = C + C (W X)_Dᵀ P_DD⁻¹ (W X)_D C
/// |C₍D₎| / |C| = |W_DD| / |P_DD|
/// ```
/// > R. D. Cook, S. Weisberg. *Residuals and Influence in Regression*. Chapman
/// > and Hall, 1982.
internal struct CaseDeletion {
  /// The rows of the cluster.
  let rows: [Int]
  /// β̂ − β̂₍D₎, in the basis.
  let shift: [Double]
  /// Cook's distance, (β̂ − β̂₍D₎)ᵀ C⁻¹ (β̂ − β̂₍D₎).
  let cooksDistance: Double
  /// |C₍D₎| / |C|.
  let covarianceRatio: Double
  /// (W X)_D C.
  private let spread: Matrix
  /// P_DD⁻¹.
  private let inverse: Matrix

  /// The part of the information of a row that its deletion must leave, to
  /// tell coefficients that cannot be estimated without it from rounding.
  static var least: Double { 1e-10 }

  /// Leaves out some rows.
  ///
  /// - Returns: `nil` if some coefficients cannot be estimated without them.
  init?(
    _ rows: [Int], of block: ClusterBlock, _ weightedResiduals: [Double],
    _ regression: MarginalRegression
  ) {
    self.rows = rows
    let weights = block.precision.submatrix(rows, rows)
    let weighted = block.weightedDesign.selectingRows(rows)
    let spread = regression.product(weighted, regression.covariance)
    let leverage = regression.product(spread, .plain, weighted, .transposed)
    let rest = (weights - leverage).symmetrized
    guard
      let factor = try? CholeskyFactor(weights, backend: regression.backend),
      let half = try? factor.solveLower(rest),
      let share = try? factor.solveLower(half.transposed),
      let spectrum = try? SymmetricEigenDecomposition(
        share.symmetrized, backend: regression.backend),
      spectrum.values.allSatisfy({ $0 > Self.least }),
      let inverse = try? regression.backend.inversePositiveDefinite(rest)
    else { return nil }
    let own = Matrix(column: rows.map { weightedResiduals[$0] })
    let outliers = regression.product(inverse, own)
    shift =
      regression.product(spread, .transposed, outliers, .plain).elements
    cooksDistance = dot(
      outliers.elements, regression.product(leverage, outliers).elements)
    covarianceRatio = 1 / spectrum.values.reduce(1, *)
    self.spread = spread
    self.inverse = inverse
  }

  /// X C₍D₎ Xᵀ for rows of regressors.
  func fittedCovariance(
    _ design: Matrix, _ regression: MarginalRegression
  ) -> Matrix {
    regression.congruence(design, regression.covariance)
      + regression.congruence(
        regression.product(design, .plain, spread, .transposed), inverse)
  }
}

extension MarginalRegression {
  /// The sets of rows of a cluster that are left out at a time.
  func deletions(
    _ unit: MultivariateFit.DeletionUnit, of block: ClusterBlock
  ) -> [[Int]] {
    switch unit {
    case .values: block.rows.indices.map { [$0] }
    case .studies: block.studies.map(block.indices(of:))
    case .groups: [Array(block.rows.indices)]
    }
  }
}
