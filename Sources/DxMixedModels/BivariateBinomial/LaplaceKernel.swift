/// Laplace's approximation to the likelihood of two studies.
///
/// With the mode η = μ + Ψ s and K = (Ψ + D⁻¹)⁻¹ it is
/// ```
/// ℓ(η) − ½ sᵀ Ψ s − ½ log|I + Ψ D|
/// ```
/// All derivatives are exact, those of the mode included. They are by μ and
/// ψ, with
/// ```
/// R = (I + D Ψ)⁻¹   the derivative of the mode by μ is Rᵀ
/// V = (Ψ⁻¹ + D)⁻¹   the posterior covariance
/// K = D R           in closed form without the inverse of Ψ
/// w = R (Vⱼⱼ dⱼ′)    the derivative of log|I + Ψ D| by μ
/// ```
internal struct LaplaceKernel {
  private let s1, s2, d1, d2, dp1, dp2, dq1, dq2: Pair
  private let k11, k21, k22: Pair
  private let r11, r12, r21, r22: Pair
  private let v11, v22, v21: Pair
  private let w1, w2: Pair
  // Ψ w
  private let psiW1, psiW2: Pair
  /// |I + Ψ D|.
  let determinant: Pair

  @inline(__always)
  init(
    _ mode: PosteriorMode,
    _ psi: (m11: Pair, m21: Pair, m22: Pair, determinant: Pair)
  ) {
    s1 = mode.first.score
    s2 = mode.second.score
    d1 = mode.first.curvature
    d2 = mode.second.curvature
    dp1 = mode.first.curvatureSlope
    dp2 = mode.second.curvatureSlope
    dq1 = mode.first.curvatureBend
    dq2 = mode.second.curvatureBend
    let (a, c, b) = (psi.m11, psi.m21, psi.m22)
    let d12 = d1 * d2
    determinant = 1 + a * d1 + b * d2 + psi.determinant * d12
    let inverse = 1 / determinant
    k11 = (d1 + b * d12) * inverse
    k22 = (d2 + a * d12) * inverse
    k21 = -c * d12 * inverse
    r11 = (1 + b * d2) * inverse
    r12 = -c * d2 * inverse
    r21 = -c * d1 * inverse
    r22 = (1 + a * d1) * inverse
    v11 = (a + psi.determinant * d2) * inverse
    v22 = (b + psi.determinant * d1) * inverse
    v21 = c * inverse
    let c1 = v11 * dp1
    let c2 = v22 * dp2
    w1 = r11 * c1 + r21 * c2
    w2 = r12 * c1 + r22 * c2
    psiW1 = a * w1 + c * w2
    psiW2 = c * w1 + b * w2
  }

  /// How the quantities of the gradient change along one parameter.
  private struct Change {
    var s1, s2: Pair
    var w1, w2: Pair
    var k11, k21, k22: Pair
  }

  /// The changes that a change (h1, h2) of the mode brings about, and those
  /// of V, K and w that a change of ψ adds.
  @inline(__always)
  private func change(
    _ h1: Pair, _ h2: Pair,
    v: (Pair, Pair) = (.zero, .zero),
    k: (Pair, Pair, Pair) = (.zero, .zero, .zero),
    q: (Pair, Pair) = (.zero, .zero)
  ) -> Change {
    let z1 = dp1 * h1
    let z2 = dp2 * h2
    let square = v21 * v21
    let dv11 = v.0 - (v11 * v11 * z1 + square * z2)
    let dv22 = v.1 - (square * z1 + v22 * v22 * z2)
    let q1 = q.0 - z1 * psiW1 + dv11 * dp1 + v11 * dq1 * h1
    let q2 = q.1 - z2 * psiW2 + dv22 * dp2 + v22 * dq2 * h2
    return Change(
      s1: -(d1 * h1), s2: -(d2 * h2), w1: r11 * q1 + r21 * q2,
      w2: r12 * q1 + r22 * q2,
      k11: k.0 + r11 * r11 * z1 + r21 * r21 * z2,
      k21: k.1 + r11 * r12 * z1 + r21 * r22 * z2,
      k22: k.2 + r12 * r12 * z1 + r22 * r22 * z2)
  }

  /// The derivatives by the means and by ψ₁₁, ψ₂₁ and ψ₂₂, without the value.
  @inline(__always)
  func derivatives() -> CountDerivatives {
    var result = CountDerivatives()
    result.m1 = s1 - 0.5 * w1
    result.m2 = s2 - 0.5 * w2
    result.c1 = 0.5 * (s1 * s1 - k11 - w1 * s1)
    result.c2 = s1 * s2 - k21 - 0.5 * (w1 * s2 + w2 * s1)
    result.c3 = 0.5 * (s2 * s2 - k22 - w2 * s2)
    let byM1 = change(r11, r21)
    result.m1m1 = byM1.s1 - 0.5 * byM1.w1
    let byM2 = change(r12, r22)
    result.m2m1 = byM2.s1 - 0.5 * byM2.w1
    result.m2m2 = byM2.s2 - 0.5 * byM2.w2
    let by11 = change(
      r11 * s1, r21 * s1, v: (r11 * r11, r21 * r21),
      k: (-(k11 * k11), -(k11 * k21), -(k21 * k21)), q: (-(d1 * w1), .zero))
    result.c1m1 = by11.s1 - 0.5 * by11.w1
    result.c1m2 = by11.s2 - 0.5 * by11.w2
    result.c1c1 = byFirst(by11)
    let by22 = change(
      r12 * s2, r22 * s2, v: (r12 * r12, r22 * r22),
      k: (-(k21 * k21), -(k21 * k22), -(k22 * k22)), q: (.zero, -(d2 * w2)))
    result.c3m1 = by22.s1 - 0.5 * by22.w1
    result.c3m2 = by22.s2 - 0.5 * by22.w2
    result.c3c1 = byFirst(by22)
    result.c3c3 = bySecond(by22)
    let by21 = change(
      r11 * s2 + r12 * s1, r21 * s2 + r22 * s1,
      v: (2 * (r11 * r12), 2 * (r21 * r22)),
      k: (
        -2 * (k11 * k21), -(k11 * k22 + k21 * k21), -2 * (k21 * k22)
      ), q: (-(d1 * w2), -(d2 * w1)))
    result.c2m1 = by21.s1 - 0.5 * by21.w1
    result.c2m2 = by21.s2 - 0.5 * by21.w2
    result.c2c1 = byFirst(by21)
    result.c3c2 = bySecond(by21)
    result.c2c2 =
      s1 * by21.s2 + s2 * by21.s1 - by21.k21
      - 0.5 * (by21.w1 * s2 + w1 * by21.s2 + by21.w2 * s1 + w2 * by21.s1)
    return result
  }

  /// The change of the derivative by ψ₁₁.
  @inline(__always)
  private func byFirst(_ change: Change) -> Pair {
    s1 * change.s1
      - 0.5 * (change.k11 + change.w1 * s1 + w1 * change.s1)
  }

  /// The change of the derivative by ψ₂₂.
  @inline(__always)
  private func bySecond(_ change: Change) -> Pair {
    s2 * change.s2
      - 0.5 * (change.k22 + change.w2 * s2 + w2 * change.s2)
  }
}
