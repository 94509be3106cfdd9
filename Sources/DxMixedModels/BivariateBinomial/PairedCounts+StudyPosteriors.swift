public import DxLinearAlgebra

extension PairedCounts {
  /// The posterior of the true logits of each study under the binomial model.
  ///
  /// Its moments are ratios of integrals over the random effects, by the same
  /// adaptive quadrature as the likelihood. With one node a dimension they are
  /// those of Laplace's approximation: the mean is the mode, and the
  /// covariance the inverse of the negative Hessian there.
  ///
  /// Edge cases: Ψ may be singular. An outcome without trials is predicted by
  /// the other, and without any by the population. Where a mean is ±∞, so are
  /// the logits of that outcome, with variances and derivatives of zero; the
  /// other outcome then stands alone. The values are NaN where a mean is NaN
  /// or finite beyond ±300, or a standard deviation exceeds 50.
  ///
  /// Accuracy: automatic quadrature raises the number of nodes until no mean,
  /// standard deviation or derivative changes by more than its tolerance
  /// relative to the larger of one and the value; 221 are the most.
  ///
  /// - Parameters:
  ///   - means: The means of the logits.
  ///   - psi: The covariance of the random effects, positive semi-definite.
  ///   - quadrature: The number of quadrature nodes, or the tolerance that
  ///     finds it.
  /// - Returns: One posterior a study, in their order.
  /// - Complexity: O(*k q*²) for *k* studies and *q* nodes.
  public func studyPosteriors(
    means: SIMD2<Double>, psi: SymmetricMatrix2x2,
    quadrature: BinomialQuadrature = .automatic()
  ) -> [StudyPosterior] {
    guard means.x.isInfinite || means.y.isInfinite else {
      return finitePosteriors(means, psi, quadrature)
    }
    let isFinite = (first: means.x.isFinite, second: means.y.isFinite)
    let finite = observing(isFinite).finitePosteriors(
      SIMD2(isFinite.first ? means.x : 0, isFinite.second ? means.y : 0),
      SymmetricMatrix2x2(
        isFinite.first ? psi.m11 : 0, 0, isFinite.second ? psi.m22 : 0),
      quadrature)
    return finite.map { posterior in
      var result = posterior
      if !isFinite.first {
        result.mean.x = means.x
        result.mode.x = means.x
        result.firstGradient = .zero
        result.secondGradient.psi.x = 0
        result.secondGradient.psi.y = 0
      }
      if !isFinite.second {
        result.mean.y = means.y
        result.mode.y = means.y
        result.secondGradient = .zero
        result.firstGradient.psi.y = 0
        result.firstGradient.psi.z = 0
      }
      return result
    }
  }

  /// The counts without the outcomes that are not to be looked at.
  private func observing(
    _ outcomes: (first: Bool, second: Bool)
  ) -> PairedCounts {
    var result = PairedCounts(studyCount: studyCount)
    for study in 0..<studyCount {
      let y = successes(of: study)
      let n = trials(of: study)
      result.set(
        study,
        successes: SIMD2(
          outcomes.first ? y.x : 0, outcomes.second ? y.y : 0),
        trials: SIMD2(
          outcomes.first ? n.x : 0, outcomes.second ? n.y : 0))
    }
    return result
  }

  private func finitePosteriors(
    _ means: SIMD2<Double>, _ psi: SymmetricMatrix2x2,
    _ quadrature: BinomialQuadrature
  ) -> [StudyPosterior] {
    let factor = LowerFactor(psi)
    let prior = RandomEffects(
      firstMean: Pair(repeating: means.x),
      secondMean: Pair(repeating: means.y), factor: FactorLanes(factor))
    var kernel = QuadratureKernel(QuadratureLevels.seven)
    switch quadrature {
    case .nodes(let count):
      precondition(count >= 1, "A quadrature with \(count) nodes")
      kernel.use(QuadratureLevels.rule(count))
      return posteriors(prior, factor, &kernel)
    case .automatic(let tolerance):
      var last: [StudyPosterior] = []
      for count in QuadratureLevels.counts {
        kernel.use(QuadratureLevels.rule(count))
        // Beyond the range of many nodes, the answer of fewer will do.
        if !last.isEmpty, !prior.isInRange(kernel) { return last }
        let next = posteriors(prior, factor, &kernel)
        let isSettled = zip(next, last).allSatisfy {
          !$0.differs(from: $1, by: tolerance)
        }
        if isSettled, !last.isEmpty { return next }
        last = next
      }
      return last
    }
  }

