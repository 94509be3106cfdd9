internal import DxSpecialFunctions

extension NodeSums {
  /// The log-likelihood, less that at the anchors, and its derivatives.
  @inline(__always)
  func derivatives(
    _ mode: PosteriorMode, _ l: FactorLanes, _ g: NodeGeometry
  ) -> CountDerivatives {
    let inverse = 1 / m0
    let mean = NodeMeans(
      x1: m1 * inverse, x11: m11 * inverse, x2: m2 * inverse,
      x12: m12 * inverse, x22: m22 * inverse, s1: p0 * inverse,
      s1x1: p1 * inverse, s2: q0 * inverse, s2x1: q1 * inverse,
      s2x2: q2 * inverse)
    // log₂ π
    let logPi = 1.65149612947231879804
    var result = CountDerivatives()
    result.value =
      mode.logIntegrand
      + logTwo
      * (m0.binaryLogarithm - 0.5 * g.determinant.binaryLogarithm - logPi)
    // The score at fixed nodes.
    let score = (
      m1: mean.s1, m2: mean.s2,
      c1: g.mode1 * mean.s1 + g.k11 * mean.s1x1,
      c2: g.mode1 * mean.s2 + g.k11 * mean.s2x1,
      c3: g.mode2 * mean.s2 + g.k21 * mean.s2x1 + g.k22 * mean.s2x2
    )
    let movement = NodeMovement(mode, l, g, mean)
    result.m1 = score.m1 + movement.m1
    result.m2 = score.m2 + movement.m2
    result.c1 = score.c1 + movement.c1
    result.c2 = score.c2 + movement.c2
    result.c3 = score.c3 + movement.c3
    addHessian(&result, score, g, inverse)
    return result
  }

  /// Louis' identity: the mean of s sᵀ and of the Hessian given the random
  /// effects, less the square of the mean score.
  @inline(__always)
  private func addHessian(
    _ result: inout CountDerivatives,
    _ score: (m1: Pair, m2: Pair, c1: Pair, c2: Pair, c3: Pair),
    _ g: NodeGeometry, _ inverse: Pair
  ) {
    let (v1, v2) = (g.mode1, g.mode2)
    let (k11, k21, k22) = (g.k11, g.k21, g.k22)
    // Means of s₁² − d₁, s₁ s₂ and s₂² − d₂ times 1, x₁, x₁², x₂ …
    let a = a0 * inverse
    let ax1 = a1 * inverse
    let ax11 = a11 * inverse
    let c = c0 * inverse
    let cx1 = c1 * inverse
    let cx11 = c11 * inverse
    let cx2 = c2 * inverse
    let cx12 = c12 * inverse
    let u = u0 * inverse
    let ux1 = u1 * inverse
    let ux11 = u11 * inverse
    let ux2 = u2 * inverse
    let ux12 = u12 * inverse
    let ux22 = u22 * inverse
    result.m1m1 = a - score.m1 * score.m1
    result.m2m1 = c - score.m1 * score.m2
    result.m2m2 = u - score.m2 * score.m2
    // … times v₁ and v₂.
    let av1 = v1 * a + k11 * ax1
    let cv1 = v1 * c + k11 * cx1
    let cv2 = v2 * c + k21 * cx1 + k22 * cx2
    let uv1 = v1 * u + k11 * ux1
    let uv2 = v2 * u + k21 * ux1 + k22 * ux2
    result.c1m1 = av1 - score.c1 * score.m1
    result.c1m2 = cv1 - score.c1 * score.m2
    result.c2m1 = cv1 - score.c2 * score.m1
    result.c2m2 = uv1 - score.c2 * score.m2
    result.c3m1 = cv2 - score.c3 * score.m1
    result.c3m2 = uv2 - score.c3 * score.m2
    // … times v₁ x₁ and v₂ x₁, v₂ x₂.
    let av1x1 = v1 * ax1 + k11 * ax11
    let cv1x1 = v1 * cx1 + k11 * cx11
    let cv2x1 = v2 * cx1 + k21 * cx11 + k22 * cx12
    let uv1x1 = v1 * ux1 + k11 * ux11
    let uv2x1 = v2 * ux1 + k21 * ux11 + k22 * ux12
    let uv2x2 = v2 * ux2 + k21 * ux12 + k22 * ux22
    result.c1c1 = v1 * av1 + k11 * av1x1 - score.c1 * score.c1
    result.c2c1 = v1 * cv1 + k11 * cv1x1 - score.c2 * score.c1
    result.c3c1 = v1 * cv2 + k11 * cv2x1 - score.c3 * score.c1
    result.c2c2 = v1 * uv1 + k11 * uv1x1 - score.c2 * score.c2
    result.c3c2 = v1 * uv2 + k11 * uv2x1 - score.c3 * score.c2
    result.c3c3 =
      v2 * uv2 + k21 * uv2x1 + k22 * uv2x2 - score.c3 * score.c3
  }
}

