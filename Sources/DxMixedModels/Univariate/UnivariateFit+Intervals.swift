internal import DxOptimization
internal import RealModule

extension UnivariateFit {
  /// The Q-profile interval of τ²: all values at which Q(τ²) is between the
  /// quantiles of χ² with k − q degrees of freedom.
  ///
  /// It does not depend on the estimator. Its ends are as accurate as the
  /// sign of the equations.
  ///
  /// > W. Viechtbauer. Confidence intervals for the amount of heterogeneity
  /// > in meta-analysis. *Stat Med* 26 (2007) 37–52. doi:10.1002/sim.2514
  ///
  /// - Parameter level: The probability of the interval.
  /// - Throws: ``UnivariateModelError/noDegreesOfFreedom(studies:coefficients:)``
  ///   if k = q.
  /// - Precondition: The level is strictly between zero and one.
  /// - Complexity: about twenty-five times O(*k q*²).
  public func qProfileInterval(
    level: Double = 0.95
  ) throws(UnivariateModelError) -> HeterogeneityInterval {
    try requireDegreesOfFreedom(level)
    let tail = 0.5 * (1 - level)
    let df = degreesOfFreedom
    let lower = problem.varianceWhereSquares(
      equal: chiSquaredUpperQuantile(tail, Double(df)))
    let upper = problem.varianceWhereSquares(
      equal: chiSquaredUpperQuantile(1 - tail, Double(df)))
    return interval(
      .qProfile, lower: lower?.variance, upper: upper?.variance, level)
  }

  /// The interval of τ² from a Q with weights that do not depend on τ²: all
  /// values at which neither tail of its exact distribution is below
  /// (1 − level)/2.
  ///
  /// It does not depend on the estimator.
  ///
  /// Accuracy: the probabilities of both tails have a relative error near
  /// 1e−14, as measured against χ² for up to a thousand studies.
  ///
  /// > D. Jackson. Confidence intervals for the between-study variance in
  /// > random effects meta-analysis using generalised Cochran heterogeneity
  /// > statistics. *Res Synth Methods* 4 (2013) 220–229.
  ///
  /// - Parameters:
  ///   - weights: A positive weight for each study; by default 1/vᵢ.
  ///   - level: The probability of the interval.
  /// - Throws: ``UnivariateModelError`` if k = q or a weight is not positive
  ///   and finite.
  /// - Precondition: The level is strictly between zero and one.
  /// - Complexity: about a thousand times O(*k q*²).
  public func generalizedQInterval(
    weights: [Double]? = nil, level: Double = 0.95
  ) throws(UnivariateModelError) -> HeterogeneityInterval {
    try requireDegreesOfFreedom(level)
    if let weights {
      try problem.check(weights, studyNames: outcomes.studyNames)
    }
    let values = weights.map { problem.values(of: $0) }
    let distribution = GeneralizedQDistribution(
      problem, values ?? problem.weights(at: 0))
    let tail = 0.5 * (1 - level)
    return interval(
      .generalizedQ,
      lower: distribution.variance(whereUpperTail: true, is: tail),
      upper: distribution.variance(whereUpperTail: false, is: tail), level)
  }

  /// The profile likelihood interval of τ²: all values at which the
  /// likelihood is no further below its maximum than half of the quantile of
  /// χ² with one degree of freedom.
  ///
  /// - Parameter level: The probability of the interval.
  /// - Throws: ``UnivariateModelError/noLikelihood(_:)`` unless the estimator
  ///   is a likelihood.
  /// - Precondition: The level is strictly between zero and one.
  /// - Complexity: that of the fit.
  public func profileLikelihoodInterval(
    level: Double = 0.95
  ) throws(UnivariateModelError) -> HeterogeneityInterval {
    checkLevel(level)
    guard let isRestricted = estimator.likelihood, estimator != .fixedEffect
    else { throw .noLikelihood(estimator) }
    let quantile = chiSquaredUpperQuantile(1 - level, 1)
    let crossings = problem.crossings(
      belowMaximum: 0.5 * quantile, isRestricted: isRestricted,
      estimate: betweenStudyVariance / problem.unit / problem.unit)
    var result = interval(
      .profileLikelihood,
      lower: crossings.startsInside ? nil : crossings.roots.first,
      upper: crossings.roots.last, level)
    // Each component but one that starts at zero has two ends.
    if crossings.roots.count > 2 { result.kind = .disconnected }
    return result
  }

  private func requireDegreesOfFreedom(
    _ level: Double
  ) throws(UnivariateModelError) {
    checkLevel(level)
    guard degreesOfFreedom > 0 else {
      throw .noDegreesOfFreedom(
        studies: studyCount, coefficients: coefficients.count)
    }
  }

  private func interval(
    _ method: HeterogeneityInterval.Method, lower: Double?, upper: Double?,
    _ level: Double
  ) -> HeterogeneityInterval {
    let square = problem.unit * problem.unit
    let kind: HeterogeneityInterval.Kind =
      upper == nil ? .empty : lower == nil ? .truncatedAtZero : .interval
    return HeterogeneityInterval(
      method: method, kind: kind,
      lower: upper.map { _ in (lower ?? 0) * square },
      upper: upper.map { $0 * square }, typicalVariance: typicalVariance,
      level: level)
  }
}

extension UnivariateProblem {
  /// Where the likelihood crosses a level below its maximum, in ascending
  /// order, and whether it is above it at zero.
  ///
  /// The likelihood is monotone between neighbouring stationary points, all
  /// of which are known, so no crossing can be missed.
  fileprivate func crossings(
    belowMaximum drop: Double, isRestricted: Bool, estimate: Double
  ) -> (roots: [Double], startsInside: Bool) {
    let search = VarianceSearch(self, isRestricted: isRestricted)
    let maximum = logLikelihood(at: estimate, isRestricted: isRestricted)
    func height(_ variance: Double) -> Double {
      logLikelihood(at: variance, isRestricted: isRestricted) - maximum + drop
    }
    var points = [0] + search.stationary.map(\.variance)
    // It decreases without bound from the last stationary point on.
    var last = 2 * (search.upperBound + leastVariance)
    while height(last) > 0, last < 0x1p1000 { last *= 4 }
    points.append(last)
    var finder = RootFinder()
    finder.tolerance = 0x1p-55 * leastVariance
    var roots: [Double] = []
    for (a, b) in zip(points, points.dropFirst()) where a < b {
      guard (height(a) > 0) != (height(b) > 0) else { continue }
      let root = try? finder.findRoot(
        in: a...b,
        withDerivatives: { variance in
          let expansion = expand(at: variance, isRestricted: isRestricted)
          return ScalarDerivatives(
            value: height(variance), first: expansion.score,
            second: expansion.scoreDerivative)
        })
      if let root { roots.append(root.argument) }
    }
    return (roots, height(0) > 0)
  }
}
