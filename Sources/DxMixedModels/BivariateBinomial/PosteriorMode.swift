internal import DxSpecialFunctions

/// The derivatives of the binomial log-likelihood of one group by its logit,
/// at a posterior mode.
internal struct GroupAtMode {
  /// The logit, as offset from the anchor.
  var offset: Pair
  /// The probability.
  var probability: Pair
  /// The first derivative, s = y − n p.
  var score: Pair
  /// Minus the second derivative, d = n p (1 − p).
  var curvature: Pair
  /// d′ by the logit.
  var curvatureSlope: Pair
  /// d″ by the logit.
  var curvatureBend: Pair
  /// The log-likelihood less that at the anchor.
  var logLikelihood: Pair

  /// Evaluates a group at an offset from its anchor.
  @inline(__always)
  init(_ lanes: BinomialLanes, _ anchor: BinomialAnchor, at offset: Pair) {
    self.offset = offset
    let n = lanes.trials
    let (e, eMinusOne) = offset.exponentials
    let x = anchor.probability * eMinusOne
    let t = 1 + x
    let inverse = 1 / t
    let p = anchor.probability * e * inverse
    let q = anchor.complement * inverse
    let pq = p * q
    probability = p
    // s = s₀ − n (p − p₀)
    score =
      anchor.score
      - n * (anchor.complement * x * inverse)
    curvature = n * pq
    curvatureSlope = curvature * (q - p)
    curvatureBend = curvature * (1 - 6 * pq)
    let logT = logTwo * t.binaryLogarithm + (x - (t - 1)) * inverse
    logLikelihood = lanes.successes * offset - n * logT
  }

  /// Moves by a step so small that its third power is below rounding.
  @inline(__always)
  mutating func move(by step: Pair, trials: Pair) {
    logLikelihood += step * (score - 0.5 * curvature * step)
    let slope = curvatureSlope
    offset += step
    // p′ = p q and p″ = p q (q − p); times n they are d and d′.
    let q = 1 - probability
    let pq = probability * q
    probability += pq * step * (1 + 0.5 * (q - probability) * step)
    score -= step * (curvature + 0.5 * slope * step)
    curvature += step * slope
    curvatureSlope += step * curvatureBend
  }
}

/// log 2.
internal let logTwo = 0.69314718055994530942
/// 1 / log 2.
internal let logTwoReciprocal = 1.44269504088896340736

/// The posterior modes of the random effects of two studies.
internal struct PosteriorMode {
  var first: GroupAtMode
  var second: GroupAtMode
  /// Half the quadratic form of the random effects at the mode, ½ uᵀ Ψ⁻¹ u.
  var halfPriorQuadratic: Pair

  /// The logarithm of the integrand at the mode, less the log-likelihood at
  /// the anchors.
  @inline(__always)
  var logIntegrand: Pair {
    first.logLikelihood + second.logLikelihood - halfPriorQuadratic
  }
}

extension CountLanes {
  /// The step of Newton's method at which the last one is taken for free.
  ///
  /// What is left after it is of the order of the square, or, for the
  /// log-likelihood, of the cube.
  private static let freeStep = 1e-7

  /// The same after the safeguarded search, which has done what it could.
  private static let largestFreeStep = 1e-3

  /// The longest step, in logits, beyond which the curvature at the start
  /// says nothing about the end.
  private static let longestStep = 3.0

  /// The iterations after which a safeguarded search takes over: two or
  /// three are usual.
  private static let iterationLimit = 12

  /// Finds the modes of the two studies.
  ///
  /// The mode of η = μ + u solves η = μ + Ψ s(η), in which Ψ is not inverted,
  /// so that it may be singular. Newton's method on this equation:
  /// ```
  /// (I + Ψ D) Δη = μ + Ψ s − η
  /// ```
  /// Its first step takes s and D from the last evaluation, with which it is
  /// the predictor of the implicit function η(μ, Ψ) and costs no exponential.
  /// The last step is a Taylor expansion, which costs none either.
  @inline(__always)
  mutating func findMode(_ prior: RandomEffects) -> PosteriorMode {
    let psi = prior.factor.psi
    let firstAnchor = first.atAnchor
    let secondAnchor = second.atAnchor
    let firstMean = prior.firstMean - first.anchor
    let secondMean = prior.secondMean - second.anchor
    var offset = (mode.firstOffset, mode.secondOffset)
    var step = newtonStep(
      psi, firstMean - offset.0, secondMean - offset.1,
      (mode.firstScore, mode.secondScore),
      (mode.firstCurvature, mode.secondCurvature))
    var iteration = 0
    while true {
      let length = max(magnitude(step.0), magnitude(step.1))
      let factor =
        length > Self.longestStep ? Self.longestStep / length : 1
      offset.0 += factor * step.0
      offset.1 += factor * step.1
      var a = GroupAtMode(first, firstAnchor, at: offset.0)
      var b = GroupAtMode(second, secondAnchor, at: offset.1)
      step = newtonStep(
        psi, firstMean - offset.0, secondMean - offset.1,
        (a.score, b.score), (a.curvature, b.curvature))
      iteration += 1
      let rest = max(magnitude(step.0), magnitude(step.1))
      if iteration == Self.iterationLimit, !(rest < Self.freeStep) {
        offset = safeguardedMode(psi, firstMean, secondMean)
        step = (.zero, .zero)
        continue
      }
      guard rest < Self.freeStep || iteration > Self.iterationLimit
      else { continue }
      if rest < Self.largestFreeStep {
        a.move(by: step.0, trials: first.trials)
        b.move(by: step.1, trials: second.trials)
      }
      mode = ModeState(
        firstOffset: a.offset, secondOffset: b.offset, firstScore: a.score,
        secondScore: b.score, firstCurvature: a.curvature,
        secondCurvature: b.curvature)
      let u = (a.offset - firstMean, b.offset - secondMean)
      return PosteriorMode(
        first: a, second: b,
        halfPriorQuadratic: 0.5 * (a.score * u.0 + b.score * u.1))
    }
  }

  /// Solves (I + Ψ D) x = r + Ψ s.
  @inline(__always)
  private func newtonStep(
    _ psi: (m11: Pair, m21: Pair, m22: Pair, determinant: Pair),
    _ r1: Pair, _ r2: Pair, _ score: (Pair, Pair), _ curvature: (Pair, Pair)
  ) -> (Pair, Pair) {
    let (s1, s2) = score
    let (d1, d2) = curvature
    let f1 = r1 + psi.m11 * s1 + psi.m21 * s2
    let f2 = r2 + psi.m21 * s1 + psi.m22 * s2
    let a = psi.m11 * d1
    let b = psi.m22 * d2
    let inverse = 1 / (1 + a + b + psi.determinant * (d1 * d2))
    return (
      ((1 + b) * f1 - psi.m21 * d2 * f2) * inverse,
      ((1 + a) * f2 - psi.m21 * d1 * f1) * inverse
    )
  }

  @inline(__always)
  private func magnitude(_ x: Pair) -> Double {
    max(x.x.magnitude, x.y.magnitude)
  }
}
