internal import DxLinearAlgebra

extension MultivariateFit {
  /// What is known of the true outcomes of one study.
  public struct StudyEffects: Hashable, Sendable, Codable {
    /// The name of the study.
    public var study: String
    /// Xᵢ β̂, what studies with these moderators have on average.
    public var expected: MultivariatePrediction
    /// The random effect of the study itself, ûᵢ, without those of the groups
    /// it belongs to.
    public var randomEffects: MultivariatePrediction
    /// The true outcomes of the study: ``expected``, the random effects of the
    /// groups that it belongs to, and its own.
    public var trueOutcomes: MultivariatePrediction
  }

  /// The random effect of a group of a level above the studies.
  public struct GroupEffects: Hashable, Sendable, Codable {
    /// The name of the level.
    public var level: String
    /// The name of the group.
    public var group: String
    /// The random effect.
    public var randomEffects: MultivariatePrediction
  }

  /// The best linear unbiased predictions of the random effects and the true
  /// outcomes of each study, those it does not report included.
  ///
  /// The covariances are of the errors of prediction, û − u, with the
  /// uncertainty of the coefficients but not of the covariances of the random
  /// effects, as the standard errors of `ranef` in metafor: Laird and Ware's
  /// var(b̂ᵢ − bᵢ), not var b̂ᵢ.
  ///
  /// Edge cases: an outcome that is not reported is predicted from the others
  /// by Ψ; it is NaN where a moderator of it is not finite.
  ///
  /// > N. M. Laird, J. H. Ware. "Random-effects models for longitudinal
  /// > data." *Biometrics* 38 (1982), 963–974, §3. doi:10.2307/2529876
  ///
  /// - Returns: An element for each study, in their order.
  /// - Complexity: O(*k* (*p*³ + *p*² *q*+ *p* *q*²)), and that of the cubes
  ///   of the numbers of values in groups that levels make.
  public func studyEffects() throws(MultivariateResultError) -> [StudyEffects] {
    let regression = try regression()
    let unknown = unknownDesigns()
    var result: [StudyEffects?] = Array(
      repeating: nil, count: outcomes.studyCount)
    try regression.forEachBlock { block in
      let weighted = regression.weightedResiduals(block)
      for study in block.studies {
        var effects = effects(of: study, block, weighted, regression)
        if let missing = unknown[study] {
          effects.expected.erase(missing)
          effects.trueOutcomes.erase(missing)
        }
        result[study] = effects
      }
    }
    return result.compactMap(\.self)
  }

  private func effects(
    of study: Int, _ block: ClusterBlock, _ weighted: [Double],
    _ regression: MarginalRegression
  ) -> StudyEffects {
    let p = outcomes.outcomeCount
    let targets = (0..<p).map { ClusterBlock.Row(study: study, outcome: $0) }
    let design = regression.design(targets)
    var own = Matrix(rowCount: p, columnCount: block.count)
    for column in block.indices(of: study) {
      for row in 0..<p {
        own[row, column] =
          betweenStudyCovariance[row, block.rows[column].outcome]
      }
    }
    return StudyEffects(
      study: outcomes.studyNames[study],
      expected: MultivariatePrediction(
        values: regression.fitted(design),
        covariance: regression.congruence(design, regression.covariance),
        degreesOfFreedom: .infinity),
      randomEffects: regression.predict(
        Matrix(rowCount: p, columnCount: coefficients.count),
        betweenStudyCovariance, cross: own, block, weighted),
      trueOutcomes: regression.predict(
        design, regression.randomCovariance(targets, targets),
        cross: regression.randomCovariance(targets, block.rows), block,
        weighted))
  }

  /// The best linear unbiased predictions of the random effects of the groups
  /// of all levels above the studies.
  ///
  /// The covariances are as those of ``studyEffects()``.
  ///
  /// - Returns: Level by level, the groups in the order of their first
  ///   studies.
  public func groupEffects() throws(MultivariateResultError) -> [GroupEffects] {
    let regression = try regression()
    let p = outcomes.outcomeCount
    let empty = Matrix(rowCount: p, columnCount: coefficients.count)
    var result: [[Int: GroupEffects]] = Array(
      repeating: [:], count: model.levels.count)
    try regression.forEachBlock { block in
      let weighted = regression.weightedResiduals(block)
      for (index, level) in regression.levels.enumerated() {
        for study in block.studies {
          let group = level.groups[study]
          if result[index][group] != nil { continue }
          var cross = Matrix(rowCount: p, columnCount: block.count)
          for (column, row) in block.rows.enumerated()
          where level.groups[row.study] == group {
            for outcome in 0..<p {
              cross[outcome, column] = level.covariance[outcome, row.outcome]
            }
          }
          result[index][group] = GroupEffects(
            level: model.levels[index].name,
            group: model.levels[index].groups[study],
            randomEffects: regression.predict(
              empty, level.covariance, cross: cross, block, weighted))
        }
      }
    }
    return result.flatMap { effects in
      effects.keys.sorted().compactMap { effects[$0] }
    }
  }

  /// The outcomes of studies with a moderator that is not finite.
  private func unknownDesigns() -> [Int: [Int]] {
    var result: [Int: Set<Int>] = [:]
    for term in model.terms {
      let acting = outcomes.names.indices.filter {
        term.acts(on: outcomes.names[$0])
      }
      for column in term.columns {
        for (study, value) in (column.values ?? []).enumerated()
        where !value.isFinite {
          result[study, default: []].formUnion(acting)
        }
      }
    }
    return result.mapValues { $0.sorted() }
  }
}

extension ModeratorTerm {
  /// Whether a term applies to an outcome.
  internal func acts(on outcome: String) -> Bool {
    switch scope {
    case .eachOutcome, .shared: true
    case .only(let names): names.contains(outcome)
    }
  }
}
