internal import DxLinearAlgebra

/// What the search does near the boundary of the covariance matrices.
extension BinomialSearch {
  /// The variance, in units of the typical within-study variance, below which
  /// it is zero whatever the likelihood says.
  private static var vanishingVariance: Double { 1e-18 }

  // MARK: Perfect correlations

  /// 1 − ρ² of a group.
  private func residual(_ group: Int) -> Double {
    let l = factor(of: group)
    let second = l.psi.m22
    return second > 0 ? l.l22 * l.l22 / second : 0
  }

  private func isLikelyPerfect(_ group: Int) -> Bool {
    structure(of: group) == .unstructured
      && residual(group) <= SearchLimits.likelyResidual
  }

  /// Whether some group is near a perfect correlation.
  var isAnyLikelyPerfect: Bool {
    for group in 0..<groupCount where isLikelyPerfect(group) { return true }
    return false
  }

  /// Climbs with the groups that are near a perfect correlation on that face,
  /// where the integrals have one dimension.
  ///
  /// - Returns: Whether the likelihood falls off from the faces. Groups for
  ///   which it does not have left theirs.
  mutating func climbLikelyPerfectCorrelations() -> Bool {
    for group in 0..<groupCount where isLikelyPerfect(group) {
      putOnPerfectCorrelation(group)
    }
    maximizer.evaluateCurrent()
    maximizer.climb(tolerance: SearchLimits.tolerance)
    return !leaveConvexFaces()
  }

  private mutating func putOnPerfectCorrelation(_ group: Int) {
    enter(.perfectCorrelation, of: group)
    setFace(.perfectCorrelation, of: group)
    maximizer.set(offset(group) + 2, to: 0)
  }

  /// Moves each group with ρ = ±1 from which the likelihood rises off its
  /// face.
  ///
  /// - Returns: Whether there was one.
  mutating func leaveConvexFaces() -> Bool {
    var hasLeft = false
    for group in 0..<groupCount
    where boundary(of: group).isPerfectCorrelation
      && !isMaximalAcrossFace(group)
    {
      let spread = factor(of: group).psi.m22.squareRoot()
      enter(Face(structure(of: group)), of: group)
      release(group)
      maximizer.set(offset(group) + 2, to: 0.1 * spread)
      hasLeft = true
    }
    return hasLeft
  }

  /// Whether the likelihood falls, or does not change, from l₂₂ = 0.
  private func isMaximalAcrossFace(_ group: Int) -> Bool {
    let diagonal = (offset(group) + 2) * (maximizer.parameterCount + 1)
    return maximizer.current.hessian[diagonal] <= 0
  }

  // MARK: The end of a climb

  /// Puts a maximum that lies on a boundary, but for rounding, exactly there.
  mutating func settle() {
    for group in 0..<groupCount { settlePerfectCorrelation(group) }
    settleVariances()
  }

  private mutating func settlePerfectCorrelation(_ group: Int) {
    guard structure(of: group) == .unstructured else { return }
    if maximizer.point[offset(group) + 2] == 0 {
      // The climb may have been on the face from its start.
      if boundary(of: group).isPerfectCorrelation,
        maximizer.isFree[offset(group) + 2]
      {
        putOnPerfectCorrelation(group)
      }
      return
    }
    guard residual(group) <= SearchLimits.negligibleResidual else { return }
    maximizer.save(.face)
    let value = maximizer.current.value
    putOnPerfectCorrelation(group)
    maximizer.evaluateCurrent()
    maximizer.climb(tolerance: SearchLimits.tolerance)
    if !isMaximalAcrossFace(group) || maximizer.current.value < value - 1e-9 {
      maximizer.restore(.face)
      enter(Face(structure(of: group)), of: group)
    }
  }

  /// Puts variances that are zero, but for rounding, exactly there.
  mutating func settleVariances() {
    for group in 0..<groupCount {
      let psi = factor(of: group).psi
      let isFirstZero =
        psi.m11 <= SearchLimits.negligibleVariance * typicalVariances.x
      let isSecondZero =
        psi.m22 <= SearchLimits.negligibleVariance * typicalVariances.y
      if isFirstZero || isSecondZero {
        tryZero(group, first: isFirstZero, second: isSecondZero)
      }
    }
  }

  private mutating func tryZero(_ group: Int, first: Bool, second: Bool) {
    let whole = Face(structure(of: group))
    let face = Face(whole.l11 && !first, false, whole.l22 && !second)
    if isOn(face, group) { return }
    let psi = factor(of: group).psi
    let spread = psi.m22.squareRoot()
    maximizer.save(.face)
    let value = maximizer.current.value
    enter(face, of: group)
    setFace(face, of: group)
    let start = offset(group)
    if first { maximizer.set(start, to: 0) }
    maximizer.set(start + 1, to: 0)
    maximizer.set(start + 2, to: second ? 0 : spread)
    maximizer.evaluateCurrent()
    maximizer.climb(tolerance: SearchLimits.tolerance)
    // The rule depends on how the other random effect was split in two, which
    // a variance of zero does not determine.
    let isZeroAlready =
      (!first || psi.m11 <= Self.vanishingVariance * typicalVariances.x)
      && (!second || psi.m22 <= Self.vanishingVariance * typicalVariances.y)
    let loss = isZeroAlready ? 1e-3 : 1e-11 * (1 + value.magnitude)
    if !(maximizer.current.value >= value - loss) {
      maximizer.restore(.face)
      enter(Face(structure(of: group)), of: group)
    }
  }
}

extension CovarianceBoundary {
  /// Whether the correlation is ±1.
  internal var isPerfectCorrelation: Bool {
    self == .correlationAtPlusOne || self == .correlationAtMinusOne
  }
}
