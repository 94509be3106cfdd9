internal import DxLinearAlgebra
internal import DxOptimization
internal import RealModule

/// A model of several outcomes whose data are known to be valid, in units in
/// which the total variances are about one.
internal struct MultivariateProblem {
  let model: MultivariateModel
  let outcomes: MultivariateOutcomes
  let basis: DesignBasis
  let estimator: NormalEstimator
  let backend: any LinearAlgebraBackend
  /// The unit of each outcome.
  let scale: [Double]
  let moments: MultivariateMoments
  /// The structures of the studies and of the levels above, in these units.
  let structures: [RandomEffectsStructure]

  init(
    _ model: MultivariateModel, _ outcomes: MultivariateOutcomes,
    _ basis: DesignBasis, _ estimator: NormalEstimator,
    _ backend: any LinearAlgebraBackend
  ) {
    self.model = model
    self.outcomes = outcomes
    self.basis = basis
    self.estimator = estimator
    self.backend = backend
    moments = MultivariateMoments(outcomes, basis, backend)
    let isScaleFree = basis.labels.allSatisfy { $0.outcome != nil }
    let scale = Self.scale(
      moments.scale, model.structures, isScaleFree: isScaleFree)
    self.scale = scale
    let p = outcomes.outcomeCount
    structures = model.structures.map {
      estimator == .fixedEffect
        ? .fixed(Matrix(rowCount: p, columnCount: p))
        : Self.scaled($0, by: scale)
    }
  }

  /// Each outcome has its own unit, unless something ties them together.
  private static func scale(
    _ scale: [Double], _ structures: [RandomEffectsStructure],
    isScaleFree: Bool
  ) -> [Double] {
    let isFree = structures.allSatisfy {
      switch $0 {
      case .unstructured, .diagonal, .lowRank,
        .heteroscedasticCompoundSymmetry, .fixed:
        true
      case .identity, .compoundSymmetry, .autoregressive, .proportional:
        false
      }
    }
    if isFree && isScaleFree { return scale }
    let mean =
      scale.reduce(0) { $0 + Double.log($1) } / Double(scale.count)
    return Array(repeating: .exp(mean), count: scale.count)
  }

  private static func scaled(
    _ structure: RandomEffectsStructure, by scale: [Double]
  ) -> RandomEffectsStructure {
    guard case .fixed(var matrix) = structure else { return structure }
    for column in scale.indices {
      for row in scale.indices {
        matrix[row, column] /= scale[row] * scale[column]
      }
    }
    return .fixed(matrix)
  }

  /// The studies in these units.
  var studies: StudyQuads {
    let p = outcomes.outcomeCount
    let packed = packedCount(order: p)
    var result = StudyQuads(
      studyCount: outcomes.studyCount, outcomeCount: p)
    for study in 0..<outcomes.studyCount {
      for j in 0..<p where outcomes.reports(study, j) {
        let variance = outcomes.covariances[study * packed + packedIndex(j, j)]
        result.set(
          study, j, value: moments.residuals[study * p + j] / scale[j],
          variance: variance / scale[j] / scale[j])
        for l in 0..<j where outcomes.reports(study, l) {
          result.set(
            study, j, l,
            covariance: outcomes.covariances[
              study * packed + packedIndex(j, l)] / scale[j] / scale[l])
        }
      }
    }
    return result
  }

  /// Fits the model.
  func fit() -> MultivariateFit {
    var maximizer = MultivariateMaximizer(
      likelihood: MultivariateLikelihood(
        studies, basis.design,
        isRestricted: estimator == .restrictedMaximumLikelihood, backend),
      backend: backend, negligible: [negligible],
      roundingError: roundingError)
    let first = point(near: moments.start(scale: scale, backend))
    var maximum = maximizer.maximize(from: [first])
    let neighbours = maximizer.best(
      of: first.neighbours().map { [$0] }, count: Self.climbCount)
    let starts = MultivariateFurtherStarts(outcomes, moments, scale: scale)
    for point in neighbours
      + starts.points(after: first, backend).map({ [$0] })
    {
      maximizer.improve(&maximum, from: point)
    }
    return estimate(
      maximum, maximizer.likelihood.leastSquares(at: maximum.psi),
      evaluations: maximizer.likelihood.evaluations)
  }

  /// The number of neighbours of the start that are climbed from.
  private static var climbCount: Int { 12 }

  private func point(near psi: [Double]) -> CovariancePoint {
    point(structures[0], near: psi)
  }

  /// A point of a structure whose matrix is near a given one.
  func point(
    _ structure: RandomEffectsStructure, near psi: [Double]
  ) -> CovariancePoint {
    CovarianceMap.start(
      structure, near: psi, order: outcomes.outcomeCount, backend)
  }

  /// The variances that count as zero beside those within studies.
  var negligible: [Double] {
    scale.indices.map {
      Self.negligibleVariance * moments.within[$0, $0] / scale[$0] / scale[$0]
    }
  }

  /// What the rounding of one residual may change in the log-likelihood
  /// through the smallest variance within a study.
  var roundingError: Double {
    let p = scale.count
    let packed = packedCount(order: p)
    var least = 1.0
    for study in 0..<outcomes.studyCount {
      for j in 0..<p where outcomes.reports(study, j) {
        let variance = outcomes.covariances[study * packed + packedIndex(j, j)]
        least = Swift.min(least, variance / scale[j] / scale[j])
      }
    }
    return 2 * .ulpOfOne / least
  }

  /// The variance, in units of the mean within-study variance, below which
  /// zero is tried in its place.
  private static var negligibleVariance: Double { 1e-8 }
}
