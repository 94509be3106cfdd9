internal import DxLinearAlgebra
internal import DxOptimization

extension InterceptSearch {
  /// The Laplace log-likelihoods that are compared are off by less than this.
  private static let laplaceBias = 0.5
  /// The distance, in logits, up to which two climbs went to the same place.
  private static let sameplace = 0.1

  /// Climbs from further starts, after the first has ended on a boundary or
  /// where the data may have several maxima, and keeps the best end.
  ///
  /// Each climbs by Laplace's approximation; only one that ends at another
  /// place, not much lower, goes on with the nodes that were asked for.
  ///
  /// - Returns: The number of nodes at the best end.
  mutating func climbFromFurtherStarts(
    _ quadrature: BinomialQuadrature, nodes: Int, means: SIMD2<Double>,
    psi: SymmetricMatrix2x2, _ uneven: FurtherStarts?
  ) -> Int {
    var nodes = nodes
    if structure == .unstructured, boundary != .interior {
      consider(
        quadrature, &nodes, means: means, psi: opposite(psi))
    }
    guard structure == .unstructured, let uneven else { return nodes }
    for index in 0..<uneven.count {
      consider(quadrature, &nodes, means: means, psi: uneven[index])
    }
    return nodes
  }

  /// Variances of moderate size, with half of the correlation that the first
  /// end does not have.
  private func opposite(_ psi: SymmetricMatrix2x2) -> SymmetricMatrix2x2 {
    let first = max(psi.m11, 0.5)
    let second = max(psi.m22, 0.5)
    let l = maximizer.point
    let sign = l[Entry.l11] * l[Entry.l21] > 0 ? -1.0 : 1.0
    return SymmetricMatrix2x2(
      first, sign * 0.5 * (first * second).squareRoot(), second)
  }

  private mutating func consider(
    _ quadrature: BinomialQuadrature, _ nodes: inout Int,
    means: SIMD2<Double>, psi: SymmetricMatrix2x2
  ) {
    maximizer.save(.best)
    let (keptBoundary, keptError) = (boundary, quadratureError)
    maximizer.objective.integration = .laplace
    maximizer.evaluateCurrent()
    let laplace = maximizer.current.value
    start(means: means, psi: psi)
    climbByLaplace(isLast: false)
    let gain = maximizer.current.value - laplace
    let best = maximizer.state(.best).expansion.value
    let isElsewhere = !isAt(maximizer.state(.best).point)
    if gain > -Self.laplaceBias || !gain.isFinite, isElsewhere {
      let otherNodes = climbOn(quadrature)
      if maximizer.current.value > best {
        startsAgreed =
          startsAgreed && maximizer.current.value - best < 1e-6
        nodes = otherNodes
        return
      }
      startsAgreed =
        startsAgreed && best - maximizer.current.value < 1e-6
    } else if gain <= -Self.laplaceBias {
      startsAgreed = false
    }
    maximizer.restore(.best)
    boundary = keptBoundary
    quadratureError = keptError
  }

  /// Goes on from a climb by Laplace's approximation.
  private mutating func climbOn(_ quadrature: BinomialQuadrature) -> Int {
    switch quadrature {
    case .nodes(1):
      climbByLaplace(isLast: true)
      return 1
    case .nodes(let count):
      climb(nodes: count)
      return count
    case .automatic(let tolerance):
      return escalate(tolerance: tolerance)
    }
  }

  /// Whether the search stands at a place, for all that Laplace's
  /// approximation can tell.
  private func isAt(_ place: [Double]) -> Bool {
    let here = maximizer.point
    func variables(_ l: [Double]) -> SIMD8<Double> {
      let factor = LowerFactor(
        l[Entry.l11], l[Entry.l21], l[Entry.l22])
      let psi = factor.psi
      return SIMD8(
        l[0], l[1], psi.m11.squareRoot(), psi.m22.squareRoot(),
        psi.m21 / (psi.m11 * psi.m22 + 1e-6).squareRoot(), 0, 0, 0)
    }
    let distance = variables(here) - variables(place)
    return max(distance.max(), -distance.min()) <= Self.sameplace
  }
}
