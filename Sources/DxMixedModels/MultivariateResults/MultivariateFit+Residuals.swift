internal import DxLinearAlgebra

extension MultivariateFit {
  /// A reported value, with what the model makes of it.
  public struct Residual: Hashable, Sendable, Codable {
    /// The name of the study.
    public var study: String
    /// The name of the outcome.
    public var outcome: String
    /// The value.
    public var value: Double
    /// The fitted value, x β̂.
    public var fitted: Double
    /// The standard error of the fitted value.
    public var fittedStandardError: Double
    /// The diagonal entry of the hat matrix H = X C Xᵀ W, which makes fitted
    /// values of values.
    ///
    /// Their sum is the number of coefficients; where values
    /// are correlated one may be negative.
    public var hatValue: Double
    /// The value less the fitted value, r.
    public var residual: Double
    /// The standard deviation of the residual, of V − X C Xᵀ.
    public var standardError: Double
    /// The residual divided by its standard deviation; NaN for a value that
    /// alone determines what is fitted to it.
    public var standardized: Double
    /// The value less what is fitted to it when its unit is left out; NaN if
    /// the coefficients cannot be estimated then.
    public var deletedResidual: Double
    /// The standard deviation of the deleted residual, of V + x C₍D₎ xᵀ.
    public var deletedStandardError: Double
    /// The deleted residual divided by its standard deviation.
    public var studentized: Double
  }

  /// Fitted values and residuals of what is reported, with all covariances of
  /// random effects held fixed.
  ///
  /// Standardised and studentised residuals are as `rstandard` and
  /// `rstudent(reestimate = FALSE)` in metafor.
  ///
  /// - Parameter unit: What is left out for the deleted residual of a value.
  /// - Returns: Study by study, outcome by outcome.
  /// - Complexity: O(*k* (*p*³ + *p*² *q* + *p* *q*²)).
  public func residuals(
    deleting unit: DeletionUnit = .values
  ) throws(MultivariateResultError) -> [Residual] {
    let regression = try regression()
    var result: [(study: Int, element: Residual)] = []
    try regression.forEachBlock { block in
      for residual in blockResiduals(block, unit, regression) {
        result.append(residual)
      }
    }
    return inOrderOfStudies(result)
  }

  private func blockResiduals(
    _ block: ClusterBlock, _ unit: DeletionUnit,
    _ regression: MarginalRegression
  ) -> [(study: Int, element: Residual)] {
    let fitted = regression.fitted(block.design)
    let weighted = regression.weightedResiduals(block)
    let explained = regression.congruence(block.design, regression.covariance)
    let hat = regression.product(explained, block.precision)
    var result = block.rows.indices.map { row in
      let value = block.values[row, 0]
      let variance = block.covariance[row, row]
      let rest = variance - explained[row, row]
      // Below this what is left of the variance is rounding error.
      let error =
        rest > CaseDeletion.least * variance ? rest.squareRoot() : .nan
      let difference = value - fitted[row]
      return Residual(
        study: outcomes.studyNames[block.rows[row].study],
        outcome: outcomes.names[block.rows[row].outcome], value: value,
        fitted: fitted[row],
        fittedStandardError: explained[row, row].squareRoot(),
        hatValue: hat[row, row], residual: difference, standardError: error,
        standardized: difference / error, deletedResidual: .nan,
        deletedStandardError: .nan, studentized: .nan)
    }
    addDeletions(&result, unit, block, weighted, regression)
    return zip(block.rows, result).map { ($0.study, $1) }
  }

  private func addDeletions(
    _ result: inout [Residual], _ unit: DeletionUnit, _ block: ClusterBlock,
    _ weighted: [Double], _ regression: MarginalRegression
  ) {
    for rows in regression.deletions(unit, of: block) {
      guard
        let deletion = CaseDeletion(rows, of: block, weighted, regression)
      else { continue }
      let design = block.design.selectingRows(rows)
      let change = regression.product(
        design, Matrix(column: deletion.shift)
      ).elements
      let spread = deletion.fittedCovariance(design, regression)
      for (index, row) in rows.enumerated() {
        let difference = result[row].residual + change[index]
        let error =
          (block.covariance[row, row] + spread[index, index]).squareRoot()
        result[row].deletedResidual = difference
        result[row].deletedStandardError = error
        result[row].studentized = difference / error
      }
    }
  }
}
