internal import DxLinearAlgebra
internal import DxMixedModels

extension BivariateRegressionFit {
  /// What the model says of studies with given covariates, as a fit from
  /// which everything else is computed as without moderators.
  ///
  /// With the rows X of the design at the pattern, the means are X β and their
  /// covariance is X V Xᵀ; the covariance of all five parameters is projected
  /// in the same way. The between-study covariance, the likelihood and the
  /// certificate are those of the whole regression, as are the numbers of
  /// studies, the degrees of freedom of ``IntervalMethod/t`` among them.
  ///
  /// - Parameter covariates: A value for each moderator; others are ignored,
  ///   so that ``Study/covariates`` can be given as they are.
  /// - Throws: ``CovariatePatternError``, which names the moderator and the
  ///   value.
  public func fit(
    at covariates: [String: CovariateValue]
  ) throws(CovariatePatternError) -> BivariateFit {
    let first = try moderators.row(.sensitivity, at: covariates)
    let second = try moderators.row(.specificity, at: covariates)
    let projection = PatternProjection(
      first: first + second.map { _ in 0 },
      second: first.map { _ in 0 } + second)
    return BivariateFit(
      studyCount: studyCount, transforms: transforms,
      transformedMean: projection.mean(coefficients),
      meanCovariance: projection.covariance(coefficientCovariance),
      betweenStudyCovariance: betweenStudyCovariance,
      jointCovariance: jointCovariance.map(projection.jointCovariance),
      boundary: boundary, certificate: certificate,
      logLikelihood: logLikelihood, description: description)
  }
}

/// The rows of the design at a pattern, one for each outcome, over all
/// coefficients.
private struct PatternProjection {
  let first: [Double]
  let second: [Double]

  func mean(_ coefficients: [Double]) -> SIMD2<Double> {
    SIMD2(
      Self.product(first, coefficients), Self.product(second, coefficients))
  }

  /// The projection of the leading block of a matrix.
  func covariance(_ matrix: Matrix) -> SymmetricMatrix2x2 {
    let columns = first.indices.map { matrix.column($0) }
    let byFirst = columns.map { Self.product(first, $0) }
    let bySecond = columns.map { Self.product(second, $0) }
    return SymmetricMatrix2x2(
      Self.product(first, byFirst), Self.product(second, byFirst),
      Self.product(second, bySecond))
  }

  func jointCovariance(_ matrix: Matrix) -> JointCovariance {
    let count = first.count
    let columns = (0..<3).map { matrix.column(count + $0) }
    func crossed(_ row: [Double]) -> SIMD3<Double> {
      SIMD3(columns.map { Self.product(row, $0) })
    }
    func psi(_ row: Int, _ column: Int) -> Double {
      matrix[count + row, count + column]
    }
    return JointCovariance(
      means: covariance(matrix), firstMeanWithPsi: crossed(first),
      secondMeanWithPsi: crossed(second),
      psi: SymmetricMatrix3x3(
        psi(0, 0), psi(1, 0), psi(2, 0), psi(1, 1), psi(2, 1), psi(2, 2)))
  }

  private static func product(_ row: [Double], _ column: [Double]) -> Double {
    zip(row, column).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
