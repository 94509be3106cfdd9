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
/// the same nodes: the exact Hessian of the exact likelihood, and with five
/// nodes or more close enough to that of the approximation for Newton's
/// method.
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
    // The three buffers are used within their counts: `nodes` and
    // `logWeights` have `count` entries, `scratch` has seven times as many or more.
    return rule.nodes.withUnsafeBufferPointer { nodes in
      rule.logWeights.withUnsafeBufferPointer { logWeights in
        scratch.withUnsafeMutableBufferPointer { scratch in
          guard let nodes = nodes.baseAddress,
            let logWeights = logWeights.baseAddress,
            let scratch = scratch.baseAddress
          else { return CountDerivatives() }
          let table = NodeTable(
            count: rule.count, nodes: nodes, logWeights: logWeights,
            scratch: scratch)
          table.fill(mode, geometry)
          let sums =
            isOneDimensional
            ? table.sumsOverLine(lanes, mode, geometry)
            : geometry.isGentle(largestNode: nodes[rule.count - 1])
              ? table.sums(lanes, mode, geometry, isGentle: true)
              : table.sums(lanes, mode, geometry, isGentle: false)
          return sums.derivatives(mode, prior.factor, geometry)
        }
      }
    }
  }
}

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
  fileprivate func isGentle(largestNode: Double) -> Bool {
    let largest = max(
      slope21.x.magnitude, slope21.y.magnitude, slope22.x.magnitude,
      slope22.y.magnitude)
    return largest * largestNode <= 3
  }
}

/// The rule and what the kernel computes for each node of one dimension.
private struct NodeTable {
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

/// An exponential with its value less one.
private struct Exponential {
  let value: Pair
  let growth: Pair

  @inline(__always)
  init(value: Pair, growth: Pair) {
    self.value = value
    self.growth = growth
  }

  @inline(__always)
  init(_ x: Pair) {
    let e = x.exponentials
    self.init(value: e.value, growth: e.minusOne)
  }

  /// That of the negative argument.
  @inline(__always)
  var reversed: Exponential {
    let inverse = 1 / value
    return Exponential(value: inverse, growth: -(growth * inverse))
  }
}

/// A group of trials at a node, relative to the mode.
///
/// With p the probability at the mode and t = 1 + p (eᵟ − 1), that at the node
/// is p + (1 − p) (t − 1) / t.
private struct Node {
  /// (t − 1) / t.
  let share: Pair
  /// log₂ t.
  let logT: Pair

  /// - Parameter excess: t − 1.
  @inline(__always)
  init(excess: Pair) {
    let t = 1 + excess
    let inverse = 1 / t
    share = excess * inverse
    // What 1 + excess lost to rounding matters if there are 10⁹ trials.
    logT =
      t.binaryLogarithm
      + (excess - (t - 1)) * (logTwoReciprocal * inverse)
  }

  /// - Parameter t: t itself, where it is not close to one for all nodes.
  @inline(__always)
  init(sum t: Pair) {
    share = 1 - 1 / t
    logT = t.binaryLogarithm
  }

  /// Two to the power of an exponent less n log₂ t, or as good as zero.
  @inline(__always)
  func weight(_ exponent: Pair, _ trials: Pair) -> Pair {
    let x = exponent - trials * logT
    let least = Pair(repeating: -1020)
    return x.replacing(with: least, where: x .< least).binaryExponential
  }
}

/// What a row of nodes has in common.
private struct Row {
  /// The exponent of the weights but for what depends on xⱼ.
  let exponent: Pair
  /// The second entry of v at xⱼ = 0.
  let mode2: Pair
  /// y − n p of the first group, and n p (1 − p).
  let score: Pair
  let curvature: Pair

  @inline(__always)
  init(
    _ table: NodeTable, _ i: Int, _ lanes: CountLanes, _ mode: PosteriorMode,
    _ g: NodeGeometry
  ) {
    let x = table.nodes[i]
    let step1 = g.k11 * x
    let step2 = g.k21 * x
    let n = lanes.first.trials
    let q = 1 - mode.first.probability
    let change = q * table.firstShare[i]
    mode2 = g.mode2 + step2
    score = mode.first.score - n * change
    curvature = n * (mode.first.probability + change) * (q - change)
    let linear =
      (lanes.first.successes * g.slope1 + lanes.second.successes * g.slope21)
      * x
    let prior =
      step1 * (g.mode1 + 0.5 * step1) + step2 * (g.mode2 + 0.5 * step2)
    exponent =
      logTwoReciprocal * (linear - prior) - n * table.logFirst[i]
      + table.logWeights[i]
  }
}

/// Sums over xⱼ of the weights times powers of xⱼ and of the node's share.
private struct InnerSums {
  var s0 = Pair.zero, s1 = Pair.zero, s2 = Pair.zero
  var t0 = Pair.zero, t1 = Pair.zero, t2 = Pair.zero
  var w0 = Pair.zero, w1 = Pair.zero, w2 = Pair.zero