  /// The posteriors by one rule.
  private func posteriors(
    _ prior: RandomEffects, _ factor: LowerFactor,
    _ kernel: inout QuadratureKernel
  ) -> [StudyPosterior] {
    guard prior.isInRange(kernel) else {
      return Array(repeating: .undefined, count: studyCount)
    }
    let psi = factor.psi
    var result: [StudyPosterior] = []
    result.reserveCapacity(studyCount)
    for var pair in lanes {
      pair.resetMode()
      let mode = pair.findMode(prior)
      let geometry = NodeGeometry(mode, prior.factor)
      let moments =
        kernel.nodeCount == 1
        ? nil
        : PosteriorLanes(
          kernel.sums(
            pair, mode, geometry, isOneDimensional: factor.l22 == 0),
          mode, geometry)
      for lane in 0..<min(2, studyCount - result.count) {
        let anchor = SIMD2(pair.first.anchor[lane], pair.second.anchor[lane])
        let laplace = mode.laplacePosterior(
          lane: lane, anchor: anchor, psi: psi)
        result.append(
          moments?.posterior(lane: lane, anchor: anchor)
            .replacingSmallGradients(
              by: laplace,
              information: SIMD2(
                psi.m11 * mode.first.curvature[lane],
                psi.m22 * mode.second.curvature[lane])) ?? laplace)
      }
    }
    return result
  }
}

extension PosteriorMode {
  /// The posterior by Laplace's approximation.
  fileprivate func laplacePosterior(
    lane: Int, anchor: SIMD2<Double>, psi: SymmetricMatrix2x2
  ) -> StudyPosterior {
    StudyPosterior(
      precisions: SIMD2(first.curvature[lane], second.curvature[lane]),
      psi: psi
    ) { _ in
      (
        anchor + SIMD2(first.offset[lane], second.offset[lane]),
        SIMD2(first.score[lane], second.score[lane])
      )
    }
  }
}

extension StudyPosterior {
  /// The posterior where the kernels cannot compute one.
  fileprivate static let undefined: StudyPosterior = {
    let pair = SIMD2(repeating: Double.nan)
    let gradient = ParameterGradient(
      means: pair, psi: SIMD3(repeating: .nan))
    return StudyPosterior(
      mean: pair, mode: pair,
      covariance: SymmetricMatrix2x2(.nan, .nan, .nan),
      firstGradient: gradient, secondGradient: gradient)
  }()

  /// The same with the gradients of Laplace's approximation for outcomes of
  /// which the study knows nearly all.
  ///
  /// With so much information, in units of the prior's, a gradient is of the
  /// order of its inverse and Laplace's is as good, whereas the sums over the
  /// nodes cancel: with 10⁹ trials they leave an error of 1e-3.
  fileprivate func replacingSmallGradients(
    by laplace: Self, information: SIMD2<Double>
  ) -> Self {
    let largeInformation = QuadratureKernel.largeInformation
    var result = self
    if information.x > largeInformation {
      result.firstGradient = laplace.firstGradient
    }
    if information.y > largeInformation {
      result.secondGradient = laplace.secondGradient
    }
    return result
  }

  /// Whether a moment or a derivative differs by more than a tolerance
  /// relative to the larger of one and its value.
  fileprivate func differs(from other: Self, by tolerance: Double) -> Bool {
    func differs(_ a: Double, _ b: Double) -> Bool {
      // NaN does not settle by further nodes.
      (a - b).magnitude > tolerance * max(1, a.magnitude)
    }
    func differs(_ a: ParameterGradient, _ b: ParameterGradient) -> Bool {
      (0..<2).contains { differs(a.means[$0], b.means[$0]) }
        || (0..<3).contains { differs(a.psi[$0], b.psi[$0]) }
    }
    return (0..<2).contains { differs(mean[$0], other.mean[$0]) }
      || differs(
        covariance.m11.squareRoot(), other.covariance.m11.squareRoot())
      || differs(
        covariance.m22.squareRoot(), other.covariance.m22.squareRoot())
      || differs(firstGradient, other.firstGradient)
      || differs(secondGradient, other.secondGradient)
  }
}
