internal import DxLinearAlgebra
internal import RealModule

extension MultivariateFit {
  /// How much of the variation of some estimates is heterogeneity, by three
  /// definitions.
  ///
  /// Shares are between zero and one.
  public struct HeterogeneityMeasures: Hashable, Sendable, Codable {
    /// H² = Q / its degrees of freedom, of Cochran's statistic.
    public var hSquared: Double
    /// Jackson, White and Riley's I² of H: (H² − 1)/H², at least zero.
    public var iSquaredOfQ: Double
    /// Jackson, White and Riley's R: the ratio of the volumes of confidence
    /// regions with random effects and without, per coefficient,
    /// (|C_random| / |C_fixed|)^(1/2q); for one coefficient the ratio of the
    /// standard errors.
    public var ratio: Double
    /// Jackson, White and Riley's I² of R: (R² − 1)/R².
    public var iSquaredOfRatio: Double
    /// Higgins and Thompson's typical variance within studies, s²; `nil` for
    /// all outcomes together.
    ///
    /// With moderators it is (n − q)/tr P for P = W − W X (Xᵀ W X)⁻¹ Xᵀ W, where
    /// W has the reciprocal variances of the outcome within studies.
    public var typicalWithinVariance: Double?
    /// Higgins and Thompson's I²: τ²/(τ² + s²) with the total τ² of the
    /// outcome between studies and groups; `nil` for all outcomes together.
    public var iSquaredOfVariance: Double?
  }

  /// How much of the variation is heterogeneity, for each outcome.
  ///
  /// > D. Jackson, I. R. White, R. D. Riley. "Quantifying the impact of
  /// > between-study heterogeneity in multivariate meta-analyses." *Stat Med*
  /// > 31 (2012), 3805–3820. doi:10.1002/sim.5453
  ///
  /// > J. P. T. Higgins, S. G. Thompson. "Quantifying heterogeneity in a
  /// > meta-analysis." *Stat Med* 21 (2002), 1539–1558. doi:10.1002/sim.1186
  ///
  /// An outcome's R is that of its own coefficients, all together; where there
  /// are none since all are shared it is NaN, as is H² without degrees of
  /// freedom.
  ///
  /// - Returns: The measures by the names of the outcomes.
  public func heterogeneityMeasures() throws(MultivariateResultError)
    -> [String: HeterogeneityMeasures]
  {
    let regression = try fixedEffectRegression(model.terms)
    let tests = try heterogeneityTests(regression).outcomes
    let fixed = fixedCovariance(regression)
    var result: [String: HeterogeneityMeasures] = [:]
    for (index, name) in outcomes.names.enumerated() {
      guard let test = tests[name] else { continue }
      var measures = measures(
        test, labels.indices.filter { labels[$0].outcome == name }, fixed)
      let within = typicalVariance(of: index, regression)
      let between = levelCovariances.reduce(
        betweenStudyCovariance[index, index]
      ) { $0 + $1[index, index] }
      measures.typicalWithinVariance = within
      measures.iSquaredOfVariance = between / (between + within)
      result[name] = measures
    }
    return result
  }

  /// How much of the variation is heterogeneity, for all outcomes together.
  ///
  /// See ``heterogeneityMeasures()`` for the definitions.
  public func jointHeterogeneityMeasures() throws(MultivariateResultError)
    -> HeterogeneityMeasures
  {
    let regression = try fixedEffectRegression(model.terms)
    return measures(
      try heterogeneityTests(regression).residual, Array(labels.indices),
      fixedCovariance(regression))
  }

  private func fixedCovariance(_ regression: MarginalRegression) -> Matrix {
    regression.congruence(
      regression.basis.toCoefficients, regression.covariance)
  }

  private func measures(
    _ test: HomogeneityTest, _ indices: [Int], _ fixed: Matrix
  ) -> HeterogeneityMeasures {
    let hSquared =
      test.degreesOfFreedom > 0
      ? test.statistic / Double(test.degreesOfFreedom) : .nan
    let logRatio =
      (logDeterminant(of: coefficientCovariance, indices)
        - logDeterminant(of: fixed, indices)) / Double(2 * indices.count)
    // Random effects cannot narrow a region; what seems so is rounding.
    let isKnown = !indices.isEmpty && !logRatio.isNaN
    let ratio = isKnown ? Swift.max(1, Double.exp(logRatio)) : .nan
    return HeterogeneityMeasures(
      hSquared: hSquared,
      iSquaredOfQ: hSquared.isNaN ? .nan : Swift.max(0, 1 - 1 / hSquared),
      ratio: ratio, iSquaredOfRatio: 1 - 1 / (ratio * ratio))
  }

  private func typicalVariance(
    of outcome: Int, _ regression: MarginalRegression
  ) -> Double {
    let p = outcomes.outcomeCount
    let packed = packedCount(order: p)
    let acting = labels.indices.filter {
      regression.basis.design.coefficients[$0].applies[outcome]
    }
    let rows = (0..<outcomes.studyCount).filter {
      outcomes.reports($0, outcome)
    }
    let weights = rows.map {
      1 / outcomes.covariances[$0 * packed + packedIndex(outcome, outcome)]
    }
    let design = regression.design(
      rows.map { ClusterBlock.Row(study: $0, outcome: outcome) }
    ).submatrix(Array(rows.indices), acting)
    var weighted = design
    for column in acting.indices {
      for row in rows.indices { weighted[row, column] *= weights[row] }
    }
    let information = regression.product(
      weighted, .transposed, design, .plain)
    let squares = regression.product(
      weighted, .transposed, weighted, .plain)
    var trace = weights.reduce(0, +)
    if !acting.isEmpty {
      guard
        let share = try? regression.backend.solvePositiveDefinite(
          information.symmetrized, squares)
      else { return .nan }
      trace -= share.diagonal.reduce(0, +)
    }
    let left = rows.count - acting.count
    return left > 0 ? Double(left) / trace : .nan
  }

  /// log |A| of some rows and columns of a covariance matrix, which may have
  /// any scales.
  internal func logDeterminant(of matrix: Matrix, _ indices: [Int]) -> Double {
    let scale = indices.map { matrix[$0, $0].squareRoot() }
    var correlation = matrix.submatrix(indices, indices)
    for column in indices.indices {
      for row in indices.indices {
        correlation[row, column] /= scale[row] * scale[column]
      }
    }
    guard
      scale.allSatisfy({ $0 > 0 && $0.isFinite }),
      let value = try? LinearAlgebra.defaultBackend.logDeterminant(
        positiveDefinite: correlation)
    else { return indices.isEmpty ? 0 : .nan }
    return scale.reduce(value) { $0 + 2 * .log($1) }
  }
}
