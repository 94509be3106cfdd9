internal import DxMeta

extension MultivariateReport {
  /// Fits the model, and collects what is computed from the fit.
  init(
    fitting table: OutcomeTable, settings: MultivariateSettings
  ) throws(FitFailure) {
    let outcomes = try table.outcomes()
    let structure = try settings.structure.libraryStructure(
      outcomes: outcomes.outcomeCount)
    let model = MultivariateModel(
      terms: try table.terms(settings), structure: structure)
    let fit: MultivariateFit
    do throws(MultivariateModelError) {
      fit = try model.fit(
        outcomes, settings.method.estimator,
        backend: settings.libraryBackend ?? LinearAlgebra.defaultBackend)
    } catch {
      throw FitFailure(error, in: table)
    }
    try fit.certificate.requireConvergence()
    self.init(fit, table, settings)
  }

  private init(
    _ fit: MultivariateFit, _ table: OutcomeTable,
    _ settings: MultivariateSettings
  ) {
    self.init(
      settings: settings, studies: table.studyNames.count,
      responses: Response.all(in: table),
      outcome: Outcome(
        rank: fit.rank,
        allowed: fit.model.structure.largestRank(
          outcomes: table.outcomeNames.count)),
      certificate: FitReport.Certificate(fit.certificate),
      logLikelihood: fit.logLikelihood,
      halfLogDesignDeterminant: fit.halfLogDesignDeterminant,
      coefficients: Coefficient.all(of: fit, level: settings.level),
      covariance: fit.coefficientCovariance.rows,
      betweenStudyCovariance: fit.betweenStudyCovariance.rows, rank: fit.rank,
      covarianceParameters: fit.covarianceParameterCount)
  }
}

extension MultivariateReport.Outcome {
  fileprivate init(rank: Int, allowed: Int) {
    self =
      rank == 0 ? .zeroVariance : rank < allowed ? .reducedRank : .interior
  }
}

extension RandomEffectsStructure {
  /// The largest rank that the structure allows.
  fileprivate func largestRank(outcomes count: Int) -> Int {
    switch self {
    case .lowRank(let rank): rank
    case .proportional(let matrix), .fixed(let matrix):
      (try? SymmetricEigenDecomposition(matrix))?.values.count {
        $0 > 1e-12 * matrix.maximumMagnitude
      } ?? count
    default: count
    }
  }
}

extension MultivariateReport.Response {
  fileprivate static func all(in table: OutcomeTable) -> [Self] {
    let count = table.outcomeNames.count
    return table.outcomeNames.enumerated().map { index, name in
      let reporting = table.studyNames.indices.count {
        !table.values[$0 * count + index].isNaN
      }
      return Self(name: name, reporting: reporting)
    }
  }
}

extension MultivariateReport.Coefficient {
  fileprivate static func all(
    of fit: MultivariateFit, level: Double
  ) -> [Self] {
    let normal = NormalDistribution.standard
    let quantile = normal.upperQuantile((1 - level) / 2)
    return fit.labels.indices.map { index in
      let value = fit.coefficients[index]
      let deviation = fit.coefficientCovariance[index, index].squareRoot()
      return Self(
        column: fit.labels[index].column, outcome: fit.labels[index].outcome,
        estimate: FitReport.Estimate(
          estimate: value, standardError: deviation,
          lower: value - quantile * deviation,
          upper: value + quantile * deviation),
        pValue: 2 * normal.survivalProbability(at: value.magnitude / deviation))
    }
  }
}

extension Matrix {
  /// The rows of the matrix.
  fileprivate var rows: [[Double]] {
    (0..<rowCount).map { row in
      (0..<columnCount).map { self[row, $0] }
    }
  }
}
