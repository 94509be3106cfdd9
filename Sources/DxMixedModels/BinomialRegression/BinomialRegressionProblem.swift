internal import DxLinearAlgebra

/// A binomial regression whose data are known to be valid, and of which the
/// coordinates that are left have a finite estimate.
internal struct BinomialRegressionProblem {
  let regression: BinomialRegression
  let first: BinomialDesign
  let second: BinomialDesign
  let structure: CovarianceStructure
  let backend: any LinearAlgebraBackend
  private let groupStructures: [CovarianceStructure]

  init(
    _ regression: BinomialRegression, _ first: BinomialDesign,
    _ second: BinomialDesign, _ structure: CovarianceStructure,
    _ backend: any LinearAlgebraBackend
  ) {
    self.regression = regression
    self.first = first
    self.second = second
    self.structure = structure
    self.backend = backend
    groupStructures = (0..<regression.groupCount).map { group in
      let studies = regression.groups.indices.filter {
        regression.groups[$0] == group
      }
      return structure.identified(
        first: studies.contains { first.isInformative[$0] },
        second: studies.contains { second.isInformative[$0] },
        both: studies.contains {
          first.isInformative[$0] && second.isInformative[$0]
        })
    }
  }

  /// The number of parameters of the means.
  var meanCount: Int { first.count + second.count }

  func fit(
    _ quadrature: BinomialQuadrature
  ) throws(BinomialRegressionError) -> BinomialRegressionEstimate {
    let (objective, constant) = objective()
    let start = start()
    var search = BinomialSearch(
      BinomialMaximizer(objective, parameterCount: objective.parameterCount),
      meanCount: meanCount, structure: structure,
      typicalVariances: start.typicalVariances,
      groupStructures: groupStructures, constant: constant)
    func setMeans(_ point: inout [Double]) {
      for (index, mean) in start.means.enumerated() { point[index] = mean }
    }
    search.start({ _ in start.psi }, setMeans: setMeans)
    var nodes = search.maximize(quadrature)
    nodes = search.climbFromFurtherStarts(
      quadrature, nodes: nodes, psi: start.psi, nil, setMeans: setMeans)
    if let (outcome, group) = search.infiniteVariance {
      throw .infiniteVariance(outcome: outcome, group: group)
    }
    return estimate(&search, nodes)
  }

  // MARK: What the search works with

  /// The objective, and the log-likelihood at the anchors.
  private func objective() -> (RegressionCounts, constant: Double) {
    let blocks = (regression.studyCount + 1) / 2
    var lanes = Array(repeating: CountLanes(), count: blocks)
    var rows = [Pair](repeating: .zero, count: blocks * meanCount)
    var groups = [RegressionCounts.Groups](repeating: (0, 0), count: blocks)
    var constant = 0.0
    for study in 0..<regression.studyCount {
      let (block, lane) = (study / 2, study % 2)
      let counts = informativeCounts(study)
      lanes[block].set(
        lane, successes: counts.successes, trials: counts.trials)
      constant += lanes[block].constant[lane]
      for (index, entry) in (first.rows[study] + second.rows[study])
        .enumerated()
      {
        rows[block * meanCount + index][lane] = entry
      }
      if lane == 0 {
        groups[block].0 = regression.groups[study]
      } else {
        groups[block].1 = regression.groups[study]
      }
    }
    for index in lanes.indices { lanes[index].resetMode() }
    return (
      RegressionCounts(
        lanes: lanes, kernel: QuadratureKernel(QuadratureLevels.seven),
        rows: rows, groups: groups, firstCount: first.count,
        secondCount: second.count, groupCount: regression.groupCount),
      constant
    )
  }

  /// The counts of a study, with no trials where they inform nothing.
  private func informativeCounts(
    _ study: Int
  ) -> (successes: SIMD2<Double>, trials: SIMD2<Double>) {
    var successes = regression.successes[study]
    var trials = regression.trials[study]
    if !first.isInformative[study] { (successes.x, trials.x) = (0, 0) }
    if !second.isInformative[study] { (successes.y, trials.y) = (0, 0) }
    return (successes, trials)
  }

  /// What the search starts from.
  private struct Start {
    var means: [Double]
    var psi: SymmetricMatrix2x2
    var typicalVariances: SIMD2<Double>
  }

  /// The normal approximation to the logits of (y + ½) / (n + 1), with one
  /// covariance matrix for all groups.
  private func start() -> Start {
    var normal = PairedRegression(
      studyCount: regression.studyCount,
      firstColumns: Array(repeating: "", count: first.count),
      secondColumns: Array(repeating: "", count: second.count))
    var sum = SIMD2<Double>.zero
    var count = SIMD2<Double>.zero
    for study in 0..<regression.studyCount {
      let logits = EmpiricalLogits(
        regression.successes[study], regression.trials[study])
      let isInformative = (
        first.isInformative[study], second.isInformative[study]
      )
      normal.set(
        study, values: logits.values,
        covariance: logits.covariance(isReported: isInformative),
        firstRow: first.rows[study], secondRow: second.rows[study])
      if isInformative.0 {
        sum.x += logits.variances.x
        count.x += 1
      }
      if isInformative.1 {
        sum.y += logits.variances.y
        count.y += 1
      }
    }
    var start = Start(
      means: Array(repeating: 0, count: meanCount),
      psi: SymmetricMatrix2x2(1, 0, 1), typicalVariances: sum / count)
    // Without data for an outcome there is no normal model of two.
    if let fit = try? normal.fit(.maximumLikelihood, backend: backend),
      fit.coefficients.allSatisfy(\.isFinite)
    {
      start.means = fit.coefficients
      start.psi = fit.psi
    }
    return start
  }
}

extension CovarianceStructure {
  /// The part of the structure that data identify.
  ///
  /// - Parameters:
  ///   - first: Whether there are data of the first outcome.
  ///   - second: Whether there are data of the second.
  ///   - both: Whether a study has data of both.
  fileprivate func identified(
    first: Bool, second: Bool, both: Bool
  ) -> Self {
    let hasFirst =
      first && self != .zeroVarianceFirst && self != .zeroVarianceBoth
    let hasSecond =
      second && self != .zeroVarianceSecond && self != .zeroVarianceBoth
    switch (hasFirst, hasSecond) {
    case (true, true):
      return self == .unstructured && both ? .unstructured : .independent
    case (true, false): return .zeroVarianceSecond
    case (false, true): return .zeroVarianceFirst
    case (false, false): return .zeroVarianceBoth
    }
  }
}
