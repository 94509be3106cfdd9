internal import DxLinearAlgebra
internal import RealModule

/// The moments of ordinary residuals, from which scales and starting values
/// come.
internal struct MultivariateMoments: Sendable {
  /// The covariance of the ordinary residuals.
  var total: Matrix
  /// The mean covariance within studies.
  var within: Matrix

  /// The standard deviation of each outcome, within and between studies
  /// together.
  var scale: [Double] {
    total.diagonal.indices.map {
      let variance = Swift.max(total[$0, $0], within[$0, $0])
      return variance > 0 && variance < .infinity
        ? variance.squareRoot() : 1
    }
  }

  /// The moment estimate of Ψ, with eigenvalues that are positive.
  func start(_ backend: any LinearAlgebraBackend) -> Matrix {
    let p = total.rowCount
    let scale = self.scale
    var difference = Matrix(rowCount: p, columnCount: p)
    for j in 0..<p {
      for l in 0..<p {
        difference[j, l] =
          (total[j, l] - within[j, l]) / (scale[j] * scale[l])
      }
    }
    guard
      let spectrum = try? SymmetricEigenDecomposition(
        difference, backend: backend)
    else { return .diagonal(scale.map { 0.1 * $0 * $0 }) }
    // A twentieth of the total variance is far enough inside.
    let values = spectrum.values.map { Swift.max($0, 0.05) }
    var result = Matrix(rowCount: p, columnCount: p)
    for j in 0..<p {
      for l in 0..<p {
        var sum = 0.0
        for t in 0..<p {
          sum += spectrum.vectors[j, t] * values[t] * spectrum.vectors[l, t]
        }
        result[j, l] = sum * scale[j] * scale[l]
      }
    }
    return result
  }
}

extension MultivariateMoments {
  /// The moments about the ordinary least-squares fit.
  init(
    _ outcomes: MultivariateOutcomes, _ basis: DesignBasis,
    _ backend: any LinearAlgebraBackend
  ) {
    let p = outcomes.outcomeCount
    var studies = StudyQuads(
      studyCount: outcomes.studyCount, outcomeCount: p)
    for study in 0..<outcomes.studyCount {
      for j in 0..<p where outcomes.reports(study, j) {
        studies.set(
          study, j, value: outcomes.values[study * p + j], variance: 1)
      }
    }
    var likelihood = MultivariateLikelihood(
      studies, basis.design, isRestricted: false, backend)
    let coefficients = likelihood.ordinaryCoefficients()
    let fitted = backend.product(
      basis.design.regressors,
      basis.design.spread(coefficients, outcomeCount: p))
    total = Matrix(rowCount: p, columnCount: p)
    within = total
    let packed = packedCount(order: p)
    for j in 0..<p {
      for l in 0...j {
        var (sum, variance, count) = (0.0, 0.0, 0.0)
        for study in 0..<outcomes.studyCount
        where outcomes.reports(study, j) && outcomes.reports(study, l) {
          sum +=
            (outcomes.values[study * p + j] - fitted[study, j])
            * (outcomes.values[study * p + l] - fitted[study, l])
          variance += outcomes.covariances[study * packed + packedIndex(j, l)]
          count += 1
        }
        let free = Double(
          basis.labels.count { $0.outcome == j })
        total[j, l] = count > 0 ? sum / Swift.max(1, count - free) : 0
        within[j, l] = count > 0 ? variance / count : 0
        total[l, j] = total[j, l]
        within[l, j] = within[j, l]
      }
    }
  }
}

extension CovarianceMap {
  /// The parameters of a matrix of the structure that is near a given one,
  /// which is positive definite.
  func parameters(near psi: Matrix) -> [Double] {
    let p = order
    let diagonal = psi.diagonal
    let mean = diagonal.reduce(0, +) / Double(p)
    var covariance = 0.0
    for j in 0..<p { for l in 0..<j { covariance += psi[j, l] } }
    if p > 1 { covariance /= Double(p * (p - 1) / 2) }
    return startingParameters(psi, mean: mean, covariance: covariance)
  }
}
