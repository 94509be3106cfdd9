internal import DxLinearAlgebra
internal import DxOptimization

extension BinomialSearch {
  /// The Laplace log-likelihoods that are compared are off by less than this.
  private static var laplaceBias: Double { 0.5 }
  /// The distance, in logits, up to which two climbs went to the same place.
  private static var samePlace: Double { 0.1 }
  /// The log-likelihoods of maxima that are the same.
  private static var sameMaximum: Double { 1e-6 }

  /// Climbs from further starts, after the first has ended on a boundary or
  /// where the data may have several maxima, and keeps the best end.
  ///
  /// Each climbs by Laplace's approximation; only one that ends at another
  /// place, not much lower, goes on with the nodes that were asked for.
  ///
  /// - Parameters:
  ///   - psi: The covariance matrix of the first start.
  ///   - uneven: The starts that the data call for.
  ///   - setMeans: Sets the parameters of the means.
  /// - Returns: The number of nodes at the best end.
  mutating func climbFromFurtherStarts(
    _ quadrature: BinomialQuadrature, nodes: Int, psi: SymmetricMatrix2x2,
    _ uneven: FurtherStarts?, setMeans: (inout [Double]) -> Void
  ) -> Int {
    var nodes = nodes
    guard structure == .unstructured else { return nodes }
    if isAnyOnBoundary {
      let opposite = opposite(psi)
      consider(quadrature, &nodes, opposite, setMeans)
    }
    guard let uneven else { return nodes }
    for index in 0..<uneven.count {
      consider(quadrature, &nodes, { _ in uneven[index] }, setMeans)
    }
    return nodes
  }

  /// Whether a group whose structure does not put it there is on a boundary.
  private var isAnyOnBoundary: Bool {
    for group in 0..<groupCount
    where structure(of: group) == .unstructured
      && boundary(of: group) != .interior
    {
      return true
    }
    return false
  }

  /// Variances of moderate size, with half of the correlation that the first
  /// end of each group does not have.
  private func opposite(
    _ psi: SymmetricMatrix2x2
  ) -> (Int) -> SymmetricMatrix2x2 {
    let (point, meanCount) = (maximizer.point, meanCount)
    return { group in
      let start = meanCount + 3 * group
      return psi.moderate(
        correlationSign: point[start] * point[start + 1] > 0 ? -1 : 1)
    }
  }

  private mutating func consider(
    _ quadrature: BinomialQuadrature, _ nodes: inout Int,
    _ psi: (Int) -> SymmetricMatrix2x2, _ setMeans: (inout [Double]) -> Void
  ) {
    maximizer.save(.best)
    let (keptError, keptHistory) = (quadratureError, history)
    let integration = maximizer.objective.integration
    maximizer.objective.integration = .laplace
    maximizer.evaluateCurrent()
    let laplace = maximizer.current.value
    enter(Face(structure), of: 0)
    start(psi, setMeans: setMeans)
    climbByLaplace(isLast: false)
    let gain = maximizer.current.value - laplace
    let best = maximizer.state(.best).expansion.value
    let isElsewhere = !isAt(maximizer.state(.best).point)
    if gain > -Self.laplaceBias || !gain.isFinite, isElsewhere {
      let otherNodes = climbOn(quadrature)
      let difference = maximizer.current.value - best
      startsAgreed =
        startsAgreed && difference.magnitude < Self.sameMaximum
      if difference > 0 {
        nodes = otherNodes
        return
      }
    } else if gain <= -Self.laplaceBias {
      startsAgreed = false
    }
    maximizer.restore(.best)
    maximizer.objective.integration = integration
    if integration == .quadrature {
      maximizer.objective.kernel.use(QuadratureLevels.rule(nodes))
    }
    quadratureError = keptError
    forgetSteps(since: keptHistory)
  }

  /// Goes on from a climb by Laplace's approximation.
  private mutating func climbOn(_ quadrature: BinomialQuadrature) -> Int {
    switch quadrature {
    case .nodes(1):
      // The last step of the loose climb was taken on trust.
      maximizer.evaluateCurrent()
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
    for index in 0..<meanCount
    where !((here[index] - place[index]).magnitude <= Self.samePlace) {
      return false
    }
    func spread(_ l: [Double], _ first: Int) -> SIMD4<Double> {
      let psi = LowerFactor(l[first], l[first + 1], l[first + 2]).psi
      return SIMD4(
        psi.m11.squareRoot(), psi.m22.squareRoot(),
        psi.m21 / (psi.m11 * psi.m22 + 1e-6).squareRoot(), 0)
    }
    for group in 0..<groupCount {
      let difference =
        spread(here, offset(group)) - spread(place, offset(group))
      let distance = max(difference.max(), -difference.min())
      if !(distance <= Self.samePlace) { return false }
    }
    return true
  }
}

extension SymmetricMatrix2x2 {
  /// A covariance matrix with variances of moderate size and a correlation of
  /// one half, of the sign that is given.
  internal func moderate(correlationSign: Double) -> Self {
    let first = max(m11, 0.5)
    let second = max(m22, 0.5)
    return Self(
      first, correlationSign * 0.5 * (first * second).squareRoot(), second)
  }
}
