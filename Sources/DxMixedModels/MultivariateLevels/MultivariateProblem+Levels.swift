internal import DxLinearAlgebra

extension MultivariateProblem {
  /// Fits a model with levels above the studies.
  ///
  /// The search starts from the moments in equal shares for all levels, and
  /// again with most of them above the studies; where the two disagree, also
  /// with most of them between the studies, and there or on the boundary with
  /// next to nothing. Correlations that are tied together have starts of their
  /// own, level by level.
  func fitLevels() -> MultivariateFit {
    let levels = Double(model.levels.count)
    var maximizer = MultivariateMaximizer(
      likelihood: LevelLikelihood(
        studies,
        LevelComponents(model.levels, studyCount: outcomes.studyCount),
        basis.design,
        isRestricted: estimator == .restrictedMaximumLikelihood, backend),
      backend: backend, negligible: structures.map { _ in negligible },
      roundingError: roundingError)
    let share = 1 / (levels + 1)
    let first = points(share, above: share)
    var maximum = maximizer.maximize(from: first)
    if maximum.points.contains(where: { !$0.parameters.isEmpty }) {
      maximizer.improve(&maximum, from: points(0.1, above: 0.9 / levels))
      if !maximum.startsAgreed {
        maximizer.improve(&maximum, from: points(0.9, above: 0.1 / levels))
      }
      if !maximum.startsAgreed || isBoundary(maximum.points) {
        maximizer.improve(&maximum, from: points(0.01, above: 0.01))
      }
    }
    for point in maximizer.best(of: neighbours(of: first), count: 6) {
      maximizer.improve(&maximum, from: point)
    }
    return estimate(
      maximum, maximizer.likelihood.leastSquares(at: maximum.psi),
      evaluations: maximizer.likelihood.evaluations)
  }

  /// Whether a matrix was put on the boundary of its structure.
  private func isBoundary(_ points: [CovariancePoint]) -> Bool {
    points.contains { $0.parameters.contains(0) }
  }

  /// The neighbours of a point, in which one level differs.
  private func neighbours(
    of start: [CovariancePoint]
  ) -> [[CovariancePoint]] {
    start.indices.flatMap { level in
      start[level].neighbours().map { neighbour in
        var points = start
        points[level] = neighbour
        return points
      }
    }
  }

  /// A point with shares of the moments between the studies and at each level
  /// above them.
  private func points(
    _ share: Double, above: Double
  ) -> [CovariancePoint] {
    let start = moments.start(scale: scale, backend)
    return structures.enumerated().map { level, structure in
      let share = level == 0 ? share : above
      return point(structure, near: start.map { share * $0 })
    }
  }
}
