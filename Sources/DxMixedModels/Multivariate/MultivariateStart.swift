internal import DxLinearAlgebra
internal import RealModule

/// The moments of ordinary residuals, from which scales and starting values
/// come.
internal struct MultivariateMoments: Sendable {
  /// The covariance of the ordinary residuals.
  var total: Matrix
  /// The mean covariance within studies.
  var within: Matrix
  /// The ordinary least-squares coefficients of the design.
  var coefficients: [Double]
  /// The residuals, study by study, NaN where an outcome is not reported.
  ///
  /// They keep the digits that large values would cost the sums of each
  /// evaluation.
  var residuals: [Double]

  /// The standard deviation of each outcome, within and between studies
  /// together.
  var scale: [Double] {
    total.diagonal.indices.map {
      let variance = Swift.max(total[$0, $0], within[$0, $0])
      return variance > 0 && variance < .infinity
        ? variance.squareRoot() : 1
    }
  }

  /// The moment estimate of Ψ with eigenvalues that are positive, packed, in
  /// given units.
  func start(
    scale: [Double], _ backend: any LinearAlgebraBackend
  ) -> [Double] {
    let p = total.rowCount
    let pairs = packedPairs(order: p)
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
    else { return pairs.map { $0.row == $0.column ? 0.1 : 0 } }
    // A twentieth of the total variance is far enough inside.
    let values = spectrum.values.map { Swift.max($0, 0.05) }
    return pairs.map { pair in
      (0..<p).reduce(0) {
        $0 + spectrum.vectors[pair.row, $1] * values[$1]
          * spectrum.vectors[pair.column, $1]
      }
    }
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
    coefficients = likelihood.ordinaryCoefficients()
    let fitted = backend.product(
      basis.design.regressors,
      basis.design.spread(coefficients, outcomeCount: p))
    residuals = outcomes.values
    let fittedValues = fitted.elements
    for study in 0..<outcomes.studyCount {
      for j in 0..<p {
        residuals[study * p + j] -=
          fittedValues[study + outcomes.studyCount * j]
      }
    }
    total = Matrix(rowCount: p, columnCount: p)
    within = total
    let packed = packedCount(order: p)
    for j in 0..<p {
      for l in 0...j {
        var (sum, variance, count) = (0.0, 0.0, 0.0)
        for study in 0..<outcomes.studyCount
        where outcomes.reports(study, j) && outcomes.reports(study, l) {
          sum += residuals[study * p + j] * residuals[study * p + l]
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
