internal import DxLinearAlgebra
internal import DxOptimization
internal import RealModule

extension MultivariateProblem {
  /// The estimate at a maximum.
  func estimate<Likelihood>(
    _ maximum: MultivariateMaximizer<Likelihood>.Maximum,
    _ fit: MultivariateLikelihood.LeastSquares?, evaluations: Int
  ) -> MultivariateFit {
    let record = maximum.minimum.convergence
    var result = estimate(
      psi: maximum.points.map(\.psi), fit,
      FitCertificate(
        criterion: record.criterion, gradientNorm: record.gradientNorm,
        smallestHessianEigenvalue: record.hessianEigenvalues.first,
        evaluations: evaluations, startsAgreed: maximum.startsAgreed))
    result.rank = maximum.points[0].rank(negligible: negligible)
    result.logLikelihood = logLikelihood(maximum.value)
    result.covarianceParameterCount = maximum.points.reduce(0) {
      $0 + $1.map.parameterCount
    }
    return result
  }

  /// An estimate without a likelihood and the rank of Ψ.
  ///
  /// - Parameters:
  ///   - psi: The packed covariances: Ψ, and those of the levels above.
  ///   - fit: The generalised least-squares fit for them.
  ///   - certificate: What is known about them.
  func estimate(
    psi: [[Double]], _ fit: MultivariateLikelihood.LeastSquares?,
    _ certificate: FitCertificate
  ) -> MultivariateFit {
    let (coefficients, covariance) = coefficients(fit)
    let matrices = psi.map(inUnits)
    return MultivariateFit(
      model: model, outcomes: outcomes, estimator: estimator,
      labels: basis.labels.map {
        MultivariateFit.Coefficient(
          column: $0.column, outcome: $0.outcome.map { outcomes.names[$0] })
      },
      coefficients: coefficients, coefficientCovariance: covariance,
      betweenStudyCovariance: matrices[0],
      levelCovariances: Array(matrices.dropFirst()), rank: 0,
      logLikelihood: nil,
      halfLogDesignDeterminant: 0.5 * basis.logDesignDeterminant,
      covarianceParameterCount: 0,
      observationCount: scale.indices.reduce(0) {
        $0 + outcomes.reportedCount($1)
      }, certificate: certificate)
  }

  /// The unit of each coefficient.
  private var units: [Double] {
    basis.labels.map { $0.outcome.map { scale[$0] } ?? scale[0] }
  }

  /// The coefficients of the terms, and their covariance.
  private func coefficients(
    _ fit: MultivariateLikelihood.LeastSquares?
  ) -> ([Double], Matrix) {
    let units = self.units
    let count = units.count
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
    return (
      backend.product(transform, Matrix(column: coefficients)).elements,
      backend.product(
        backend.product(transform, scaled), .plain, transform, .transposed)
    )
  }

  /// A packed covariance, in the units of the outcomes.
  private func inUnits(_ psi: [Double]) -> Matrix {
    let p = scale.count
    var result = Matrix(rowCount: p, columnCount: p)
    for (pair, value) in zip(packedPairs(order: p), psi) {
      let entry = value * (scale[pair.row] * scale[pair.column])
      result[pair.row, pair.column] = entry
      result[pair.column, pair.row] = entry
    }
    return result
  }

  /// The log-likelihood with its constants, in the units of the outcomes.
  func logLikelihood(_ kernel: Double) -> Double {
    var value = kernel
    var count = 0.0
    for j in scale.indices {
      let reporting = Double(outcomes.reportedCount(j))
      value -= reporting * .log(scale[j])
      count += reporting
    }
    if estimator == .restrictedMaximumLikelihood {
      let units = self.units
      count -= Double(units.count)
      // The determinants of the information and of the design are those of
      // the basis and of the terms.
      value = units.reduce(value) { $0 + .log($1) }
      value += 0.5 * basis.logBasisDeterminant
    }
    return value - 0.5 * count * .log(2 * .pi)
  }
}
