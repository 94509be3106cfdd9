public import DxLinearAlgebra
internal import DxOptimization
internal import RealModule

extension SumDifferenceRegression {
  /// Fits the model by maximum likelihood.
  ///
  /// The likelihood is that of ``PairedCounts``, by the same quadrature, and
  /// Newton's method climbs it in the coefficients of the three predictors
  /// and in polar coordinates of the variances, in which a variance of zero
  /// is an ordinary point. Neither the units of the regressors nor their
  /// correlations matter.
  ///
  /// Edge cases: where the variance of one logit goes to zero, or its mean to
  /// infinity, these coordinates have no estimate, and the result says so in
  /// ``SumDifferenceEstimate/boundary``. A search that ends on a boundary is
  /// repeated from variances of moderate size and the opposite correlation,
  /// and the better maximum is returned.
  ///
  /// - Parameters:
  ///   - quadrature: How the integrals are computed.
  ///   - structure: What is assumed of the variances.
  ///   - backend: What computes with the designs.
  /// - Throws: ``SumDifferenceError``.
  /// - Complexity: O(*k* (*n*² + *q*²)) for *k* studies, *n* nodes and *q*
  ///   coefficients, five to ten times.
  public func fit(
    _ quadrature: BinomialQuadrature = .automatic(),
    structure: SumDifferenceStructure = .unrestricted,
    backend: any LinearAlgebraBackend = LinearAlgebra.defaultBackend
  ) throws(SumDifferenceError) -> SumDifferenceEstimate {
    try validate()
    let layout = SumDifferenceLayout(self)
    let design = try SumDifferenceDesign(self, layout, backend)
    let simple = BinomialParameters(startFor: counts)
    var (search, nodes) = search(
      quadrature, structure, design, layout, from: simple)
    var startsAgreed = true
    if structure == .unrestricted, search.boundary != .interior {
      let other = self.search(
        quadrature, structure, design, layout, from: simple.opposite)
      let gain =
        other.end.maximizer.current.value - search.maximizer.current.value
      startsAgreed = gain.magnitude <= Self.agreement
      if gain > Self.agreement { (search, nodes) = other }
    }
    return estimate(
      &search, design, nodes: nodes, startsAgreed: startsAgreed)
  }

  /// The difference of log-likelihoods at which two ends count as the same.
  private static var agreement: Double { 1e-7 }

  /// Searches from parameters without regressors.
  private func search(
    _ quadrature: BinomialQuadrature, _ structure: SumDifferenceStructure,
    _ design: SumDifferenceDesign, _ layout: SumDifferenceLayout,
    from simple: BinomialParameters
  ) -> (end: SumDifferenceSearch, nodes: Int) {
    let start = SumDifferenceStart(self, design, layout, simple)
    var lanes = counts.lanes
    for index in lanes.indices { lanes[index].resetMode() }
    var search = SumDifferenceSearch(
      SumDifferenceCounts(lanes: lanes, design: design.rows, layout: layout),
      structure: structure, typicalVariances: start.typicalVariances)
    search.start(
      coefficients: start.coefficients, radius: start.radius,
      correlation: start.correlation)
    switch quadrature {
    case .nodes(let count):
      precondition(count >= 1, "A quadrature with \(count) nodes")
      search.climbByLaplace(isLast: count == 1)
      if count > 1 { search.climb(nodes: count) }
      return (search, count)
    case .automatic(let tolerance):
      search.climbByLaplace(isLast: false)
      let nodes = search.escalate(tolerance: tolerance)
      return (search, nodes)
    }
  }

  private func validate() throws(SumDifferenceError) {
    for study in 0..<studyCount {
      let (y, n) = (counts.successes(of: study), counts.trials(of: study))
      for outcome in 0..<2
      where
        !(y[outcome] >= 0 && n[outcome] >= y[outcome] && n[outcome].isFinite)
      {
        throw .counts(
          .invalidCount(
            study: study, outcome: outcome + 1, successes: y[outcome],
            trials: n[outcome]))
      }
      for predictor in SumDifferencePredictor.allCases {
        for (index, column) in columns(predictor).enumerated() {
          let value = regressor(study, predictor, index)
          guard value.isFinite else {
            throw .invalidRegressor(
              study: study, predictor: predictor, column: column,
              value: value)
          }
        }
      }
    }
    try validateTotals()
  }

  private func validateTotals() throws(SumDifferenceError) {
    var successes = SIMD2<Double>.zero
    var trials = SIMD2<Double>.zero
    for study in 0..<studyCount {
      successes += counts.successes(of: study)
      trials += counts.trials(of: study)
    }
    for outcome in 0..<2 {
      if trials[outcome] == 0 {
        throw .counts(.noTrials(outcome: outcome + 1))
      }
      if successes[outcome] == 0 || successes[outcome] == trials[outcome] {
        throw .infiniteMean(outcome: outcome + 1)
      }
    }
  }

  // MARK: The result

  private func estimate(
    _ search: inout SumDifferenceSearch, _ design: SumDifferenceDesign,
    nodes: Int, startsAgreed: Bool
  ) -> SumDifferenceEstimate {
    let layout = search.maximizer.objective.layout
    let coefficients = (0..<layout.coefficientCount).map { row in
      (0..<layout.coefficientCount).reduce(0.0) {
        $0 + design.toCoefficients[row, $1] * search.maximizer.point[$1]
      }
    }
    let radius = search.maximizer.point[layout.radius]
    let shares = search.rotation.shares
    let smallest = search.maximizer.smallestEigenvalue()
    return SumDifferenceEstimate(
      sumCoefficients: Array(coefficients[layout.sum]),
      halfDifferenceCoefficients: Array(
        coefficients[layout.halfDifference]),
      logScaleRatioCoefficients: Array(coefficients[layout.logScaleRatio]),
      sumVariance: 4 * radius * radius * shares.plus,
      halfDifferenceVariance: radius * radius * shares.minus,
      covariance: search.covariance(design),
      isScaleRatioEstimated: !search.isScaleHeld,
      logLikelihood: search.maximizer.current.value
        + counts.anchorLogLikelihood,
      boundary: search.boundary, structure: search.structure,
      quadratureNodes: nodes,
      certificate: FitCertificate(
        criterion: search.maximizer.criterion,
        gradientNorm: search.maximizer.gradientNorm,
        smallestHessianEigenvalue: smallest,
        evaluations: search.maximizer.evaluations.total,
        quadratureError: search.quadratureError,
        startsAgreed: startsAgreed))
  }
}
