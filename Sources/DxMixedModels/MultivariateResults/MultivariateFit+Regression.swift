internal import DxLinearAlgebra

extension MultivariateFit {
  /// The regression with the covariances of this fit, in the finest clusters
  /// that are independent.
  internal func regression() throws(MultivariateResultError)
    -> MarginalRegression
  {
    let levels = try resolvedLevels()
    let partition = StudyPartition(
      levels: levels.map(\.groups), studyCount: outcomes.studyCount)
    return try regression(levels, partition)
  }

  /// The regression with the covariances of this fit, in given clusters.
  internal func regression(
    clusters: [String]
  ) throws(MultivariateResultError) -> MarginalRegression {
    let levels = try resolvedLevels()
    guard clusters.count == outcomes.studyCount else {
      throw .groupCount(clusters.count, studies: outcomes.studyCount)
    }
    let labels = StudyPartition.indices(clusters)
    for level in model.levels {
      var cluster: [String: Int] = [:]
      for (study, group) in level.groups.enumerated() {
        if let known = cluster[group], known != labels[study] {
          throw .clusterDividesGroup(level: level.name, group: group)
        }
        cluster[group] = labels[study]
      }
    }
    return try regression(levels, StudyPartition(labels: labels))
  }

  /// The regression without random effects, of some terms.
  internal func fixedEffectRegression(
    _ terms: [ModeratorTerm]
  ) throws(MultivariateResultError) -> MarginalRegression {
    let p = outcomes.outcomeCount
    return try MarginalRegression(
      outcomes, try basis(terms),
      between: Matrix(rowCount: p, columnCount: p), levels: [],
      clusters: (0..<outcomes.studyCount).map { [$0] })
  }

  private func regression(
    _ levels: [MarginalRegression.Level], _ partition: StudyPartition
  ) throws(MultivariateResultError) -> MarginalRegression {
    try MarginalRegression(
      outcomes, try basis(model.terms), between: betweenStudyCovariance,
      levels: levels, clusters: partition.clusters)
  }

  internal func basis(
    _ terms: [ModeratorTerm]
  ) throws(MultivariateResultError) -> DesignBasis {
    do throws(MultivariateModelError) {
      return try DesignBasis(terms, outcomes, LinearAlgebra.defaultBackend)
    } catch {
      throw .invalidModel(error)
    }
  }

  internal func resolvedLevels() throws(MultivariateResultError)
    -> [MarginalRegression.Level]
  {
    let p = outcomes.outcomeCount
    var result: [MarginalRegression.Level] = []
    for (index, level) in model.levels.enumerated() {
      guard level.groups.count == outcomes.studyCount else {
        throw .groupCount(
          level.groups.count, studies: outcomes.studyCount)
      }
      // The fixed effect has no covariances of the levels.
      let covariance =
        index < levelCovariances.count
        ? levelCovariances[index] : Matrix(rowCount: p, columnCount: p)
      result.append(
        MarginalRegression.Level(
          covariance: covariance,
          groups: StudyPartition.indices(level.groups)))
    }
    return result
  }
}
