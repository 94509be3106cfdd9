internal import DxSpecialFunctions
internal import RealModule

/// One group of trials of two studies, side by side.
///
/// All logits of a study are kept as offsets from an anchor, the logit of
/// (y + ½) / (n + 1). With the offset δ of a logit, its probability and what
/// it adds to the log-likelihood are smooth functions of eᵟ − 1, in which
/// nothing cancels however many trials there are:
/// ```
/// t = 1 + p₀ (eᵟ − 1),  p = p₀ eᵟ / t,  ℓ = ℓ₀ + y δ − n log t
/// ```
/// A group without trials has n = y = 0 and contributes exactly nothing, so
/// that neither a missing group nor the lanes beyond the last study need a
/// branch.
internal struct BinomialLanes: Sendable {
  var successes = Pair.zero
  var trials = Pair.zero
  /// The anchors.
  var anchor = Pair.zero

  /// 1 / (n + 1).
  private var reciprocal: Pair { 1 / (trials + 1) }

  /// What the kernels need to know at the anchor.
  var atAnchor: BinomialAnchor {
    let reciprocal = reciprocal
    let probability = (successes + 0.5) * reciprocal
    let complement = (trials - successes + 0.5) * reciprocal
    return BinomialAnchor(
      probability: probability, complement: complement,
      score: (successes - 0.5 * trials) * reciprocal)
  }

  /// Sets one of the two studies.
  ///
  /// - Returns: The log-likelihood at the anchor, with the binomial
  ///   coefficient.
  mutating func set(
    _ lane: Int, successes y: Double, trials n: Double
  ) -> Double {
    successes[lane] = y
    trials[lane] = n
    let failures = n - y
    anchor[lane] = .log((y + 0.5) / (failures + 0.5))
    guard n > 0 else { return 0 }
    return saturatedBinomialLogLikelihood(successes: y, trials: n)
      + Self.shift(y, n) + Self.shift(failures, n)
  }

  /// y log p for p the ratio of (y + ½) / (n + 1) to y / n.
  private static func shift(_ y: Double, _ n: Double) -> Double {
    y > 0 ? y * .log(onePlus: (0.5 * n - y) / (y * (n + 1))) : 0
  }
}

/// The binomial likelihood at its anchor.
internal struct BinomialAnchor {
  /// p₀ = (y + ½) / (n + 1).
  var probability: Pair
  /// 1 − p₀.
  var complement: Pair
  /// y − n p₀.
  var score: Pair
}

/// Two studies with both of their groups, and the modes at which the last
/// evaluation left them.
internal struct CountLanes: Sendable {
  var first = BinomialLanes()
  var second = BinomialLanes()
  /// The log-likelihood at the anchors, with the binomial coefficients.
  var constant = Pair.zero
  /// Where the next search for the modes starts.
  var mode = ModeState()

  /// Sets both groups of one of the two studies.
  mutating func set(
    _ lane: Int, successes: SIMD2<Double>, trials: SIMD2<Double>
  ) {
    constant[lane] =
      first.set(lane, successes: successes.x, trials: trials.x)
      + second.set(lane, successes: successes.y, trials: trials.y)
  }

  /// Starts the search for the modes at the anchors.
  mutating func resetMode() {
    let first = first.atAnchor
    let second = second.atAnchor
    mode = ModeState(
      firstOffset: .zero, secondOffset: .zero, firstScore: first.score,
      secondScore: second.score,
      firstCurvature: self.first.trials * first.probability
        * first.complement,
      secondCurvature: self.second.trials * second.probability
        * second.complement)
  }
}

/// The logits at a posterior mode, as offsets from the anchors, with the first
/// derivative of each log-likelihood and minus the second.
internal struct ModeState: Sendable {
  var firstOffset = Pair.zero
  var secondOffset = Pair.zero
  var firstScore = Pair.zero
  var secondScore = Pair.zero
  var firstCurvature = Pair.zero
  var secondCurvature = Pair.zero
}
