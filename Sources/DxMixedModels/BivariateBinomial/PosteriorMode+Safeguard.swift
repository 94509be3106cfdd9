extension CountLanes {
  /// The offsets of the modes, by Newton's method with a line search, for
  /// studies in which the plain method goes back and forth.
  ///
  /// With η = μ + Ψ α the log-density ℓ(η) − ½ αᵀ Ψ α is concave in α whatever
  /// the rank of Ψ, so that a step which is halved until it improves the
  /// density converges from anywhere.
  @inline(never)
  func safeguardedMode(
    _ psi: (m11: Pair, m21: Pair, m22: Pair, determinant: Pair),
    _ firstMean: Pair, _ secondMean: Pair
  ) -> (Pair, Pair) {
    var result = (Pair.zero, Pair.zero)
    for lane in 0..<2 {
      var search = ModeSearch(
        lanes: self, psi: (psi.m11[lane], psi.m21[lane], psi.m22[lane]),
        means: (firstMean[lane], secondMean[lane]), lane: lane)
      search.run()
      result.0[lane] = search.offset.0
      result.1[lane] = search.offset.1
    }
    return result
  }
}

/// The safeguarded search for the mode of one study.
private struct ModeSearch {
  let lanes: CountLanes
  let psi: (m11: Double, m21: Double, m22: Double)
  let means: (Double, Double)
  let lane: Int
  private var alpha = (0.0, 0.0)

  init(
    lanes: CountLanes, psi: (m11: Double, m21: Double, m22: Double),
    means: (Double, Double), lane: Int
  ) {
    self.lanes = lanes
    self.psi = psi
    self.means = means
    self.lane = lane
  }

  /// The logits as offsets from the anchors.
  var offset: (Double, Double) { offset(alpha) }

  private func offset(_ alpha: (Double, Double)) -> (Double, Double) {
    (
      means.0 + psi.m11 * alpha.0 + psi.m21 * alpha.1,
      means.1 + psi.m21 * alpha.0 + psi.m22 * alpha.1
    )
  }

  private static let iterationLimit = 200
  private static let tolerance = 1e-10

  mutating func run() {
    var current = evaluate(alpha)
    for _ in 0..<Self.iterationLimit {
      let step = newtonStep(current)
      let length = max(
        (psi.m11 * step.0 + psi.m21 * step.1).magnitude,
        (psi.m21 * step.0 + psi.m22 * step.1).magnitude)
      if length <= Self.tolerance { return }
      var factor = 1.0
      while true {
        let trial = (
          alpha.0 + factor * step.0, alpha.1 + factor * step.1
        )
        let next = evaluate(trial)
        if isInRange(trial), next.density >= current.density {
          alpha = trial
          current = next
          break
        }
        factor /= 2
        if factor < 1e-12 { return }
      }
    }
  }

  /// Whether the exponentials of the offsets are finite.
  private func isInRange(_ alpha: (Double, Double)) -> Bool {
    let offset = offset(alpha)
    return max(offset.0.magnitude, offset.1.magnitude) <= 600
  }

  private struct Evaluation {
    var density: Double
    var score: (Double, Double)
    var curvature: (Double, Double)
  }

  private func evaluate(_ alpha: (Double, Double)) -> Evaluation {
    let offset = offset(alpha)
    let a = GroupAtMode(
      lanes.first, lanes.first.atAnchor, at: Pair(repeating: offset.0))
    let b = GroupAtMode(
      lanes.second, lanes.second.atAnchor, at: Pair(repeating: offset.1))
    let form =
      alpha.0 * (offset.0 - means.0) + alpha.1 * (offset.1 - means.1)
    return Evaluation(
      density: a.logLikelihood[lane] + b.logLikelihood[lane] - 0.5 * form,
      score: (a.score[lane], b.score[lane]),
      curvature: (a.curvature[lane], b.curvature[lane]))
  }

  /// Solves (I + D Ψ) x = s − α.
  private func newtonStep(_ at: Evaluation) -> (Double, Double) {
    let r = (at.score.0 - alpha.0, at.score.1 - alpha.1)
    let (d1, d2) = at.curvature
    let determinant = max(psi.m11 * psi.m22 - psi.m21 * psi.m21, 0)
    let a = d1 * psi.m11
    let b = d2 * psi.m22
    let inverse = 1 / (1 + a + b + d1 * d2 * determinant)
    return (
      ((1 + b) * r.0 - d1 * psi.m21 * r.1) * inverse,
      ((1 + a) * r.1 - d2 * psi.m21 * r.0) * inverse
    )
  }
}
