internal import DxSpecialFunctions

/// Adaptive Gauss–Hermite quadrature of the likelihood of two studies.
///
/// With the random effects u = L v, v ~ N(0, I), the integrand of a study is
/// ```
/// I(v) = exp(ℓ₁(μ₁ + l₁₁ v₁) + ℓ₂(μ₂ + l₂₁ v₁ + l₂₂ v₂) − ½ vᵀ v)
/// ```
/// with mode v̂ and negative log-Hessian H = I + Lᵀ D L there. The nodes are
/// v = v̂ + √2 C (xᵢ, xⱼ)ᵀ, where C is the *lower* Cholesky factor of H⁻¹, and
/// ```
/// ∫ I dv / 2π ≈ |C| / π · Σ wᵢ wⱼ exp(xᵢ² + xⱼ²) I(vᵢⱼ)
/// ```
/// As L and C are lower triangular, the first logit depends on xᵢ alone, and
/// exp η₂ at the node (i, j) is the product of a number for i and one for j: Q
/// exponentials serve Q² nodes.
///
/// The gradient is that of the approximation, the movement of the nodes with
/// the parameters included. The Hessian is Louis' identity, evaluated with
/// the same nodes: the Hessian of the exact likelihood but for the quadrature,
/// and with five nodes or more close enough to that of the approximation for
/// Newton's method. Standard errors take it from 15 nodes on; see
/// ``BinomialMaximizer``.
///
/// > J. C. Pinheiro, D. M. Bates. Approximations to the log-likelihood
/// > function in the nonlinear mixed-effects model. *J Comput Graph Stat*
/// > 4:12–35, 1995. doi:10.1080/10618600.1995.10474663. Section 2.4.
/// >
/// > T. A. Louis. Finding the observed information matrix when using the EM
/// > algorithm. *J R Stat Soc B* 44:226–233, 1982.
/// > doi:10.1111/j.2517-6161.1982.tb01203.x
internal struct QuadratureKernel: Sendable {
  private var rule: HermiteNodes
  /// Seven rows of one entry a node.
  private var scratch: [Pair]

  init(_ rule: HermiteNodes) {
    self.rule = rule
    scratch = Array(repeating: .zero, count: 7 * rule.count)
  }

  /// Changes the rule; the scratch memory grows if it must.
  mutating func use(_ rule: HermiteNodes) {
    self.rule = rule
    let needed = 7 * rule.count
    if scratch.count < needed {
      scratch = Array(repeating: .zero, count: needed)
    }
  }

  /// The number of nodes a dimension.
  var nodeCount: Int { rule.count }

  /// The largest node.
  var largestNode: Double { rule.nodes.last ?? 0 }

  /// The log-likelihood of two studies, less that at the anchors, with its
  /// derivatives by the means and the entries of the factor.
  ///
  /// - Parameter isOneDimensional: Whether l₂₂ is zero, so that the second
  ///   sum is that of the weights and need not be computed.
  @inline(__always)
  mutating func evaluate(
    _ lanes: CountLanes, _ mode: PosteriorMode, _ prior: RandomEffects,
    isOneDimensional: Bool
  ) -> CountDerivatives {
    let geometry = NodeGeometry(mode, prior.factor)
    let result = sums(
      lanes, mode, geometry, isOneDimensional: isOneDimensional
    ).derivatives(mode, prior.factor, geometry)
    let psi = prior.factor.psi
    let first = psi.m11 * mode.first.curvature
    let second = psi.m22 * mode.second.curvature
    let least = first.replacing(with: second, where: second .< first)
    return least.max() > Self.largeInformation
      ? Self.replacingHessian(of: result, mode, prior, where: least)
      : result
  }

  /// The information in the counts of a study, in units of the prior's, from
  /// which Laplace's approximation gives the Hessian.
  ///
  /// It is then exact to a few parts in a million, where the terms of Louis'
  /// identity, of the size of the information, cancel.
  static let largeInformation = 1e6

  @inline(never)
  private static func replacingHessian(
    of derivatives: CountDerivatives, _ mode: PosteriorMode,
    _ prior: RandomEffects, where information: Pair
  ) -> CountDerivatives {
    let laplace = LaplaceKernel(mode, prior.factor.psi).derivatives()
      .byFactor(prior.factor)
    return derivatives.replacingHessian(
      with: laplace, where: information .> Self.largeInformation)
  }

  /// The weighted sums over all nodes.
  @inline(__always)
  mutating func sums(
    _ lanes: CountLanes, _ mode: PosteriorMode, _ geometry: NodeGeometry,
    isOneDimensional: Bool
  ) -> NodeSums {
    // The three buffers are used within their counts: `nodes` and
    // `logWeights` have `count` entries, `scratch` has seven times as many or
    // more.
    rule.nodes.withUnsafeBufferPointer { nodes in
      rule.logWeights.withUnsafeBufferPointer { logWeights in
        scratch.withUnsafeMutableBufferPointer { scratch in
          guard let nodes = nodes.baseAddress,
            let logWeights = logWeights.baseAddress,
            let scratch = scratch.baseAddress
          else { return NodeSums(lanes, mode) }
          let table = NodeTable(
            count: rule.count, nodes: nodes, logWeights: logWeights,
            scratch: scratch)
          table.fill(mode, geometry)
          return isOneDimensional
            ? table.sumsOverLine(lanes, mode, geometry)
            : geometry.isGentle(largestNode: nodes[rule.count - 1])
              ? table.sums(lanes, mode, geometry, isGentle: true)
              : table.sums(lanes, mode, geometry, isGentle: false)
        }
      }
    }
  }
}

