internal import DxLinearAlgebra
internal import DxMixedModels

extension BivariateRegressionFit {
  /// What the model says of studies with given covariates, as a fit from
  /// which everything else is computed as without moderators.
  ///
  /// With the rows X of the design at the pattern, the means are X β and their
  /// covariance is X V Xᵀ; the covariance of all five parameters is projected
  /// in the same way. The between-study covariance is that of the group of
  /// the pattern; the likelihood and the certificate are those of the whole
  /// regression, as are the numbers of studies, the degrees of freedom of
  /// ``IntervalMethod/t`` among them.
  ///
  /// - Parameter covariates: A value for each moderator; others are ignored,
  ///   so that ``Study/covariates`` can be given as they are.
  /// - Throws: ``CovariatePatternError``, which names the moderator and the
  ///   value.
  public func fit(
    at covariates: [String: CovariateValue]
  ) throws(CovariatePatternError) -> BivariateFit {
    let group = try group(at: covariates)
    let first = try moderators.row(.sensitivity, at: covariates)
    let second = try moderators.row(.specificity, at: covariates)
    let projection = PatternProjection(
      first: first + second.map { _ in 0 },
      second: first.map { _ in 0 } + second, group: group)
    return BivariateFit(
      studyCount: studyCount, transforms: transforms,
      transformedMean: SIMD2(
        estimate(of: projection.first), estimate(of: projection.second)),
      meanCovariance: SymmetricMatrix2x2(
        covariance(of: projection.first, projection.first),
        covariance(of: projection.second, projection.first),
        covariance(of: projection.second, projection.second)),
      betweenStudyCovariance: groups[group].covariance,
      jointCovariance: jointCovariance.map(projection.jointCovariance),
      boundary: groups[group].boundary, certificate: certificate,
      logLikelihood: logLikelihood, description: description, steps: steps)
  }

  /// The index of the group of a pattern.
  private func group(
    at covariates: [String: CovariateValue]
  ) throws(CovariatePatternError) -> Int {
    guard let name = betweenStudyGroups else { return 0 }
    guard let value = covariates[name] else {
      throw .missingCovariate(moderator: name)
    }
    guard case .category(let level) = value else {
      throw .wrongKind(moderator: name, value: value)
    }
    guard let index = groups.firstIndex(where: { $0.level == level }) else {
      throw .unknownLevel(moderator: name, level: level)
    }
    return index
  }

  private func estimate(of row: [Double]) -> Double {
    unbounded?.estimate(of: row) ?? PatternProjection.product(row, coefficients)
  }

  private func covariance(of first: [Double], _ second: [Double]) -> Double {
    unbounded?.covariance(of: first, second)
      ?? PatternProjection.covariance(coefficientCovariance, first, second)
  }
}

/// The rows of the design at a pattern, one for each outcome, over all
/// coefficients.
private struct PatternProjection {
  let first: [Double]
  let second: [Double]

  /// The group to whose between-study covariance the pattern belongs.
  let group: Int

  /// The covariance of two combinations of what the leading block of a matrix
  /// belongs to.
  static func covariance(
    _ matrix: Matrix, _ first: [Double], _ second: [Double]
  ) -> Double {
    first.indices.reduce(0) {
      $0 + first[$1] * product(second, matrix.column($1))
    }
  }

  func jointCovariance(_ matrix: Matrix) -> JointCovariance {
    let count = first.count
    let start = count + 3 * group
    let columns = (0..<3).map { matrix.column(start + $0) }
    func crossed(_ row: [Double]) -> SIMD3<Double> {
      SIMD3(columns.map { Self.product(row, $0) })
    }
    func psi(_ row: Int, _ column: Int) -> Double {
      matrix[start + row, start + column]
    }
    return JointCovariance(
      means: SymmetricMatrix2x2(
        Self.covariance(matrix, first, first),
        Self.covariance(matrix, second, first),
        Self.covariance(matrix, second, second)),
      firstMeanWithPsi: crossed(first),
      secondMeanWithPsi: crossed(second),
      psi: SymmetricMatrix3x3(
        psi(0, 0), psi(1, 0), psi(2, 0), psi(1, 1), psi(2, 1), psi(2, 2)))
  }

  static func product(_ row: [Double], _ column: [Double]) -> Double {
    zip(row, column).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
