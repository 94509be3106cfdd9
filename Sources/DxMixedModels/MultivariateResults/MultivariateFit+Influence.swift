public import DxLinearAlgebra
internal import RealModule

extension MultivariateFit {
  /// What leaving out a value, a study or a group of studies does to a fit.
  ///
  /// The numbers are NaN if the coefficients cannot be estimated without it.
  public struct Influence: Hashable, Sendable, Codable {
    /// The names of the studies, or of the one.
    public var studies: [String]
    /// The outcome, if a single value is left out.
    public var outcome: String?
    /// Cook's distance, (β̂ − β̂₍D₎)ᵀ C⁻¹ (β̂ − β̂₍D₎), with C of the full fit;
    /// it is not divided by the number of coefficients.
    public var cooksDistance: Double
    /// DFBETAS: the change of each coefficient that the deleted part brings
    /// about, β̂ − β̂₍D₎, divided by its standard error with the full design and
    /// the covariances of random effects that were used without the part.
    public var standardizedChanges: [Double]
    /// |C₍D₎| / |C|, the ratio of the determinants of the covariances of the
    /// coefficients without and with the deleted part.
    public var covarianceRatio: Double
    /// The sum of its hat values.
    public var leverage: Double
    /// The coefficients without the deleted part, β̂₍D₎.
    public var coefficients: [Double]
    /// Ψ without the deleted part.
    public var betweenStudyCovariance: Matrix
  }

  /// Cook's distances, DFBETAS and covariance ratios, with all covariances of
  /// random effects held fixed.
  ///
  /// They are in closed form and equal to `cooks.distance` and `dfbetas` with
  /// `reestimate = FALSE` in metafor.
  ///
  /// > D. A. Belsley, E. Kuh, R. E. Welsch. *Regression Diagnostics*. Wiley,
  /// > 1980. doi:10.1002/0471725153
  ///
  /// - Parameter unit: What is left out at a time.
  /// - Returns: An element for each unit that reports something, by studies.
  /// - Complexity: O(*k* (*p*³ + *p*² *q* + *p* *q*²)).
  public func influence(
    deleting unit: DeletionUnit = .studies
  ) throws(MultivariateResultError) -> [Influence] {
    let regression = try regression()
    let errors = standardErrors(regression)
    return try deletions(unit, regression) { rows, block, weighted in
      guard
        let deletion = CaseDeletion(rows, of: block, weighted, regression)
      else { return nil }
      let shift = termCoefficients(deletion.shift, regression)
      return Influence(
        studies: [], cooksDistance: deletion.cooksDistance,
        standardizedChanges: shift.indices.map { shift[$0] / errors[$0] },
        covarianceRatio: deletion.covarianceRatio, leverage: .nan,
        coefficients: shift.indices.map { coefficients[$0] - shift[$0] },
        betweenStudyCovariance: betweenStudyCovariance)
    }
  }

  /// Cook's distances, DFBETAS and covariance ratios, with the covariances of
  /// random effects estimated anew without each unit.
  ///
  /// They are equal to `cooks.distance` and `dfbetas` with
  /// `reestimate = TRUE` in metafor. A fit that did not converge counts.
  ///
  /// - Parameter unit: What is left out at a time.
  /// - Returns: An element for each unit that reports something, by studies.
  /// - Complexity: As many fits as there are units.
  public func refittedInfluence(
    deleting unit: DeletionUnit = .studies
  ) throws(MultivariateResultError) -> [Influence] {
    let regression = try regression()
    let all = Array(coefficients.indices)
    let logDeterminant = logDeterminant(of: coefficientCovariance, all)
    guard
      let precision = try? regression.backend.inversePositiveDefinite(
        coefficientCovariance)
    else { throw .singularInformation }
    return try deletions(unit, regression) {
      rows, block, _ throws(MultivariateResultError) in
      let removed = rows.map { block.rows[$0] }
      guard let fit = fitWithout(removed) else { return nil }
      var full = self
      full.betweenStudyCovariance = fit.betweenStudyCovariance
      full.levelCovariances = fit.levelCovariances
      let errors = standardErrors(try full.regression())
      let shift = coefficients.indices.map {
        coefficients[$0] - fit.coefficients[$0]
      }
      let distance = dot(
        shift, regression.product(precision, Matrix(column: shift)).elements)
      let other = self.logDeterminant(of: fit.coefficientCovariance, all)
      return Influence(
        studies: [], cooksDistance: distance,
        standardizedChanges: shift.indices.map { shift[$0] / errors[$0] },
        covarianceRatio: .exp(other - logDeterminant), leverage: .nan,
        coefficients: fit.coefficients,
        betweenStudyCovariance: fit.betweenStudyCovariance)
    }
  }

