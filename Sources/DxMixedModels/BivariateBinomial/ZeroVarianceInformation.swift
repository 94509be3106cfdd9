internal import RealModule

/// The expected information of ψ₁₁, ψ₂₁ and ψ₂₂ where there are no random
/// effects, the coefficients profiled out.
///
/// At Ψ = 0 the scores of a study are ½(s₁² − d₁), s₁ s₂ and ½(s₂² − d₂), with
/// s = y − n p and d = n p (1 − p). Since the outcomes are independent and
/// E s = 0, they are uncorrelated with each other. With t = 1 − 2p,
/// ```
/// Var ½(s² − d) = ½ n (n − 1) p² (1 − p)² + ¼ d t²,
/// Cov(s, ½(s² − d)) = ½ d t,   Var s₁ s₂ = d₁ d₂
/// ```
/// so that to profile out the coefficients of regressors x, which have the
/// information Σ d x xᵀ, leaves of ¼ Σ d t² a quarter of the residual sum of
/// squares of t regressed on x with the weights d: nothing where all studies
/// share one p. It follows that an outcome of which each study has a single
/// trial tells nothing of its variance.
internal struct ZeroVarianceInformation {
  /// The diagonal; the entries next to it are zero.
  private(set) var diagonal = SIMD3<Double>.zero

  /// Adds a study.
  ///
  /// - Parameters:
  ///   - trials: The numbers of trials of the outcomes, n.
  ///   - logits: The logits of p; finite where there are trials.
  mutating func add(trials: SIMD2<Double>, logits: SIMD2<Double>) {
    let v = SIMD2(
      bernoulliVariance(logit: logits.x), bernoulliVariance(logit: logits.y))
    let d = trials * v
    // The counts may be fractions: less than one trial is as good as one.
    let pairs =
      0.5 * d
      * (trials - 1).clamped(
        lowerBound: .zero, upperBound: SIMD2(repeating: .infinity)) * v
    diagonal += SIMD3(pairs.x, d.x * d.y, pairs.y)
  }

  /// Adds the residual sums of squares of 1 − 2p.
  mutating func add(residualSquares: SIMD2<Double>) {
    diagonal += 0.25 * SIMD3(residualSquares.x, 0, residualSquares.y)
  }
}

/// p (1 − p), without cancellation.
internal func bernoulliVariance(logit: Double) -> Double {
  let odds = Double.exp(-logit.magnitude)
  return odds / ((1 + odds) * (1 + odds))
}

extension PairedCounts {
  /// The information at Ψ = 0 and given means, of which one without trials
  /// does not matter.
  internal func informationAtZeroVariance(
    means: SIMD2<Double>
  ) -> SIMD3<Double> {
    var information = ZeroVarianceInformation()
    for study in 0..<studyCount {
      information.add(trials: trials(of: study), logits: means)
    }
    return information.diagonal
  }
}
