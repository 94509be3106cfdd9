internal import DxLinearAlgebra

extension BinomialSearch {
  /// The gain in log-likelihood that is not worth an evaluation: the
  /// estimates are then within 5e-7 of their standard errors even before the
  /// last, free step.
  static var tolerance: Double { 1e-13 }
  /// The same for a stage that is only a start of the next.
  private static var looseTolerance: Double { 1e-2 }
  /// The longest step that is taken on trust.
  private static var longestHop: Double { 0.5 }

  /// Starts with Laplace's approximation from one covariance matrix for all
  /// groups.
  ///
  /// - Parameter setMeans: Sets the parameters of the means.
  mutating func start(
    psi: SymmetricMatrix2x2, setMeans: (inout [Double]) -> Void
  ) {
    let factor = LowerFactor(psi)
    maximizer.objective.integration = .laplace
    setFree()
    let (count, groupCount) = (meanCount, groupCount)
    let (structure, structures) = (structure, groupStructures)
    maximizer.move { point in
      setMeans(&point)
      for group in 0..<groupCount {
        let face = Face(structures.isEmpty ? structure : structures[group])
        let first = count + 3 * group
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
    maximizer.climb(tolerance: isLast ? Self.tolerance : Self.looseTolerance)
    if isLast { settle() }
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
      maximizer.hop(longestStep: Self.longestHop)
    }
    maximizer.objective.kernel.use(QuadratureLevels.rule(count))
    climbToEnd()
  }

  /// Climbs as far as it goes, off faces too.
  private mutating func climbToEnd() {
    maximizer.evaluateCurrent()
    maximizer.climb(tolerance: Self.tolerance)
    // Each climb frees a face, of which every group has but one here.
    for _ in 0..<groupCount where leaveConvexFaces() {
      maximizer.evaluateCurrent()
      maximizer.climb(tolerance: Self.tolerance)
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
    climb(nodes: last)
    var value = maximizer.current.value
    for count in QuadratureLevels.counts.dropFirst() {
      maximizer.objective.kernel.use(QuadratureLevels.rule(count))
      climbToEnd()
      last = count
      quadratureError = (maximizer.current.value - value).magnitude
      value = maximizer.current.value
      if quadratureError <= tolerance { break }
    }
    return last
  }
}
