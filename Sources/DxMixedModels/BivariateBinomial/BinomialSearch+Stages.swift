internal import DxLinearAlgebra
internal import DxOptimization

extension BinomialSearch {
  /// Starts with Laplace's approximation.
  ///
  /// - Parameters:
  ///   - psi: The covariance matrix of each group.
  ///   - setMeans: Sets the parameters of the means.
  mutating func start(
    _ psi: (Int) -> SymmetricMatrix2x2, setMeans: (inout [Double]) -> Void
  ) {
    maximizer.objective.integration = .laplace
    setFree()
    let (count, groupCount) = (meanCount, groupCount)
    let (structure, structures) = (structure, groupStructures)
    maximizer.move { point in
      setMeans(&point)
      for group in 0..<groupCount {
        let face = Face(structures.isEmpty ? structure : structures[group])
        let first = count + 3 * group
        let psi = psi(group)
        let factor = LowerFactor(psi)
        point[first] = face.l11 ? factor.l11 : 0
        point[first + 1] = face.l21 ? factor.l21 : 0
        point[first + 2] =
          face.l22 ? (face.l21 ? factor.l22 : psi.m22.squareRoot()) : 0
      }
    }
  }

  /// Frees all that is neither given nor ruled out by the structure.
  private mutating func setFree() {
    let fixedMeans = fixedMeans
    maximizer.setFree(in: 0..<meanCount) { !fixedMeans.contains($0) }
    for group in 0..<groupCount { release(group) }
  }

  /// Climbs from the start to the maximum that a quadrature gives.
  ///
  /// - Returns: The number of nodes.
  mutating func maximize(_ quadrature: BinomialQuadrature) -> Int {
    switch quadrature {
    case .nodes(let count):
      precondition(count >= 1, "A quadrature with \(count) nodes")
      climbByLaplace(isLast: count == 1)
      if count > 1 { climb(nodes: count) }
      return count
    case .automatic(let tolerance):
      climbByLaplace(isLast: false)
      return escalate(tolerance: tolerance)
    }
  }

  /// Climbs with Laplace's approximation, to a start or to the end.
  mutating func climbByLaplace(isLast: Bool) {
    if isLast {
      climbToEnd()
      return
    }
    maximizer.save(.climb)
    maximizer.climb(tolerance: SearchLimits.looseTolerance)
    // The approximation may have no maximum where the likelihood has one.
    if maximizer.criterion == .unbounded { maximizer.restore(.climb) }
  }

  /// Climbs with a number of nodes from where the search stands.
  mutating func climb(nodes count: Int) {
    maximizer.objective.integration = .quadrature
    setFree()
    if isAnyLikelyPerfect {
      maximizer.objective.kernel.use(QuadratureLevels.rule(count))
      if climbLikelyPerfectCorrelations() {
        settleVariances()
        return
      }
    }
    if count > 10, hasInteriorGroup {
      maximizer.objective.kernel.use(QuadratureLevels.seven)
      maximizer.evaluateCurrent()
      maximizer.hop(longestStep: SearchLimits.longestHop)
    }
    maximizer.objective.kernel.use(QuadratureLevels.rule(count))
    maximizer.evaluateCurrent()
    climbToEnd()
  }

  /// Climbs as far as it goes, off faces too.
  private mutating func climbToEnd() {
    maximizer.climb(tolerance: SearchLimits.tolerance)
    // Each climb frees a face, of which every group has but one here.
    for _ in 0..<groupCount where leaveConvexFaces() {
      maximizer.evaluateCurrent()
      maximizer.climb(tolerance: SearchLimits.tolerance)
    }
    settle()
  }

  /// Whether the integrals of some group have two dimensions.
  private var hasInteriorGroup: Bool {
    (0..<groupCount).contains { maximizer.point[offset($0) + 2] != 0 }
  }

  /// Raises the number of nodes until the log-likelihood changes by less than
  /// a tolerance, and returns the last number.
  mutating func escalate(tolerance: Double) -> Int {
    var last = QuadratureLevels.counts[0]
    climbFromStart(nodes: last)
    var value = maximizer.current.value
    for count in QuadratureLevels.counts.dropFirst() {
      if maximizer.criterion == .unbounded || maximizer.criterion == .notFinite
      {
        if last >= Self.trustedCount { break }
        climbFromStart(nodes: count)
      } else if !climbOn(nodes: count) {
        break
      }
      last = count
      let change = (maximizer.current.value - value).magnitude
      quadratureError = max(change, roundingError)
      value = maximizer.current.value
      if change <= tolerance { break }
    }
    return last
  }

  /// What rounding may do to the log-likelihood.
  private var roundingError: Double {
    1e-13 * (1 + maximizer.current.value.magnitude + constant.magnitude)
  }

  /// The number of nodes at which a likelihood that grows with a variance
  /// without limit is no error of the quadrature.
  private static var trustedCount: Int { 81 }

  /// Climbs with a number of nodes; where that finds no maximum, the next
  /// climb will start where this one did.
  private mutating func climbFromStart(nodes count: Int) {
    maximizer.save(.climb)
    climb(nodes: count)
    if maximizer.criterion == .unbounded, count < Self.trustedCount {
      maximizer.restore(.climb, criterion: .unbounded)
    }
  }

  /// Climbs on from a maximum with more nodes.
  ///
  /// - Returns: Whether the nodes are in the range of the kernel; the search
  ///   stays where it is if not.
  private mutating func climbOn(nodes count: Int) -> Bool {
    maximizer.save(.climb)
    maximizer.objective.kernel.use(QuadratureLevels.rule(count))
    maximizer.evaluateCurrent()
    guard maximizer.current.value.isFinite else {
      maximizer.restore(.climb)
      return false
    }
    climbToEnd()
    return true
  }

  /// The variance that has run away, if one has.
  var infiniteVariance: (outcome: Int, group: Int)? {
    guard maximizer.criterion == .unbounded else { return nil }
    var largest = 0.0
    var result = (outcome: 1, group: 0)
    for group in 0..<groupCount {
      let psi = factor(of: group).psi
      let greater = max(psi.m11, psi.m22)
      if greater > largest {
        largest = greater
        result = (psi.m11 >= psi.m22 ? 1 : 2, group)
      }
    }
    return result
  }
}
