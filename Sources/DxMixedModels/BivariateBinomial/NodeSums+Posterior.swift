internal import DxLinearAlgebra

/// The posterior means of the logits of two studies, with their covariance
/// and derivatives.
internal struct PosteriorLanes {
  private let mean1, mean2: Pair
  private let mode1, mode2: Pair
  private let covariance11, covariance21, covariance22: Pair
  private let score1, score2: Pair
  /// The covariance of η₁ and of η₂ with s₁, s₂, s₁² − d₁, s₁ s₂, s₂² − d₂.
  private let with1, with2: (Pair, Pair, Pair, Pair, Pair)

  /// Reads the posterior off the sums over the nodes.
  ///
  /// At a node η₁ and η₂ are linear in (xᵢ, xⱼ), so that their moments follow
  /// from those of the nodes, and nothing cancels where there are many trials.
  /// The derivatives of a posterior mean by the parameters are covariances:
  /// ```
  /// ∂E[ηᵢ]/∂μⱼ  = δᵢⱼ + Cov(ηᵢ, sⱼ)
  /// ∂E[ηᵢ]/∂ψⱼⱼ = δᵢⱼ E[sⱼ] + ½ Cov(ηᵢ, sⱼ² − dⱼ)
  /// ∂E[ηᵢ]/∂ψ₂₁ = δᵢ₁ E[s₂] + δᵢ₂ E[s₁] + Cov(ηᵢ, s₁ s₂)
  /// ```
  /// The last two hold because the normal density obeys the heat equation, its
  /// derivative by Ψ being half of the second by μ, and for a singular Ψ too.
  init(_ sums: NodeSums, _ mode: PosteriorMode, _ g: NodeGeometry) {
    let inverse = 1 / sums.m0
    let x1 = sums.m1 * inverse
    let x2 = sums.m2 * inverse
    let v11 = sums.m11 * inverse - x1 * x1
    let v21 = sums.m12 * inverse - x1 * x2
    let v22 = sums.m22 * inverse - x2 * x2
    let (k1, k21, k22) = (g.slope1, g.slope21, g.slope22)
    mode1 = mode.first.offset
    mode2 = mode.second.offset
    mean1 = mode1 + k1 * x1
    mean2 = mode2 + k21 * x1 + k22 * x2
    covariance11 = k1 * k1 * v11
    covariance21 = k1 * (k21 * v11 + k22 * v21)
    covariance22 = k21 * (k21 * v11 + 2 * k22 * v21) + k22 * k22 * v22
    score1 = sums.p0 * inverse
    score2 = sums.q0 * inverse
    // Of a function of the logits with the sums of f, f x₁ and f x₂.
    func covariance(_ f0: Pair, _ f1: Pair, _ f2: Pair) -> (Pair, Pair) {
      let c1 = (f1 - x1 * f0) * inverse
      let c2 = (f2 - x2 * f0) * inverse
      return (k1 * c1, k21 * c1 + k22 * c2)
    }
    let p = covariance(sums.p0, sums.p1, sums.p2)
    let q = covariance(sums.q0, sums.q1, sums.q2)
    let a = covariance(sums.a0, sums.a1, sums.a2)
    let c = covariance(sums.c0, sums.c1, sums.c2)
    let u = covariance(sums.u0, sums.u1, sums.u2)
    with1 = (p.0, q.0, a.0, c.0, u.0)
    with2 = (p.1, q.1, a.1, c.1, u.1)
  }

  /// The posterior of one of the two studies.
  func posterior(lane i: Int, anchor: SIMD2<Double>) -> StudyPosterior {
    StudyPosterior(
      mean: anchor + SIMD2(mean1[i], mean2[i]),
      mode: anchor + SIMD2(mode1[i], mode2[i]),
      covariance: SymmetricMatrix2x2(
        covariance11[i], covariance21[i], covariance22[i]),
      firstGradient: ParameterGradient(
        means: SIMD2(1 + with1.0[i], with1.1[i]),
        psi: SIMD3(
          score1[i] + 0.5 * with1.2[i], score2[i] + with1.3[i],
          0.5 * with1.4[i])),
      secondGradient: ParameterGradient(
        means: SIMD2(with2.0[i], 1 + with2.1[i]),
        psi: SIMD3(
          0.5 * with2.2[i], score1[i] + with2.3[i],
          score2[i] + 0.5 * with2.4[i])))
  }
}
