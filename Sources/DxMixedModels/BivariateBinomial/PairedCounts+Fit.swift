internal import DxLinearAlgebra
internal import DxOptimization
internal import RealModule

extension PairedCounts {
  /// Fits the model by maximum likelihood.
  ///
  /// ```
  /// yᵢⱼ ~ Bin(nᵢⱼ, expit(μⱼ + uᵢⱼ)),   uᵢ ~ N(0, Ψ)
  /// ```
  /// The likelihood, with adaptive Gauss–Hermite quadrature for the integral
  /// over uᵢ, is maximised over the means and over all covariance matrices
  /// Ψ ≥ 0 that the structure admits, the boundary included. A correlation of
  /// ±1, variances of zero and means at infinity are ordinary results, told
  /// by ``BivariateBinomialEstimate/boundary`` and
  /// ``BivariateBinomialEstimate/infiniteMeans``; on a boundary the standard
  /// errors are those of the model that the boundary leaves.
  ///
  /// Accuracy: with automatic quadrature the log-likelihood is within
  /// ``FitCertificate/quadratureError`` of the exact maximum; the maximum of
  /// the approximation is found to 1e-12.
  ///
  /// - Parameters:
  ///   - quadrature: The number of quadrature nodes, or the tolerance that
  ///     finds it.
  ///   - structure: What is assumed of Ψ. Where no study has trials of both
  ///     outcomes nothing tells their correlation, which is then zero:
  ///     the structure of the estimate is ``CovarianceStructure/independent``.
  ///   - start: Where the search starts, such as the estimate for similar
  ///     counts, instead of the normal approximation. It is ignored where a
  ///     mean is infinite.
  /// - Throws: ``BinomialModelError``.
  /// - Complexity: linear in the number of studies; five to eight evaluations
  ///   of Laplace's approximation and two or three with the full number of
  ///   nodes. No allocation after the first fit of a value, but for the list of
  ///   steps of a fit that ends on a boundary, and for rules with other numbers
  ///   of nodes than automatic quadrature uses: 15, 25, 45, 81, 141 and 221.
  ///
  /// > H. Chu, S. R. Cole. Bivariate meta-analysis of sensitivity and
  /// > specificity with sparse data: a generalized linear mixed model
  /// > approach. *J Clin Epidemiol* 59:1331–1332, 2006.
  /// > doi:10.1016/j.jclinepi.2006.06.011
  public mutating func fit(
    _ quadrature: BinomialQuadrature = .automatic(),
    structure: CovarianceStructure = .unstructured,
    startingFrom start: BinomialParameters? = nil
  ) throws(BinomialModelError) -> BivariateBinomialEstimate {
    let extremes = try arms()
    guard extremes.first.isMixed, extremes.second.isMixed else {
      return try limitEstimate(extremes, quadrature, structure)
    }
    return try maximize(quadrature, structure, startingFrom: start)
  }

  /// Fits the model to counts of which no mean is infinite.
  internal mutating func maximize(
    _ quadrature: BinomialQuadrature, _ structure: CovarianceStructure,
    startingFrom given: BinomialParameters? = nil,
    isSecondMeanFixed: Bool = false
  ) throws(BinomialModelError) -> BivariateBinomialEstimate {
    var workspace =
      self.workspace.take() ?? BinomialWorkspace(studyCount: studyCount)
    let start = startingValues(&workspace.outcomes)
    for index in lanes.indices { lanes[index].resetMode() }
    var search = InterceptSearch(
      workspace.takeMaximizer(),
      structure: start.hasPair || structure != .unstructured
        ? structure : .independent,
      typicalVariances: start.typicalVariances,
      fixedMeans: (false, isSecondMeanFixed), constant: start.constant)
    search.maximizer.reset()
    swap(&lanes, &search.maximizer.objective.lanes)
    search.start(
      means: given?.means ?? start.means, psi: given?.psi ?? start.psi)
    var nodes = search.maximize(quadrature)
    if given == nil {
      nodes = search.climbFromFurtherStarts(
        quadrature, nodes: nodes, means: start.means, psi: start.psi,
        start.isUneven ? workspace.outcomes.furtherStarts : nil)
    }
    var result = Self.estimate(&search, &workspace.covariance, nodes)
    swap(&lanes, &search.maximizer.objective.lanes)
    if structure == .zeroVarianceBoth {
      result.informationAtZeroVariance = informationAtZeroVariance(
        means: result.means)
    }
    workspace.put(search.maximizer)
    self.workspace = workspace
    if let outcome = search.outcomeOfInfiniteVariance {
      throw .infiniteVariance(outcome: outcome)
    }
    return result
  }

