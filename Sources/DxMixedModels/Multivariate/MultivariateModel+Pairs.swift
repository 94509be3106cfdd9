internal import DxLinearAlgebra

extension MultivariateModel {
  /// The fit of two outcomes by the kernels that are made for them, or `nil`
  /// where the model needs the general one.
  internal func pairedFit(
    _ outcomes: MultivariateOutcomes, _ basis: DesignBasis,
    _ estimator: NormalEstimator, _ backend: any LinearAlgebraBackend
  ) throws(MultivariateModelError) -> MultivariateFit? {
    guard
      outcomes.outcomeCount == 2, structure == .unstructured, levels.isEmpty,
      estimator != .methodOfMoments,
      basis.labels.allSatisfy({ $0.outcome != nil })
    else { return nil }
    let groups = try DesignBasis.groups(terms, outcomes)
    let columns: [[ModeratorTerm.Column]] = (0..<2).map { outcome in
      groups.first { $0.outcome == outcome }?.columns ?? []
    }
    let isInterceptsAlone = columns.allSatisfy {
      $0.count == 1 && $0[0].values == nil
    }
    if isInterceptsAlone, let pairs = outcomes.pairs,
      let estimate = try? pairs.fit(estimator)
    {
      return fit(outcomes, basis, PairedRegressionEstimate(estimate))
    }
    guard outcomes.studyCount <= Self.pairedStudyLimit else { return nil }
    let regression = outcomes.regression(columns)
    guard let estimate = try? regression.fit(estimator, backend: backend)
    else { return nil }
    return fit(outcomes, basis, estimate)
  }

  /// The number of studies beyond which the general engine, which computes
  /// four studies at a time, takes less time than the regression of pairs,
  /// which has less to prepare.
  private static var pairedStudyLimit: Int { 200 }

  private func fit(
    _ outcomes: MultivariateOutcomes, _ basis: DesignBasis,
    _ estimate: PairedRegressionEstimate
  ) -> MultivariateFit {
    let psi = estimate.psi
    return MultivariateFit(
      model: self, outcomes: outcomes, estimator: estimate.estimator,
      labels: basis.labels.map {
        MultivariateFit.Coefficient(
          column: $0.column, outcome: $0.outcome.map { outcomes.names[$0] })
      },
      coefficients: estimate.coefficients,
      coefficientCovariance: estimate.coefficientCovariance,
      betweenStudyCovariance: [[psi.m11, psi.m21], [psi.m21, psi.m22]],
      levelCovariances: [], rank: estimate.boundary.rank,
      logLikelihood: estimate.logLikelihood,
      halfLogDesignDeterminant: estimate.halfLogDesignDeterminant,
      covarianceParameterCount: estimate.estimator == .fixedEffect ? 0 : 3,
      observationCount: outcomes.reportedCount(0) + outcomes.reportedCount(1),
      certificate: estimate.certificate)
  }
}

extension MultivariateOutcomes {
  /// Two outcomes without covariances within the studies, or `nil` where
  /// there are some.
  fileprivate var pairs: PairedOutcomes? {
    for study in 0..<studyCount
    where reports(study, 0) && reports(study, 1)
      && covariances[3 * study + 1] != 0
    {
      return nil
    }
    var result = PairedOutcomes(studyCount: studyCount)
    for study in 0..<studyCount {
      let covariance = pairedCovariance(study)
      result.set(
        study, values: pairedValues(study),
        variances: SIMD2(covariance.m11, covariance.m22))
    }
    return result
  }

  /// Two outcomes with their regressors.
  fileprivate func regression(
    _ columns: [[ModeratorTerm.Column]]
  ) -> PairedRegression {
    var result = PairedRegression(
      studyCount: studyCount, firstColumns: columns[0].map(\.name),
      secondColumns: columns[1].map(\.name))
    for study in 0..<studyCount {
      result.set(
        study, values: pairedValues(study),
        covariance: pairedCovariance(study),
        firstRow: columns[0].map { $0.values?[study] ?? 1 },
        secondRow: columns[1].map { $0.values?[study] ?? 1 })
    }
    return result
  }

  private func pairedValues(_ study: Int) -> SIMD2<Double> {
    SIMD2(values[2 * study], values[2 * study + 1])
  }

  /// The covariance within a study, with infinite variances of what it does
  /// not report.
  private func pairedCovariance(_ study: Int) -> SymmetricMatrix2x2 {
    let first = reports(study, 0)
    let second = reports(study, 1)
    return SymmetricMatrix2x2(
      first ? covariances[3 * study] : .infinity,
      first && second ? covariances[3 * study + 1] : 0,
      second ? covariances[3 * study + 2] : .infinity)
  }
}

extension CovarianceBoundary {
  /// The rank of the covariance matrix.
  fileprivate var rank: Int {
    switch self {
    case .interior: 2
    case .correlationAtMinusOne, .correlationAtPlusOne, .zeroVarianceFirst,
      .zeroVarianceSecond:
      1
    case .zeroVarianceBoth: 0
    }
  }
}

extension PairedRegressionEstimate {
  /// The estimate with intercepts alone, without its joint covariance.
  fileprivate init(_ estimate: BivariateNormalEstimate) {
    let covariance = estimate.meanCovariance
    self.init(
      estimator: estimate.estimator, firstColumns: [], secondColumns: [],
      coefficients: [estimate.means.x, estimate.means.y],
      coefficientCovariance: [
        [covariance.m11, covariance.m21], [covariance.m21, covariance.m22],
      ],
      psi: estimate.psi, jointCovariance: nil,
      logLikelihood: estimate.logLikelihood,
      halfLogDesignDeterminant: estimate.halfLogDesignDeterminant,
      boundary: estimate.boundary, certificate: estimate.certificate)
  }
}
