internal import DxLinearAlgebra
internal import DxOptimization

/// A regression of two outcomes whose data are known to be valid.
internal struct RegressionProblem {
  let design: RegressionDesign
  let observations: RegressionObservations
  let firstColumns: [String]
  let secondColumns: [String]
  let backend: any LinearAlgebraBackend

  /// Fits the model with one of the estimators.
  func fit(
    _ estimator: NormalEstimator, startingFrom start: SymmetricMatrix2x2?
  ) -> PairedRegressionEstimate {
    switch estimator {
    case .restrictedMaximumLikelihood:
      maximize(.restricted, estimator, start)
    case .maximumLikelihood:
      maximize(.maximumLikelihood, estimator, start)
    case .fixedEffect:
      fixedEffect()
    case .methodOfMoments:
      methodOfMoments()
    }
  }

  /// The moments from which the iteration starts, and its scales.
  var moments: UnweightedMoments {
    observations.unweightedMoments(
      coefficientCounts: SIMD2(
        Double(firstColumns.count), Double(secondColumns.count)))
  }

  /// The generalised least-squares fit for one Ψ.
  func leastSquares(
    at psi: SymmetricMatrix2x2
  ) -> GeneralizedLeastSquares? {
    GeneralizedLeastSquares(design, observations, psi: psi, backend)
  }

  private func maximize(
    _ likelihood: NormalLikelihood, _ estimator: NormalEstimator,
    _ start: SymmetricMatrix2x2?
  ) -> PairedRegressionEstimate {
    let moments = moments
    var maximizer = NormalMaximizer(
      RegressionLikelihood(
        design, observations, likelihood, moments, backend))
    let maximum = maximizer.maximize(
      from: start
        ?? moments.start(
          likelihood, studyCount: observations.residuals.count))
    var estimate = estimate(
      estimator, at: maximum.psi, boundary: maximum.boundary,
      certificate: maximum.certificate(evaluations: maximizer.evaluations)
    ) { fit, basis in
      jointCovariance(
        likelihood, fit, basis: basis, psi: maximum.psiCovariance)
    }
    estimate.logLikelihood = logLikelihood(maximum.expansion, likelihood)
    return estimate
  }

  private func fixedEffect() -> PairedRegressionEstimate {
    let expansion = RegressionLikelihood(
      design, observations, .maximumLikelihood, moments, backend
    ).expand(at: FactoredCovariance(.zero))
    var estimate = estimate(
      .fixedEffect, at: .zero, boundary: .zeroVarianceBoth,
      certificate: .closedForm)
    estimate.logLikelihood = logLikelihood(expansion, .maximumLikelihood)
    return estimate
  }

  private func logLikelihood(
    _ expansion: ProfiledExpansion, _ likelihood: NormalLikelihood
  ) -> Double {
    // With an orthonormal design the kernel holds ½ log|XᵀX| already.
    expansion.kernelLogLikelihood
      + likelihood.constant(
        observationCount: observations.reportedCount,
        coefficientCount: design.coefficientCount)
  }

  /// An estimate without a likelihood, for a given Ψ.
  ///
  /// - Parameter jointCovariance: Computes the covariance of all parameters
  ///   from the fit and from the matrix that takes whitened coefficients to
  ///   those of the design.
  func estimate(
    _ estimator: NormalEstimator, at psi: SymmetricMatrix2x2,
    boundary: CovarianceBoundary, certificate: FitCertificate,
    jointCovariance: (GeneralizedLeastSquares, Matrix) -> Matrix? = {
      _, _ in nil
    }
  ) -> PairedRegressionEstimate {
    let count = design.coefficientCount
    var result = PairedRegressionEstimate(
      estimator: estimator, firstColumns: firstColumns,
      secondColumns: secondColumns,
      coefficients: Array(repeating: .nan, count: count),
      coefficientCovariance: Matrix(
        rowCount: count, columnCount: count, repeating: .nan),
      psi: psi, jointCovariance: nil, logLikelihood: nil,
      halfLogDesignDeterminant: design.halfLogDeterminant,
      boundary: boundary, certificate: certificate)
    guard
      let fit = leastSquares(at: psi),
      let unwhitened = fit.unwhitened(.identity(order: count), backend)
    else {
      result.certificate.criterion = .notFinite
      return result
    }
    let basis = backend.product(design.toCoefficients, unwhitened)
    let ordinary = backend.product(
      design.toCoefficients, Matrix(column: observations.coefficients))
    let correction = backend.product(
      basis, Matrix(column: fit.whitenedCoefficients))
    result.coefficients = (ordinary + correction).elements
    result.coefficientCovariance = backend.rankKProduct(basis, .plain)
    result.jointCovariance = jointCovariance(fit, basis)
    return result
  }

  /// The covariance of the coefficients and Ψ, by the inverse of a
  /// partitioned matrix from the information of Ψ in the profiled likelihood.
  private func jointCovariance(
    _ likelihood: NormalLikelihood, _ fit: GeneralizedLeastSquares,
    basis: Matrix, psi: SymmetricMatrix3x3
  ) -> Matrix {
    let count = design.coefficientCount
    var result = Matrix(rowCount: count + 3, columnCount: count + 3)
    var coefficients = backend.rankKProduct(basis, .plain)
    let c: Matrix = [
      [psi.m11, psi.m21, psi.m31], [psi.m21, psi.m22, psi.m32],
      [psi.m31, psi.m32, psi.m33],
    ]
    if likelihood == .maximumLikelihood {
      let (m1, m2, m3) = fit.whitenedMoments
      let vm = backend.product(
        basis,
        Matrix(rowCount: count, columnCount: 3, columnMajor: m1 + m2 + m3))
      let vmc = backend.product(vm, c)
      coefficients =
        coefficients + backend.product(vmc, .plain, vm, .transposed)
      for column in 0..<3 {
        for row in 0..<count {
          result[row, count + column] = -vmc[row, column]
          result[count + column, row] = -vmc[row, column]
        }
      }
    }
    for column in 0..<count {
      // The two triangles of the product above may differ in the last digit.
      for row in column..<count {
        result[row, column] = coefficients[row, column]
        result[column, row] = coefficients[row, column]
      }
    }
    for column in 0..<3 {
      for row in 0..<3 {
        result[count + row, count + column] = c[row, column]
      }
    }
    return result
  }
}