  /// What a fit starts from.
  private struct Start {
    var means: SIMD2<Double>
    var psi: SymmetricMatrix2x2
    var typicalVariances: SIMD2<Double>
    /// The log-likelihood at the anchors.
    var constant: Double
    /// Whether the sizes of the studies are so different that the likelihood
    /// may have several maxima.
    var isUneven: Bool
    /// Whether some study has trials of both outcomes.
    var hasPair: Bool
  }

  /// The ratio of the largest to the smallest number of trials of an outcome
  /// beyond which there may be several maxima; in 7,000 simulated reviews
  /// with ratios up to 6, none of 15 further starts found a better one.
  private static let largestEvenRatio = 16.0

  /// The normal approximation to the logits of (y + ½) / (n + 1).
  private func startingValues(_ outcomes: inout PairedOutcomes) -> Start {
    var constant = 0.0
    var typical = SIMD2<Double>.zero
    var observed = SIMD2<Double>.zero
    var fewest = SIMD2<Double>(repeating: .infinity)
    var most = SIMD2<Double>.zero
    var hasPair = false
    for study in 0..<studyCount {
      let pair = lanes[study >> 1]
      let lane = study & 1
      constant += pair.constant[lane]
      let y = successes(of: study)
      let n = trials(of: study)
      let variances = 1 / (y + 0.5) + 1 / (n - y + 0.5)
      let isObserved = n .> 0
      hasPair = hasPair || all(isObserved)
      typical.replace(with: typical + variances, where: isObserved)
      observed.replace(with: observed + 1, where: isObserved)
      fewest.replace(with: n, where: isObserved .& (n .< fewest))
      most.replace(with: n, where: n .> most)
      outcomes.set(
        study,
        values: SIMD2(pair.first.anchor[lane], pair.second.anchor[lane]),
        variances: variances.replacing(
          with: .infinity, where: .!isObserved))
    }
    typical /= observed
    var start = Start(
      means: .zero, psi: SymmetricMatrix2x2(1, 0, 1),
      typicalVariances: typical, constant: constant,
      isUneven: (most / fewest).max() > Self.largestEvenRatio,
      hasPair: hasPair)
    // Without a second outcome there is no normal model of two.
    if let normal = try? outcomes.fit(.maximumLikelihood) {
      start.means = normal.means
      start.psi = normal.psi
    }
    return start
  }

  private static func estimate(
    _ search: inout InterceptSearch, _ covariance: inout [Double],
    _ nodes: Int
  ) -> BivariateBinomialEstimate {
    let point = search.maximizer.point
    let factor = LowerFactor(point[2], point[3], point[4])
    let isRegular = search.maximizer.storeCovariance(into: &covariance)
    let joint = JointCovariance(
      factorCovariance: covariance, factor: factor)
    return BivariateBinomialEstimate(
      means: SIMD2(point[0], point[1]), meanCovariance: joint.means,
      psi: factor.psi, jointCovariance: isRegular ? joint : nil,
      logLikelihood: search.maximizer.current.value + search.constant,
      boundary: search.boundary, infiniteMeans: .none,
      structure: search.structure, quadratureNodes: nodes,
      certificate: search.certificate(),
      steps: search.steps)
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
    let (a, b, c) = (carried(row(2)), carried(row(3)), carried(row(4)))
    let first = carried(SIMD3(a.x, b.x, c.x))
    let second = carried(SIMD3(a.y, b.y, c.y))
    let third = carried(SIMD3(a.z, b.z, c.z))
    self.init(
      means: SymmetricMatrix2x2(v[0], v[1], v[6]),
      firstMeanWithPsi: carried(row(0)), secondMeanWithPsi: carried(row(1)),
      psi: SymmetricMatrix3x3(
        first.x, first.y, first.z, second.y, second.z, third.z))
  }
}
