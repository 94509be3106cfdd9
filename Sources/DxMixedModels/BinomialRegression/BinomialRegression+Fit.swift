public import DxLinearAlgebra
internal import RealModule

extension BinomialRegression {
  /// Fits the model by maximum likelihood.
  ///
  /// The likelihood, with adaptive Gauss–Hermite quadrature for the integrals
  /// over the random effects, is maximised over the coefficients and over all
  /// covariance matrices that the structure admits, their boundary included,
  /// as for ``PairedCounts``. Neither the units nor the coding of the
  /// regressors matter.
  ///
  /// Coefficients without a finite estimate are found beforehand, by linear
  /// inequalities, and the limit is fitted; see
  /// ``BinomialRegressionEstimate``.
  ///
  /// Accuracy: with automatic quadrature the log-likelihood is within
  /// ``FitCertificate/quadratureError`` of the exact maximum; the maximum of
  /// the approximation is found to 1e-12.
  ///
  /// - Parameters:
  ///   - quadrature: The number of quadrature nodes, or the tolerance that
  ///     finds it.
  ///   - structure: What is assumed of each covariance matrix.
  ///   - backend: What computes with the designs.
  /// - Throws: ``BinomialRegressionError``.
  /// - Complexity: O(*k* (*n*² + *q*²)) for *k* studies, *n* nodes and *q*
  ///   coefficients, for each of about ten evaluations.
  ///
  /// > H. Chu, S. R. Cole. Bivariate meta-analysis of sensitivity and
  /// > specificity with sparse data: a generalized linear mixed model
  /// > approach. *J Clin Epidemiol* 59:1331–1332, 2006.
  /// > doi:10.1016/j.jclinepi.2006.06.011
  public func fit(
    _ quadrature: BinomialQuadrature = .automatic(),
    structure: CovarianceStructure = .unstructured,
    backend: any LinearAlgebraBackend = LinearAlgebra.defaultBackend
  ) throws(BinomialRegressionError) -> BinomialRegressionEstimate {
    try validate()
    let design: RegressionDesign
    do throws(PairedRegressionError) {
      design = try RegressionDesign(normalApproximation(), backend)
    } catch {
      throw BinomialRegressionError(error)
    }
    let problem = BinomialRegressionProblem(
      self, BinomialDesign(design, self, outcome: 0),
      BinomialDesign(design, self, outcome: 1), structure, backend)
    return try problem.fit(quadrature)
  }

  private func validate() throws(BinomialRegressionError) {
    for study in 0..<studyCount { try validate(study) }
    for outcome in 0..<2 {
      let needed = max(1, columns(outcome).count)
      let reporting = (0..<studyCount).count { reports($0, outcome) }
      if reporting < needed {
        throw .tooFewStudies(
          outcome: outcome + 1, reporting: reporting, needed: needed)
      }
    }
    for group in 0..<groupCount {
      let isReported = (0..<studyCount).contains {
        groups[$0] == group && (reports($0, 0) || reports($0, 1))
      }
      if !isReported { throw .emptyGroup(group) }
    }
  }

  private func validate(_ study: Int) throws(BinomialRegressionError) {
    for outcome in 0..<2 {
      let y = successes[study][outcome]
      let n = trials[study][outcome]
      guard y >= 0, y <= n, n < .infinity else {
        throw .invalidCount(
          study: study, outcome: outcome + 1, successes: y, trials: n)
      }
      guard n > 0 else { continue }
      let entries = row(study, outcome)
      for (column, entry) in zip(columns(outcome), entries)
      where !entry.isFinite {
        throw .invalidRegressor(
          study: study, outcome: outcome + 1, column: column, value: entry)
      }
    }
  }

  /// The regression of the logits of (y + ½) / (n + 1).
  private func normalApproximation() -> PairedRegression {
    var regression = PairedRegression(
      studyCount: studyCount, firstColumns: firstColumns,
      secondColumns: secondColumns)
    for study in 0..<studyCount {
      let logits = EmpiricalLogits(successes[study], trials[study])
      regression.set(
        study, values: logits.values,
        covariance: logits.covariance(
          isReported: (reports(study, 0), reports(study, 1))),
        firstRow: row(study, 0), secondRow: row(study, 1))
    }
    return regression
  }
}

/// The logits of (y + ½) / (n + 1) and their variances.
internal struct EmpiricalLogits {
  let values: SIMD2<Double>
  let variances: SIMD2<Double>

  init(_ successes: SIMD2<Double>, _ trials: SIMD2<Double>) {
    let up = successes + 0.5
    let down = trials - successes + 0.5
    values = SIMD2(.log(up.x / down.x), .log(up.y / down.y))
    variances = 1 / up + 1 / down
  }

  /// The within-study covariance, with an infinite variance for what is not
  /// reported.
  func covariance(
    isReported: (first: Bool, second: Bool)
  ) -> SymmetricMatrix2x2 {
    SymmetricMatrix2x2(
      isReported.first ? variances.x : .infinity, 0,
      isReported.second ? variances.y : .infinity)
  }
}
