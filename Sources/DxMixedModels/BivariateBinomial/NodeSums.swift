/// Sums over xⱼ of the weights times powers of xⱼ and of the node's share.
internal struct InnerSums {
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
internal struct NodeSums {
  // s₂ and s₂² − d₂ as polynomials in the share r, about the mode.
  private let score2, slope2: Pair
  private let constant, linear, square: Pair
  // Weights times 1, x₁, x₁², x₂, x₁ x₂, x₂².
  private(set) var m0 = Pair.zero, m1 = Pair.zero, m11 = Pair.zero
  private(set) var m2 = Pair.zero, m12 = Pair.zero, m22 = Pair.zero
  // With s₁; with s₂.
  private(set) var p0 = Pair.zero, p1 = Pair.zero, p2 = Pair.zero
  private(set) var q0 = Pair.zero, q1 = Pair.zero, q2 = Pair.zero
  // With s₁² − d₁.
  private(set) var a0 = Pair.zero, a1 = Pair.zero, a11 = Pair.zero
  private(set) var a2 = Pair.zero
  // With s₁ s₂.
  private(set) var c0 = Pair.zero, c1 = Pair.zero, c11 = Pair.zero
  private(set) var c2 = Pair.zero, c12 = Pair.zero
  // With s₂² − d₂.
  private(set) var u0 = Pair.zero, u1 = Pair.zero, u11 = Pair.zero
  private(set) var u2 = Pair.zero, u12 = Pair.zero, u22 = Pair.zero

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
    p2 += row.score * inner.s1
    let second = score2 * inner.s0 - slope2 * inner.t0
    let secondBy2 = score2 * inner.s1 - slope2 * inner.t1
    q0 += second
    q1 += second * x
    q2 += secondBy2
    let bend = row.score * row.score - row.curvature
    let a = bend * inner.s0
    a0 += a
    a1 += a * x
    a11 += a * xx
    a2 += bend * inner.s1
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
