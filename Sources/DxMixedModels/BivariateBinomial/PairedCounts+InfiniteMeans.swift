internal import DxLinearAlgebra
internal import DxOptimization

extension PairedCounts {
  /// Checks all counts and adds them up.
  internal func arms() throws(BinomialModelError) -> (
    first: OutcomeTotals, second: OutcomeTotals
  ) {
    var successSum = SIMD2<Double>.zero
    var failureSum = SIMD2<Double>.zero
    for study in 0..<studyCount {
      let y = successes(of: study)
      let n = trials(of: study)
      let isValid = y .>= 0 .& y .<= n .& n .< SIMD2(repeating: .infinity)
      guard all(isValid) else {
        let outcome = isValid[0] ? 1 : 0
        throw .invalidCount(
          study: study, outcome: outcome + 1, successes: y[outcome],
          trials: n[outcome])
      }
      successSum += y
      failureSum += n - y
    }
    for outcome in 0..<2
    where successSum[outcome] + failureSum[outcome] == 0 {
      throw .noTrials(outcome: outcome + 1)
    }
    return (
      OutcomeTotals(successes: successSum.x, failures: failureSum.x),
      OutcomeTotals(successes: successSum.y, failures: failureSum.y)
    )
  }

  /// The limit of the estimates where a mean is infinite: the other outcome
  /// alone, and a likelihood of one for this.
  internal func limitEstimate(
    _ totals: (first: OutcomeTotals, second: OutcomeTotals),
    _ quadrature: BinomialQuadrature, _ structure: CovarianceStructure
  ) throws(BinomialModelError) -> BivariateBinomialEstimate {
    let isFirstFinite = totals.first.isMixed
    let isSecondFinite = totals.second.isMixed
    var result = BivariateBinomialEstimate(
      means: SIMD2(totals.first.infiniteMean, totals.second.infiniteMean),
      meanCovariance: SymmetricMatrix2x2(.infinity, 0, .infinity), psi: .zero,
      jointCovariance: nil, logLikelihood: 0, boundary: .zeroVarianceBoth,
      infiniteMeans: InfiniteMeans(
        first: !isFirstFinite, second: !isSecondFinite),
      structure: structure, quadratureNodes: 1, certificate: .closedForm,
      steps: [])
    if structure == .zeroVarianceBoth {
      result.informationAtZeroVariance = .zero
    }
    guard isFirstFinite || isSecondFinite else { return result }
    var finite = alone(outcome: isFirstFinite ? 1 : 2)
    let hasVariance =
      structure != .zeroVarianceBoth
      && structure
        != (isFirstFinite ? .zeroVarianceFirst : .zeroVarianceSecond)
    let fit = try finite.maximize(
      quadrature, hasVariance ? .zeroVarianceSecond : .zeroVarianceBoth,
      isSecondMeanFixed: true)
    result.logLikelihood = fit.logLikelihood
    result.certificate = fit.certificate
    result.quadratureNodes = fit.quadratureNodes
    let information = fit.informationAtZeroVariance?.x ?? .nan
    if isFirstFinite {
      result.means.x = fit.means.x
      result.meanCovariance.m11 = fit.meanCovariance.m11
      result.psi.m11 = fit.psi.m11
      result.informationAtZeroVariance?.x = information
    } else {
      result.means.y = fit.means.x
      result.meanCovariance.m22 = fit.meanCovariance.m11
      result.psi.m22 = fit.psi.m11
      result.informationAtZeroVariance?.z = information
    }
    if fit.psi.m11 > 0 {
      result.boundary =
        isFirstFinite ? .zeroVarianceSecond : .zeroVarianceFirst
    }
    return result
  }

  /// The counts of one outcome, as the first of two of which the other was
  /// never observed.
  fileprivate func alone(outcome: Int) -> PairedCounts {
    var counts = PairedCounts(studyCount: studyCount)
    for study in 0..<studyCount {
      counts.set(
        study, successes: SIMD2(successes(of: study)[outcome - 1], 0),
        trials: SIMD2(trials(of: study)[outcome - 1], 0))
    }
    return counts
  }

  /// The limit of the one-sided interval of a mean that is infinite.
  ///
  /// The interval holds the means at which twice the profile log-likelihood
  /// is below its supremum by no more than a deviance. The square of a normal
  /// quantile makes it the profile-likelihood interval of that level; its
  /// other end is the infinite estimate. All other parameters, Ψ among them,
  /// take their best values for each mean, so that the interval is wide where
  /// there are few studies: each of them may have been drawn from the good
  /// half of a population that varies without limit, and with *k* studies the
  /// deviance does not exceed 2 *k* log 2.
  ///
  /// Accuracy: 1e-6, by 45 quadrature nodes; 1e-4 where the sizes of the
  /// studies differ by factors of 100 and more.
  ///
  /// - Parameters:
  ///   - outcome: 1 or 2.
  ///   - deviance: The drop of twice the log-likelihood, positive.
  /// - Returns: A limit between −10 and 10; the opposite infinity where the
  ///   likelihood does not drop so far, as with one or two studies; and NaN
  ///   if the mean of the outcome is finite or the counts are refused by the
  ///   fit.
  public func limitOfInfiniteMean(outcome: Int, deviance: Double) -> Double {
    precondition(outcome == 1 || outcome == 2, "There is no outcome \(outcome)")
    precondition(deviance > 0, "A deviance of \(deviance)")
    guard let totals = try? arms() else { return .nan }
    let own = outcome == 1 ? totals.first : totals.second
    if own.isMixed { return .nan }
    let profile = InfiniteMeanProfile(
      self, outcome: outcome, isPositive: own.infiniteMean > 0)
    return (own.infiniteMean > 0 ? 1 : -1) * profile.limit(deviance)
  }
}

