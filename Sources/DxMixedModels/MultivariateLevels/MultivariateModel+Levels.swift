internal import DxLinearAlgebra

extension MultivariateModel {
  /// Checks that the levels fit the studies, and that their covariances can
  /// be told apart from one another and from that of the studies, unless the
  /// estimator is the fixed effect, which has none.
  ///
  /// - Complexity: O(*k*²) in the studies of a component, for each level.
  func validateLevels(
    _ outcomes: MultivariateOutcomes, _ estimator: NormalEstimator,
    _ backend: any LinearAlgebraBackend
  ) throws(MultivariateModelError) {
    for level in levels where level.groups.count != outcomes.studyCount {
      throw .levelCount(
        level: level.name, count: level.groups.count,
        studies: outcomes.studyCount)
    }
    if levels.isEmpty || estimator == .fixedEffect { return }
    let components = LevelComponents(levels, studyCount: outcomes.studyCount)
    let reporting = (0..<outcomes.studyCount).filter { study in
      (0..<outcomes.outcomeCount).contains { outcomes.reports(study, $0) }
    }
    let groups = components.groups.map { level in
      StudyPartition.indices(reporting.map { level[$0] })
    }
    for index in levels.indices {
      for other in 0..<index where groups[other] == groups[index] {
        throw .sameGroups(levels[other].name, levels[index].name)
      }
      if Set(groups[index]).count < 2 {
        throw .levelNotIdentifiable(levels[index].name)
      }
    }
    let cells = CovarianceCells(components, outcomes)
    let maps = structures.map {
      CovarianceMap($0, order: outcomes.outcomeCount, backend)
    }
    if let level = cells.firstIndistinguishable(maps, backend) {
      throw .levelNotIdentifiable(levels[level - 1].name)
    }
  }
}