/// Posterior means over the nodes.
internal struct NodeMeans {
  let x1, x11, x2, x12, x22: Pair
  let s1, s1x1: Pair
  let s2, s2x1, s2x2: Pair
}

/// What the movement of the nodes with the parameters adds to the gradient.
///
/// The derivative of the approximation by the mode v̂ and by C, where the
/// nodes are v̂ + √2 C x, carried back to the parameters through the mode
/// equation and through C Cᵀ = H⁻¹. For the exact integral it is zero.
internal struct NodeMovement {
  let m1, m2, c1, c2, c3: Pair

  @inline(__always)
  init(
    _ mode: PosteriorMode, _ l: FactorLanes, _ g: NodeGeometry,
    _ mean: NodeMeans
  ) {
    let (d1, d2) = (mode.first.curvature, mode.second.curvature)
    let (s1, s2) = (mode.first.score, mode.second.score)
    let (l1, l2, l3) = (l.l11, l.l21, l.l22)
    let rootTwo = 1.41421356237309504880
    // Means of v and of v xᵀ.
    let v1 = g.mode1 + g.k11 * mean.x1
    let v2 = g.mode2 + g.k21 * mean.x1 + g.k22 * mean.x2
    let v1x1 = g.mode1 * mean.x1 + g.k11 * mean.x11
    let v2x1 = g.mode2 * mean.x1 + g.k21 * mean.x11 + g.k22 * mean.x12
    let v2x2 = g.mode2 * mean.x2 + g.k21 * mean.x12 + g.k22 * mean.x22
    // By the mode, at fixed C.
    let byMode1 = l1 * mean.s1 + l2 * mean.s2 - v1
    let byMode2 = l3 * mean.s2 - v2
    // By the entries of C times those entries; log|C| counts too.
    let c11 = g.k11 / rootTwo
    let c21 = g.k21 / rootTwo
    let c22 = g.k22 / rootTwo
    let byC21 = rootTwo * (l3 * mean.s2x1 - v2x1)
    let alpha =
      rootTwo * (l1 * mean.s1x1 + l2 * mean.s2x1 - v1x1) * c11 + 1
    let beta = byC21 * c21
    let gamma = rootTwo * (l3 * mean.s2x2 - v2x2) * c22 + 1
    // By the entries of H.
    let inverse = g.rootDeterminant * g.rootDeterminant
    let half = -0.5 * (alpha + beta) * inverse
    let byH11 = half * g.h22
    let byH22 =
      half * g.h11 + 0.5 * (alpha - beta - gamma)
      * (g.rootH22 * g.rootH22)
    let byH21 = -2 * half * g.h21 - byC21 * g.rootH22 * g.rootDeterminant
    // By the curvatures, and by the factor at fixed curvatures.
    let byD1 = byH11 * (l1 * l1)
    let byD2 = byH11 * (l2 * l2) + byH21 * (l2 * l3) + byH22 * (l3 * l3)
    let throughL1 = 2 * l1 * d1 * byH11
    let throughL2 = 2 * l2 * d2 * byH11 + l3 * d2 * byH21
    let throughL3 = l2 * d2 * byH21 + 2 * l3 * d2 * byH22
    // By the logits at the mode, and so by the mode.
    let byEta1 = byD1 * mode.first.curvatureSlope
    let byEta2 = byD2 * mode.second.curvatureSlope
    let total1 = byMode1 + l1 * byEta1 + l2 * byEta2
    let total2 = byMode2 + l3 * byEta2
    // Through the mode equation, whose Jacobian is H.
    let lambda1 = (g.h22 * total1 - g.h21 * total2) * inverse
    let lambda2 = (g.h11 * total2 - g.h21 * total1) * inverse
    let residual1 = byEta1 - d1 * (l1 * lambda1)
    let residual2 = byEta2 - d2 * (l2 * lambda1 + l3 * lambda2)
    m1 = residual1
    m2 = residual2
    c1 = throughL1 + residual1 * g.mode1 + s1 * lambda1
    c2 = throughL2 + residual2 * g.mode1 + s2 * lambda1
    c3 = throughL3 + residual2 * g.mode2 + s2 * lambda2
  }
}
