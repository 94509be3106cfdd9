internal import DxLinearAlgebra

extension MultivariateFit {
  /// Cochran's Q of several outcomes, with its parts.
  public struct HeterogeneityTests: Hashable, Sendable, Codable {
    /// That there is no heterogeneity beyond the moderators, Q_E.
    public var residual: HomogeneityTest
    /// The same of each outcome, from the diagonal of the covariances within
    /// studies and the residuals of the joint fit, as `qtest` in mixmeta;
    /// they do not add up to the joint statistic.
    public var outcomes: [String: HomogeneityTest]
    /// That there is no heterogeneity, Q, of the intercepts alone; `nil` for a
    /// model without an intercept.
    public var total: HomogeneityTest?
    /// That the moderators have no effect where there is no heterogeneity
    /// beyond them, Q_M = Q − Q_E; `nil` without moderators.
    public var moderators: HomogeneityTest?
  }

  /// Cochran's tests of heterogeneity, from weighted least squares without
  /// random effects, whatever the estimator of this fit.
  ///
  /// With rᵢ the residuals of that regression, `Q = Σ rᵢᵀ Sᵢ⁻¹ rᵢ` has as many
  /// degrees of freedom as there are reported values less coefficients. A
  /// coefficient that outcomes share counts as one of each outcome.
  ///
  /// > C. S. Berkey, D. C. Hoaglin, A. Antczak-Bouckoms, F. Mosteller, G. A.
  /// > Colditz. "Meta-analysis of multiple outcomes by regression with random
  /// > effects." *Stat Med* 17 (1998), 2537–2550.
  ///
  /// - Complexity: O(*k* (*p*³ + *p*² *q* + *p* *q*²)).
  public func heterogeneityTests() throws(MultivariateResultError)
    -> HeterogeneityTests
  {
    try heterogeneityTests(fixedEffectRegression(model.terms))
  }

  /// The tests from the regression without random effects.
  internal func heterogeneityTests(
    _ regression: MarginalRegression
  ) throws(MultivariateResultError) -> HeterogeneityTests {
    let (residual, byOutcome) = try cochranStatistics(regression)
    let own = HomogeneityTest(
      statistic: residual,
      degreesOfFreedom: observationCount - labels.count)
    var result = HeterogeneityTests(residual: own, outcomes: [:])
    for (outcome, name) in outcomes.names.enumerated() {
      let count = labels.count { $0.outcome == name || $0.outcome == nil }
      result.outcomes[name] = HomogeneityTest(
        statistic: byOutcome[outcome],
        degreesOfFreedom: outcomes.reportedCount(outcome) - count)
    }
    let intercepts = model.terms.filter { term in
      term.columns.allSatisfy { $0.values == nil }
    }
    if intercepts.isEmpty { return result }
    if intercepts.count == model.terms.count {
      result.total = own
      return result
    }
    let constant = try fixedEffectRegression(intercepts)
    let total = HomogeneityTest(
      statistic: try cochranStatistics(constant).joint,
      degreesOfFreedom: observationCount - constant.coefficientCount)
    result.total = total
    result.moderators = HomogeneityTest(
      statistic: Swift.max(0, total.statistic - residual),
      degreesOfFreedom: labels.count - constant.coefficientCount)
    return result
  }

  private func cochranStatistics(
    _ regression: MarginalRegression
  ) throws(MultivariateResultError) -> (joint: Double, outcomes: [Double]) {
    var joint = 0.0
    var single = Array(repeating: 0.0, count: outcomes.outcomeCount)
    try regression.forEachBlock { block in
      let residuals = regression.residuals(block)
      joint += dot(
        residuals,
        regression.product(
          block.precision, Matrix(column: residuals)
        ).elements)
      for (row, label) in block.rows.enumerated() {
        single[label.outcome] +=
          residuals[row] * residuals[row] / block.covariance[row, row]
      }
    }
    return (joint, single)
  }
}
