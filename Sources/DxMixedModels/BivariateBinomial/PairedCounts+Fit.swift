internal import DxLinearAlgebra
internal import DxOptimization
internal import RealModule

extension PairedCounts {
  /// Fits the model by maximum likelihood.
  public mutating func fit(
    _ quadrature: BinomialQuadrature = .automatic(),
    structure: CovarianceStructure = .unstructured
  ) throws(BinomialModelError) -> BivariateBinomialEstimate {
    var workspace =
      self.workspace.take() ?? BinomialWorkspace(studyCount: studyCount)
    defer { self.workspace = workspace }
    let start = try startingValues(&workspace)
    for index in lanes.indices { lanes[index].resetMode() }
    swap(&lanes, &workspace.maximizer.objective.lanes)
    defer { swap(&lanes, &workspace.maximizer.objective.lanes) }
    workspace.maximizer.reset()
    var search = InterceptSearch(
      workspace.maximizer, structure: structure,
      typicalVariances: start.typicalVariances)
    search.start(means: start.means, psi: start.psi)
    let nodes: Int
    switch quadrature {
    case .nodes(let count):
      search.climbByLaplace(isLast: count == 1)
      if count > 1 { search.climb(nodes: count) }
      nodes = count
    case .automatic(let tolerance):
      search.climbByLaplace(isLast: false)
      nodes = search.escalate(tolerance: tolerance)
    }
    workspace.maximizer = search.maximizer
    return estimate(&workspace, search, nodes, start.constant)
  }

  /// What a fit starts from.
  struct Start {
    var means: SIMD2<Double>
    var psi: SymmetricMatrix2x2
    var typicalVariances: SIMD2<Double>
    /// The log-likelihood at the anchors.
    var constant: Double
  }

  private func startingValues(
    _ workspace: inout BinomialWorkspace
  ) throws(BinomialModelError) -> Start {
    var constant = 0.0
    var typical = SIMD2<Double>.zero
    var observed = SIMD2<Double>.zero
    for study in 0..<studyCount {
      let pair = lanes[study >> 1]
      let lane = study & 1
      constant += pair.constant[lane]
      let y = successes(of: study)
      let n = trials(of: study)
      let variances = 1 / (y + 0.5) + 1 / (n - y + 0.5)
      let isObserved = n .> 0
      typical.replace(with: typical + variances, where: isObserved)
      observed.replace(with: observed + 1, where: isObserved)
      workspace.outcomes.set(
        study,
        values: SIMD2(pair.first.anchor[lane], pair.second.anchor[lane]),
        variances: variances.replacing(
          with: .infinity, where: .!isObserved))
    }
    let normal: BivariateNormalEstimate
    do throws(NormalModelError) {
      normal = try workspace.outcomes.fit(.maximumLikelihood)
    } catch {
      throw .noTrials(outcome: 1)
    }
    return Start(
      means: normal.means, psi: normal.psi,
      typicalVariances: typical / observed, constant: constant)
  }

  private func estimate(
    _ workspace: inout BinomialWorkspace, _ search: InterceptSearch,
    _ nodes: Int, _ constant: Double
  ) -> BivariateBinomialEstimate {
    let point = search.maximizer.point
    let factor = LowerFactor(point[2], point[3], point[4])
    let isRegular = workspace.maximizer.storeCovariance(
      into: &workspace.covariance)
    let joint = JointCovariance(
      factorCovariance: workspace.covariance, factor: factor)
    return BivariateBinomialEstimate(
      means: SIMD2(point[0], point[1]), meanCovariance: joint.means,
      psi: factor.psi, jointCovariance: isRegular ? joint : nil,
      logLikelihood: search.maximizer.current.value + constant,
      boundary: search.boundary, infiniteMeans: .none,
      structure: search.structure, quadratureNodes: nodes,
      certificate: FitCertificate(
        criterion: search.maximizer.criterion,
        gradientNorm: search.maximizer.gradientNorm,
        smallestHessianEigenvalue: workspace.maximizer.smallestEigenvalue(),
        evaluations: search.maximizer.evaluations.total,
        quadratureError: search.quadratureError),
      steps: search.steps)
  }

  /// The limit of the one-sided interval of a mean that is infinite.
  ///
  /// The profile likelihood at the limit is below its supremum by half of
  /// the drop of −2 log L that is asked for.
  ///
  /// - Parameters:
  ///   - outcome: 1 or 2; all of its trials are successes, or none is.
  ///   - deviance: The drop of twice the log-likelihood, the square of a
  ///     normal quantile.
  /// - Returns: A finite limit, or the opposite infinity where the likelihood
  ///   never drops so far, as with one or two studies.
  public func limitOfInfiniteMean(outcome: Int, deviance: Double) -> Double {
    0
  }
}

extension JointCovariance {
  /// The covariance of the means and of ψ, from that of the means and of the
  /// entries of the factor, by the delta method.
  internal init(factorCovariance v: [Double], factor l: LowerFactor) {
    func row(_ i: Int) -> SIMD3<Double> {
      SIMD3(v[i + 10], v[i + 15], v[i + 20])
    }
    // Rows of the Jacobian of ψ₁₁ = l₁₁², ψ₂₁ = l₁₁ l₂₁ and
    // ψ₂₂ = l₂₁² + l₂₂².
    let j1 = SIMD3(2 * l.l11, 0, 0)
    let j2 = SIMD3(l.l21, l.l11, 0)
    let j3 = SIMD3(0, 2 * l.l21, 2 * l.l22)
    func carried(_ x: SIMD3<Double>) -> SIMD3<Double> {
      SIMD3((j1 * x).sum(), (j2 * x).sum(), (j3 * x).sum())
    }
    let rows = (row(2), row(3), row(4))
    let byColumn = (carried(rows.0), carried(rows.1), carried(rows.2))
    let first = carried(
      SIMD3(byColumn.0.x, byColumn.1.x, byColumn.2.x))
    let second = carried(
      SIMD3(byColumn.0.y, byColumn.1.y, byColumn.2.y))
    let third = carried(
      SIMD3(byColumn.0.z, byColumn.1.z, byColumn.2.z))
    self.init(
      means: SymmetricMatrix2x2(v[0], v[1], v[6]),
      firstMeanWithPsi: carried(row(0)), secondMeanWithPsi: carried(row(1)),
      psi: SymmetricMatrix3x3(
        first.x, first.y, first.z, second.y, second.z, third.z))
  }
}
