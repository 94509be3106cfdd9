internal import DxLinearAlgebra

extension MultivariateFit {
  /// What the variation of an estimate, divided by its standard error, is
  /// referred to: t and F with this many degrees of freedom.
  public enum DegreesOfFreedom: Hashable, Sendable, Codable {
    /// Infinitely many: the normal distribution and χ².
    case infinite
    /// The values that are reported, less the coefficients, as metafor's
    /// `dfs = "residual"`.
    case residual
    /// The independent groups of studies, less the coefficients; without
    /// levels above the studies the groups are the studies.
    case groups
    /// The independent groups that report an outcome, less the coefficients
    /// of this outcome, and the least of these over the outcomes of the
    /// coefficients that are involved; a coefficient that is shared counts as
    /// one of each outcome.
    case groupsOfOutcome
    /// A given number, possibly infinite.
    case given(Double)
  }

  /// The degrees of freedom for a statistic of some coefficients.
  ///
  /// - Returns: A number that may not be positive, for which there is no
  ///   distribution.
  internal func degreesOfFreedom(
    _ choice: DegreesOfFreedom, involving indices: [Int]
  ) throws(MultivariateResultError) -> Double {
    let count = coefficients.count
    switch choice {
    case .infinite: return .infinity
    case .given(let value): return value
    case .residual: return Double(observationCount - count)
    case .groups:
      let clusters = try independentGroups().filter { cluster in
        cluster.contains { study in
          outcomes.names.indices.contains { outcomes.reports(study, $0) }
        }
      }
      return Double(clusters.count - count)
    case .groupsOfOutcome:
      return try degreesOfFreedomByOutcome(indices)
    }
  }

  private func degreesOfFreedomByOutcome(
    _ indices: [Int]
  ) throws(MultivariateResultError) -> Double {
    let involved = indices.map { labels[$0].outcome }
    let clusters = try independentGroups()
    var least = Double.infinity
    for (outcome, name) in outcomes.names.enumerated()
    where involved.contains(name) || involved.contains(nil) {
      let reporting = clusters.count { cluster in
        cluster.contains { outcomes.reports($0, outcome) }
      }
      let own = labels.count { $0.outcome == name || $0.outcome == nil }
      least = Swift.min(least, Double(reporting - own))
    }
    return least
  }

  /// The finest sets of studies that no random level connects.
  internal func independentGroups() throws(MultivariateResultError) -> [[Int]] {
    StudyPartition(
      levels: try resolvedLevels().map(\.groups),
      studyCount: outcomes.studyCount
    ).clusters
  }
}
