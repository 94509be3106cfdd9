internal import DxLinearAlgebra

extension PairedOutcomes {
  /// Fits the model by the likelihood that has no range of its own.
  ///
  /// The observations must be valid.
  internal func generalFit(
    _ estimator: NormalEstimator, _ start: SymmetricMatrix2x2?
  ) -> BivariateNormalEstimate {
    let design = RegressionDesign(interceptsOf: self)
    let covariances = (0..<studyCount).map { study in
      let variances = variances(of: study)
      return SymmetricMatrix2x2(variances.x, 0, variances.y)
    }
    let problem = RegressionProblem(
      design: design,
      observations: RegressionObservations(
        values: (0..<studyCount).map(values), covariances: covariances,
        design: design),
      firstColumns: ["intercept"], secondColumns: ["intercept"],
      backend: PortableBackend())
    return BivariateNormalEstimate(problem.fit(estimator, startingFrom: start))
  }
}

extension BivariateNormalEstimate {
  /// The estimate of a regression on intercepts alone.
  fileprivate init(_ estimate: PairedRegressionEstimate) {
    let means = estimate.coefficients
    let covariance = estimate.coefficientCovariance
    self.init(
      estimator: estimate.estimator, means: SIMD2(means[0], means[1]),
      meanCovariance: SymmetricMatrix2x2(
        covariance[0, 0], covariance[1, 0], covariance[1, 1]),
      psi: estimate.psi,
      jointCovariance: estimate.jointCovariance.map(JointCovariance.init),
      logLikelihood: estimate.logLikelihood,
      halfLogDesignDeterminant: estimate.halfLogDesignDeterminant,
      boundary: estimate.boundary, certificate: estimate.certificate)
  }
}

extension JointCovariance {
  /// The blocks of a matrix of order five.
  fileprivate init(_ matrix: Matrix) {
    self.init(
      means: SymmetricMatrix2x2(matrix[0, 0], matrix[1, 0], matrix[1, 1]),
      firstMeanWithPsi: SIMD3(matrix[2, 0], matrix[3, 0], matrix[4, 0]),
      secondMeanWithPsi: SIMD3(matrix[2, 1], matrix[3, 1], matrix[4, 1]),
      psi: SymmetricMatrix3x3(
        matrix[2, 2], matrix[3, 2], matrix[4, 2], matrix[3, 3], matrix[4, 3],
        matrix[4, 4]))
  }
}
