internal import DxLinearAlgebra
internal import DxOptimization
internal import RealModule

/// A model of several outcomes whose data are known to be valid, in units in
/// which the total variances are about one.
internal struct MultivariateProblem {
  private let model: MultivariateModel
  private let outcomes: MultivariateOutcomes
  private let basis: DesignBasis
  private let estimator: NormalEstimator
  private let backend: any LinearAlgebraBackend
  /// The unit of each outcome.
  private let scale: [Double]
  private let moments: MultivariateMoments
  /// The structure in these units.
  private let structure: RandomEffectsStructure

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
    scale = Self.scale(moments.scale, model.structure, isScaleFree: isScaleFree)
    let p = outcomes.outcomeCount
    structure =
      estimator == .fixedEffect
      ? .fixed(Matrix(rowCount: p, columnCount: p))
      : Self.scaled(model.structure, by: scale)
  }

  /// Each outcome has its own unit, unless something ties them together.
  private static func scale(
    _ scale: [Double], _ structure: RandomEffectsStructure, isScaleFree: Bool
  ) -> [Double] {
    switch structure {
    case .unstructured, .diagonal, .lowRank, .heteroscedasticCompoundSymmetry,
      .fixed:
      if isScaleFree { return scale }
    case .identity, .compoundSymmetry, .autoregressive, .proportional:
      break
    }
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
  private var studies: StudyQuads {
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
    let starts = MultivariateFurtherStarts(outcomes, moments, scale: scale)
    var maximizer = MultivariateMaximizer(
      likelihood: MultivariateLikelihood(
        studies, basis.design,
        isRestricted: estimator == .restrictedMaximumLikelihood, backend),
      backend: backend, negligible: [negligible],
      roundingError: 2 * .ulpOfOne / starts.leastVariance)
    let first = point(near: moments.start(scale: scale, backend))
    var maximum = maximizer.maximize(from: [first])
    let neighbours = maximizer.best(
      of: first.neighbours().map { [$0] }, count: Self.climbCount)
    for point in neighbours
      + starts.points(after: first, backend).map({ [$0] })
    {
      maximizer.improve(&maximum, from: point)
    }
    return estimate(maximum, &maximizer.likelihood)
  }

  /// The number of neighbours of the start that are climbed from.
  private static var climbCount: Int { 12 }

  private func point(near psi: [Double]) -> CovariancePoint {
    CovarianceMap.start(
      structure, near: psi, order: outcomes.outcomeCount, backend)
  }

  /// The variances that count as zero beside those within studies.
  private var negligible: [Double] {
    scale.indices.map {
      Self.negligibleVariance * moments.within[$0, $0] / scale[$0] / scale[$0]
    }
  }

  /// The variance, in units of the mean within-study variance, below which
  /// zero is tried in its place.
  private static var negligibleVariance: Double { 1e-8 }

  private func estimate(
    _ maximum: MultivariateMaximizer<MultivariateLikelihood>.Maximum,
    _ likelihood: inout MultivariateLikelihood
  ) -> MultivariateFit {
    let p = outcomes.outcomeCount
    let psi = maximum.psi
    let fit = likelihood.leastSquares(at: psi)
    let units = basis.labels.map { $0.outcome.map { scale[$0] } ?? scale[0] }
    let count = basis.labels.count
    let nothing = Matrix(rowCount: count, columnCount: count, repeating: .nan)
    var coefficients = moments.coefficients
    var scaled = fit?.covariance ?? nothing
    for row in 0..<count {
      coefficients[row] += units[row] * (fit?.coefficients[row] ?? .nan)
      for column in 0..<count {
        scaled[row, column] *= units[row] * units[column]
      }
    }
    let transform = basis.toCoefficients
    var between = Matrix(rowCount: p, columnCount: p)
    for (pair, value) in zip(packedPairs(order: p), psi) {
      let entry = value * (scale[pair.row] * scale[pair.column])
      between[pair.row, pair.column] = entry
      between[pair.column, pair.row] = entry
    }
    return MultivariateFit(
      model: model, outcomes: outcomes, estimator: estimator,
      labels: basis.labels.map {
        MultivariateFit.Coefficient(
          column: $0.column, outcome: $0.outcome.map { outcomes.names[$0] })
      },
      coefficients: backend.product(
        transform, Matrix(column: coefficients)
      ).elements,
      coefficientCovariance: backend.product(
        backend.product(transform, scaled), .plain, transform, .transposed),
      betweenStudyCovariance: between, levelCovariances: [],
      rank: maximum.points[0].rank(negligible: negligible),
      logLikelihood: logLikelihood(maximum.value, units),
      halfLogDesignDeterminant: 0.5 * basis.logDesignDeterminant,
      covarianceParameterCount: maximum.points[0].map.parameterCount,
      observationCount: likelihood.studies.reportedCount,
      certificate: certificate(maximum, likelihood.evaluations))
  }

  private func logLikelihood(_ kernel: Double, _ units: [Double]) -> Double {
    var value = kernel
    var count = 0.0
    for j in scale.indices {
      let reporting = Double(outcomes.reportedCount(j))
      value -= reporting * .log(scale[j])
      count += reporting
    }
    if estimator == .restrictedMaximumLikelihood {
      count -= Double(units.count)
      // The determinants of the information and of the design are those of
      // the basis and of the terms.
      value = units.reduce(value) { $0 + .log($1) }
      value += 0.5 * basis.logBasisDeterminant
    }
    return value - 0.5 * count * .log(2 * .pi)
  }

  private func certificate(
    _ maximum: MultivariateMaximizer<MultivariateLikelihood>.Maximum,
    _ evaluations: Int
  ) -> FitCertificate {
    let record = maximum.minimum.convergence
    return FitCertificate(
      criterion: record.criterion, gradientNorm: record.gradientNorm,
      smallestHessianEigenvalue: record.hessianEigenvalues.first,
      evaluations: evaluations, startsAgreed: maximum.startsAgreed)
  }
}