  /// Adds the nodes at z and −z.
  @inline(__always)
  mutating func add(
    _ above: Pair, _ aboveShare: Pair, _ below: Pair,
    _ belowShare: Pair, _ z: Double
  ) {
    let square = z * z
    let ta = above * aboveShare
    let tb = below * belowShare
    let wa = ta * aboveShare
    let wb = tb * belowShare
    let (s, t, w) = (above + below, ta + tb, wa + wb)
    s0 += s
    s1 += (above - below) * z
    s2 += s * square
    t0 += t
    t1 += (ta - tb) * z
    t2 += t * square
    w0 += w
    w1 += (wa - wb) * z
    w2 += w * square
  }

  /// Adds the node at zero.
  @inline(__always)
  mutating func addCentre(_ weight: Pair, _ share: Pair) {
    let t = weight * share
    s0 += weight
    t0 += t
    w0 += t * share
  }

  /// Adds all nodes of a line on which the share is the same.
  @inline(__always)
  mutating func addLine(_ weight: Pair, _ share: Pair) {
    addCentre(weight, share)
    s2 = 0.5 * s0
    t2 = 0.5 * t0
    w2 = 0.5 * w0
  }
}

/// Sums over all nodes: of the weights times powers of (xᵢ, xⱼ), and times
/// the derivatives of the log-likelihood.
private struct NodeSums {
  // s₂ and s₂² − d₂ as polynomials in the share r, about the mode.
  private let score2, slope2: Pair
  private let constant, linear, square: Pair
  // Weights times 1, x₁, x₁², x₂, x₁ x₂, x₂².
  private var m0 = Pair.zero, m1 = Pair.zero, m11 = Pair.zero
  private var m2 = Pair.zero, m12 = Pair.zero, m22 = Pair.zero
  // With s₁; with s₂.
  private var p0 = Pair.zero, p1 = Pair.zero
  private var q0 = Pair.zero, q1 = Pair.zero, q2 = Pair.zero
  // With s₁² − d₁.
  private var a0 = Pair.zero, a1 = Pair.zero, a11 = Pair.zero
  // With s₁ s₂.
  private var c0 = Pair.zero, c1 = Pair.zero, c11 = Pair.zero
  private var c2 = Pair.zero, c12 = Pair.zero
  // With s₂² − d₂.
  private var u0 = Pair.zero, u1 = Pair.zero, u11 = Pair.zero
  private var u2 = Pair.zero, u12 = Pair.zero, u22 = Pair.zero

  @inline(__always)
  init(_ lanes: CountLanes, _ mode: PosteriorMode) {
    let p = mode.second.probability
    let q = 1 - p
    score2 = mode.second.score
    slope2 = lanes.second.trials * q
    constant = score2 * score2 - mode.second.curvature
    linear = slope2 * (2 * score2 + (q - p))
    square = slope2 * (slope2 + q)
  }

  /// Adds a row of nodes.
  @inline(__always)
  mutating func add(_ inner: InnerSums, _ row: Row, _ x: Double) {
    let xx = x * x
    m0 += inner.s0
    m1 += inner.s0 * x
    m11 += inner.s0 * xx
    m2 += inner.s1
    m12 += inner.s1 * x
    m22 += inner.s2
    let first = row.score * inner.s0
    p0 += first
    p1 += first * x
    let second = score2 * inner.s0 - slope2 * inner.t0
    let secondBy2 = score2 * inner.s1 - slope2 * inner.t1
    q0 += second
    q1 += second * x
    q2 += secondBy2
    let a = (row.score * row.score - row.curvature) * inner.s0
    a0 += a
    a1 += a * x
    a11 += a * xx
    let c = row.score * second
    let cBy2 = row.score * secondBy2
    c0 += c
    c1 += c * x
    c11 += c * xx
    c2 += cBy2
    c12 += cBy2 * x
    let u = constant * inner.s0 - linear * inner.t0 + square * inner.w0
    let uBy2 = constant * inner.s1 - linear * inner.t1 + square * inner.w1
    let uBy22 = constant * inner.s2 - linear * inner.t2 + square * inner.w2
    u0 += u
    u1 += u * x
    u11 += u * xx
    u2 += uBy2
    u12 += uBy2 * x
    u22 += uBy22
  }
}

extension NodeSums {
  /// The log-likelihood, less that at the anchors, and its derivatives.
  @inline(__always)
  fileprivate func derivatives(
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
      mode.first.logLikelihood + mode.second.logLikelihood
      - mode.halfPriorQuadratic
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
private struct NodeMeans {
  let x1, x11, x2, x12, x22: Pair
  let s1, s1x1: Pair
  let s2, s2x1, s2x2: Pair
}

/// What the movement of the nodes with the parameters adds to the gradient.
///
/// The derivative of the approximation by the mode v̂ and by C, where the
/// nodes are v̂ + √2 C x, carried back to the parameters through the mode
/// equation and through C Cᵀ = H⁻¹. For the exact integral it is zero.
private struct NodeMovement {
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
