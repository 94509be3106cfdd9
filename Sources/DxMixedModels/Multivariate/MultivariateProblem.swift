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
  private let map: CovarianceMap

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
    let structure =
      estimator == .fixedEffect
      ? .fixed(Matrix(rowCount: p, columnCount: p)) : model.structure
    map = CovarianceMap(
      Self.scaled(structure, by: scale), order: p, backend)
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
          study, j, value: outcomes.values[study * p + j] / scale[j],
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
    let studies = self.studies
    let isRestricted = estimator == .restrictedMaximumLikelihood
    var objective = MultivariateObjective(
      MultivariateLikelihood(
        studies, basis.design, isRestricted: isRestricted, backend), map)
    var start = moments.start(backend)
    for column in scale.indices {
      for row in scale.indices {
        start[row, column] /= scale[row] * scale[column]
      }
    }
    let minimum = TrustRegionNewton().minimize(
      &objective, from: map.parameters(near: start))
    return estimate(minimum, &objective, studies)
  }

  private func estimate(
    _ minimum: Minimum, _ objective: inout MultivariateObjective,
    _ studies: StudyQuads
  ) -> MultivariateFit {
    let p = outcomes.outcomeCount
    let psi = map.psi(at: minimum.point)
    let expansion = objective.likelihood.expand(at: psi)
    let fit = objective.likelihood.solve()
    let units = basis.labels.map { $0.outcome.map { scale[$0] } ?? scale[0] }
    let count = basis.labels.count
    var transform = basis.toCoefficients
    for column in 0..<count {
      for row in 0..<count { transform[row, column] *= units[row] }
    }
    let coefficients = backend.product(
      transform, Matrix(column: fit?.coefficients ?? []))
    let covariance = backend.product(
      backend.product(transform, fit?.covariance ?? transform), .plain,
      transform, .transposed)
    var between = Matrix(rowCount: p, columnCount: p)
    var scaled = between
    for pair in packedPairs(order: p) {
      for (x, y) in pair.orders {
        scaled[x, y] = psi[packedIndex(x, y)]
        between[x, y] = psi[packedIndex(x, y)] * (scale[x] * scale[y])
      }
    }
    let spectrum = try? SymmetricEigenDecomposition(scaled, backend: backend)
    let rank = spectrum?.values.count { $0 > 1e-9 } ?? 0
    return MultivariateFit(
      model: model, outcomes: outcomes, estimator: estimator,
      labels: basis.labels.map {
        MultivariateFit.Coefficient(
          column: $0.column, outcome: $0.outcome.map { outcomes.names[$0] })
      },
      coefficients: coefficients.elements, coefficientCovariance: covariance,
      betweenStudyCovariance: between, levelCovariances: [], rank: rank,
      logLikelihood: logLikelihood(expansion, studies, units),
      halfLogDesignDeterminant: 0.5 * basis.logDesignDeterminant,
      covarianceParameterCount: map.parameterCount,
      observationCount: studies.reportedCount,
      certificate: certificate(minimum, objective))
  }

  private func logLikelihood(
    _ expansion: MultivariateExpansion, _ studies: StudyQuads,
    _ units: [Double]
  ) -> Double {
    var units = units
    var value = expansion.kernelLogLikelihood
    var count = Double(studies.reportedCount)
    for j in scale.indices {
      value -= Double(outcomes.reportedCount(j)) * .log(scale[j])
    }
    if estimator == .restrictedMaximumLikelihood {
      count -= Double(units.count)
      // The determinants of the information and of the design are those of
      // the basis and of the terms.
      while let unit = units.popLast() { value += .log(unit) }
      value += 0.5 * basisLogDeterminant
    }
    return value - 0.5 * count * .log(2 * .pi)
  }

  /// log |XᵀX| of the basis.
  private var basisLogDeterminant: Double {
    let squares = backend.rankKProduct(basis.toCoefficients, .transposed)
    let logDeterminant = try? backend.logDeterminant(positiveDefinite: squares)
    return basis.logDesignDeterminant + (logDeterminant ?? .nan)
  }

  private func certificate(
    _ minimum: Minimum, _ objective: MultivariateObjective
  ) -> FitCertificate {
    FitCertificate(
      criterion: minimum.convergence.criterion,
      gradientNorm: minimum.gradient.reduce(0) { $0 + $1 * $1 }.squareRoot(),
      smallestHessianEigenvalue: smallestEigenvalue(minimum),
      evaluations: objective.likelihood.evaluations)
  }

  private func smallestEigenvalue(_ minimum: Minimum) -> Double? {
    let count = minimum.point.count
    let spectrum = try? SymmetricEigenDecomposition(
      Matrix(
        rowCount: count, columnCount: count, columnMajor: minimum.hessian),
      backend: backend)
    return spectrum?.values.first
  }
}
