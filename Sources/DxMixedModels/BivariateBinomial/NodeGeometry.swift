/// Where the nodes of two studies lie.
internal struct NodeGeometry {
  /// The mode of v.
  let mode1, mode2: Pair
  /// H = I + Lᵀ D L and its determinant.
  let h11, h21, h22, determinant: Pair
  /// 1 / √h₂₂ and 1 / √|H|.
  let rootH22, rootDeterminant: Pair
  /// √2 C.
  let k11, k21, k22: Pair
  /// How η₁ changes with xᵢ, and η₂ with xᵢ and with xⱼ.
  let slope1, slope21, slope22: Pair

  @inline(__always)
  init(_ mode: PosteriorMode, _ l: FactorLanes) {
    let (d1, d2) = (mode.first.curvature, mode.second.curvature)
    let (s1, s2) = (mode.first.score, mode.second.score)
    mode1 = l.l11 * s1 + l.l21 * s2
    mode2 = l.l22 * s2
    let psi = l.psi
    h11 = 1 + psi.m11 * d1 + l.l21 * l.l21 * d2
    h21 = l.l21 * l.l22 * d2
    h22 = 1 + l.l22 * l.l22 * d2
    // Without the cancellation in h₁₁ h₂₂ − h₂₁².
    determinant =
      1 + psi.m11 * d1 + psi.m22 * d2 + psi.determinant * (d1 * d2)
    rootH22 = 1 / h22.squareRoot()
    rootDeterminant = 1 / determinant.squareRoot()
    let rootTwo = 1.41421356237309504880
    let both = rootTwo * rootH22 * rootDeterminant
    k11 = h22 * both
    k21 = -(h21 * both)
    k22 = rootTwo * rootH22
    slope1 = l.l11 * k11
    // l₂₁ k₁₁ + l₂₂ k₂₁, in which all but this cancels.
    slope21 = l.l21 * both
    slope22 = l.l22 * k22
  }
}

extension NodeGeometry {
  /// Whether the odds of the second group stay within a factor of about
  /// twenty over each dimension.
  ///
  /// They then come from their differences to those at the mode, which keeps
  /// all digits where there are 10⁹ trials; with larger factors the
  /// differences would cancel.
  @inline(__always)
  func isGentle(largestNode: Double) -> Bool {
    let largest = max(
      slope21.x.magnitude, slope21.y.magnitude, slope22.x.magnitude,
      slope22.y.magnitude)
    return largest * largestNode <= 3
  }
}