/// The rule and what the kernel computes for each node of one dimension.
internal struct NodeTable {
  let count: Int
  let nodes: UnsafePointer<Double>
  let logWeights: UnsafePointer<Double>
  let scratch: UnsafeMutablePointer<Pair>

  /// log₂ t of the first group at xᵢ, relative to the mode.
  var logFirst: UnsafeMutablePointer<Pair> { scratch }
  /// (t − 1) / t of the first group at xᵢ.
  var firstShare: UnsafeMutablePointer<Pair> { scratch + count }
  /// The parts of t₂ − 1 = aᵢ + bᵢ hⱼ.
  var secondOffset: UnsafeMutablePointer<Pair> { scratch + 2 * count }
  var secondFactor: UnsafeMutablePointer<Pair> { scratch + 3 * count }
  /// hⱼ = exp(slope22 xⱼ) − 1.
  var growth: UnsafeMutablePointer<Pair> { scratch + 4 * count }
  /// hⱼ + 1.
  var ratio: UnsafeMutablePointer<Pair> { scratch + 5 * count }
  /// The logarithm of the weight of xⱼ, with the prior's square.
  var innerWeight: UnsafeMutablePointer<Pair> { scratch + 6 * count }

  /// Fills the scratch memory.
  @inline(__always)
  func fill(_ mode: PosteriorMode, _ g: NodeGeometry) {
    let p1 = mode.first.probability
    let p2 = mode.second.probability
    let square = 0.5 * logTwoReciprocal * g.k22 * g.k22
    for upper in (count / 2)..<count {
      let lower = count - 1 - upper
      let x = nodes[upper]
      let weight = logWeights[upper] - square * (x * x)
      innerWeight[upper] = weight
      innerWeight[lower] = weight
      let inner = Exponential(g.slope22 * x)
      growth[upper] = inner.growth
      ratio[upper] = inner.value
      let innerReverse = inner.reversed
      growth[lower] = innerReverse.growth
      ratio[lower] = innerReverse.value
      let outer = Exponential(g.slope21 * x)
      secondOffset[upper] = p2 * outer.growth
      secondFactor[upper] = p2 * outer.value
      let outerReverse = outer.reversed
      secondOffset[lower] = p2 * outerReverse.growth
      secondFactor[lower] = p2 * outerReverse.value
      let first = Exponential(g.slope1 * x)
      setFirst(upper, p1, first)
      setFirst(lower, p1, first.reversed)
    }
  }

  @inline(__always)
  private func setFirst(_ i: Int, _ p: Pair, _ e: Exponential) {
    let node = Node(excess: p * e.growth)
    logFirst[i] = node.logT
    firstShare[i] = node.share
  }

  /// The weighted sums over all nodes.
  @inline(__always)
  func sums(
    _ lanes: CountLanes, _ mode: PosteriorMode, _ g: NodeGeometry,
    isGentle: Bool
  ) -> NodeSums {
    let complement = 1 - mode.second.probability
    let n2 = lanes.second.trials
    let y2 = lanes.second.successes
    let slope = logTwoReciprocal * y2 * g.slope22
    var sums = NodeSums(lanes, mode)
    for i in 0..<count {
      let x = nodes[i]
      let row = Row(self, i, lanes, mode, g)
      let tilt = slope - logTwoReciprocal * (row.mode2 * g.k22)
      let offset = secondOffset[i]
      let factor = secondFactor[i]
      var inner = InnerSums()
      for upper in ((count + 1) / 2)..<count {
        let lower = count - 1 - upper
        let z = nodes[upper]
        let weight = row.exponent + innerWeight[upper]
        let above =
          isGentle
          ? Node(excess: offset + factor * growth[upper])
          : Node(sum: complement + factor * ratio[upper])
        let below =
          isGentle
          ? Node(excess: offset + factor * growth[lower])
          : Node(sum: complement + factor * ratio[lower])
        let linear = tilt * z
        inner.add(
          above.weight(weight + linear, n2), above.share,
          below.weight(weight - linear, n2), below.share, z)
      }
      if count & 1 == 1 {
        let node = Node(excess: offset)
        inner.addCentre(
          node.weight(row.exponent + innerWeight[count / 2], n2),
          node.share)
      }
      sums.add(inner, row, x)
    }
    return sums
  }

  /// The same where η₂ does not depend on xⱼ: the inner sums are those of
  /// the weights, √π, 0 and √π / 2.
  @inline(__always)
  func sumsOverLine(
    _ lanes: CountLanes, _ mode: PosteriorMode, _ g: NodeGeometry
  ) -> NodeSums {
    // log₂ √π
    let logWeightSum = 0.82574806473615940
    var sums = NodeSums(lanes, mode)
    for i in 0..<count {
      let row = Row(self, i, lanes, mode, g)
      let node = Node(excess: secondOffset[i])
      var inner = InnerSums()
      inner.addLine(
        node.weight(row.exponent + logWeightSum, lanes.second.trials),
        node.share)
      sums.add(inner, row, nodes[i])
    }
    return sums
  }
}