  /// What a closure makes of each unit, with names and leverages.
  private func deletions(
    _ unit: DeletionUnit, _ regression: MarginalRegression,
    _ body: ([Int], ClusterBlock, [Double]) throws(MultivariateResultError) ->
      Influence?
  ) throws(MultivariateResultError) -> [Influence] {
    var result: [(study: Int, element: Influence)] = []
    let missing = Array(repeating: Double.nan, count: coefficients.count)
    try regression.forEachBlock { block throws(MultivariateResultError) in
      let weighted = regression.weightedResiduals(block)
      let spread = regression.product(
        block.weightedDesign, regression.covariance)
      for rows in regression.deletions(unit, of: block) {
        guard let first = rows.first else { continue }
        var influence =
          try body(rows, block, weighted)
          ?? Influence(
            studies: [], cooksDistance: .nan, standardizedChanges: missing,
            covarianceRatio: .nan, leverage: .nan, coefficients: missing,
            betweenStudyCovariance: betweenStudyCovariance)
        let studies =
          unit == .groups ? block.studies : [block.rows[first].study]
        influence.studies = studies.map { outcomes.studyNames[$0] }
        if unit == .values {
          influence.outcome = outcomes.names[block.rows[first].outcome]
        }
        influence.leverage = rows.reduce(0) {
          $0 + dot(spread.row($1), block.design.row($1))
        }
        result.append((block.rows[first].study, influence))
      }
    }
    return inOrderOfStudies(result)
  }

  /// The standard errors of the coefficients of the terms.
  private func standardErrors(_ regression: MarginalRegression) -> [Double] {
    regression.congruence(
      regression.basis.toCoefficients, regression.covariance
    ).diagonal.map { $0.squareRoot() }
  }

  private func termCoefficients(
    _ values: [Double], _ regression: MarginalRegression
  ) -> [Double] {
    regression.product(
      regression.basis.toCoefficients, Matrix(column: values)
    ).elements
  }

  /// The fit of the same model without some values; `nil` if it cannot be
  /// fitted.
  private func fitWithout(_ removed: [ClusterBlock.Row]) -> MultivariateFit? {
    guard let rest = try? outcomes.removing(removed) else { return nil }
    return try? model.fit(rest, estimator)
  }
}

extension MultivariateOutcomes {
  /// The same studies with some values not reported.
  ///
  /// A study of which nothing is left stays, so that moderators and groups
  /// keep their order.
  internal func removing(
    _ removed: [ClusterBlock.Row]
  ) throws(MultivariateModelError) -> MultivariateOutcomes {
    let p = outcomeCount
    let packed = packedCount(order: p)
    var result = MultivariateOutcomes(names: names)
    for study in 0..<studyCount {
      var values = Array(self.values[study * p..<(study + 1) * p])
      for row in removed where row.study == study { values[row.outcome] = .nan }
      var covariance = Matrix(rowCount: p, columnCount: p)
      for column in 0..<p {
        for row in 0..<p {
          covariance[row, column] =
            covariances[study * packed + packedIndex(row, column)]
        }
      }
      try result.append(
        studyNames[study], values: values, covariance: covariance)
    }
    return result
  }
}