/// The profile likelihood of a mean whose estimate is +∞.
private struct InfiniteMeanProfile {
  private let counts: PairedCounts
  private let supremum: Double
  private let otherMean: Double
  private let otherVariance: Double
  private let hasOther: Bool
  /// The number of studies with trials of the outcome.
  private let studyCount: Int

  /// Turns the counts so that the mean is that of the first outcome and its
  /// estimate +∞.
  init(_ counts: PairedCounts, outcome: Int, isPositive: Bool) {
    var turned = PairedCounts(studyCount: counts.studyCount)
    let (own, other) = (outcome - 1, 2 - outcome)
    for study in 0..<counts.studyCount {
      let y = counts.successes(of: study)
      let n = counts.trials(of: study)
      turned.set(
        study,
        successes: SIMD2(isPositive ? y[own] : n[own] - y[own], y[other]),
        trials: SIMD2(n[own], n[other]))
    }
    let observed = (0..<turned.studyCount).lazy.map(turned.trials)
      .filter { $0.x > 0 }
    studyCount = observed.count
    let fit = try? turned.fit(.nodes(Self.nodes))
    // An outcome whose mean is infinite too has a likelihood of one, whatever
    // this mean is; and one of other studies has nothing to do with it.
    hasOther =
      fit?.infiniteMeans == .first && observed.contains { $0.y > 0 }
    self.counts = hasOther ? turned : turned.alone(outcome: 1)
    supremum = hasOther ? fit?.logLikelihood ?? .nan : 0
    otherMean = hasOther ? fit?.means.y ?? 0 : 0
    otherVariance = fit?.psi.m22 ?? 0
  }

  private static let nodes = 45
  private static let fewNodes = 15

  /// The starting values of the variance, among which the profile may have
  /// several maxima.
  private static let variances = [1e-3, 0.25, 1, 4, 16]

  private static let range = -10.0...10.0

  /// The mean at which twice the profile has dropped by a deviance.
  func limit(_ deviance: Double) -> Double {
    // As the variance grows, each study becomes a toss of a coin, whatever the
    // mean.
    if deviance >= 2 * Double(studyCount) * logTwo { return -.infinity }
    var mean = Self.range.upperBound
    if excess(best(at: mean, nodes: 1), deviance) > 0 { return mean }
    // Downwards, because far below the limit the variance runs away; and by
    // Laplace's approximation, because it is only a start.
    repeat {
      mean -= 1
      if mean < Self.range.lowerBound { return -.infinity }
    } while !(excess(best(at: mean, nodes: 1), deviance) > 0)
    return refined(mean + 0.5, deviance)
  }

  /// By how much twice the profile has dropped too far.
  private func excess(
    _ search: InterceptSearch, _ deviance: Double
  ) -> Double {
    2 * (supremum - value(search)) - deviance
  }

  /// Newton's method, first with few nodes and then with all.
  private func refined(_ start: Double, _ deviance: Double) -> Double {
    var search = best(at: start, nodes: Self.fewNodes)
    var mean = start
    for (nodes, tolerance) in [(Self.fewNodes, 1e-4), (Self.nodes, 1e-9)] {
      for _ in 0..<Self.refinements {
        search.maximizer.move { $0[0] = mean }
        search.climb(nodes: nodes)
        // At the maximum over all else, the derivative of the profile is
        // that of the likelihood.
        let slope = 2 * search.maximizer.current.gradient[0]
        let step = excess(search, deviance) / slope
        mean += min(max(step, -Self.longestStep), Self.longestStep)
        if !(step.magnitude > tolerance) { break }
      }
    }
    return mean
  }

  private static let refinements = 12
  private static let longestStep = 0.5

  /// The log-likelihood at the end of a search.
  private func value(_ search: InterceptSearch) -> Double {
    search.maximizer.current.value + counts.anchorLogLikelihood
  }

  /// The highest of the maxima to which the starts lead.
  private func best(at mean: Double, nodes: Int) -> InterceptSearch {
    var best = climbed(at: mean, Self.variances[0], nodes)
    for variance in Self.variances.dropFirst() {
      let other = climbed(at: mean, variance, nodes)
      if other.maximizer.current.value > best.maximizer.current.value {
        best = other
      }
    }
    return best
  }

  private func climbed(
    at mean: Double, _ variance: Double, _ nodes: Int
  ) -> InterceptSearch {
    let objective = InterceptCounts(
      lanes: counts.lanes, kernel: QuadratureKernel(QuadratureLevels.seven))
    var search = InterceptSearch(
      BinomialMaximizer(
        objective, parameterCount: InterceptCounts.parameterCount),
      structure: hasOther ? .unstructured : .zeroVarianceSecond,
      typicalVariances: SIMD2(1, 1), fixedMeans: (true, !hasOther))
    search.start(
      means: SIMD2(mean, otherMean),
      psi: SymmetricMatrix2x2(variance, 0, max(otherVariance, 0.01)))
    _ = search.maximize(.nodes(nodes))
    return search
  }
}
