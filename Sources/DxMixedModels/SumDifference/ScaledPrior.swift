internal import DxSpecialFunctions
internal import RealModule

/// The correlation of two random effects as a point on the half circle.
///
/// It is ρ = ±cos ω, with the sign chosen so that ω = 0 is the nearer of the
/// two boundaries. The likelihood is even in ω.
internal struct Rotation: Hashable, Sendable {
  /// The correlation at ω = 0, 1 or −1.
  var sign: Double
  /// ω.
  var angle: Double

  /// ρ.
  var correlation: Double { sign * .cos(angle) }
  /// √(1 − ρ²), with the sign of ω.
  var sine: Double { .sin(angle) }
  /// (1 + ρ) / 2 and (1 − ρ) / 2, each without cancellation.
  var shares: (plus: Double, minus: Double) {
    let cosine = Double.cos(angle / 2)
    let sine = Double.sin(angle / 2)
    let (near, far) = (cosine * cosine, sine * sine)
    return sign > 0 ? (near, far) : (far, near)
  }
}

/// The prior of two studies as a function of five arguments: the sum s, the
/// half difference d, the log scale ratio γ, the radius r and the angle ω.
///
/// With E = e^(−γ/2), F = e^(γ/2) and the correlation ρ of ``Rotation``,
/// ```
/// m₁ = E (d + s/2)    l₁₁ = E r
/// m₂ = F (s/2 − d)    l₂₁ = F r ρ    l₂₂ = F r sin ω
/// ```
/// so that r² = √(ψ₁₁ψ₂₂) = σ²d + σ²s/4, σ²s = 2 r² (1 + ρ) and
/// σ²d = r² (1 − ρ) / 2. The map is smooth for all real r and ω. A variance
/// of zero is ω = 0, where the map is even in ω but for the sign of l₂₂, so
/// that the derivative is zero and only the curvature tells a maximum.
internal struct ScaledPrior {
  let prior: RandomEffects
  private let e, f: Pair
  // The derivatives of l₂₁ and l₂₂ by r.
  private let t21, t22: Pair
  // Those by ω are −sign · l₂₂ and sign · l₂₁.
  private let sign: Double

  /// The number of arguments.
  static var argumentCount: Int { 5 }
  /// The room that derivatives take: a gradient and a Hessian.
  static var derivativeCount: Int { argumentCount * (argumentCount + 1) }

  /// - Parameters:
  ///   - correlation: ρ of the rotation.
  ///   - sine: Its sin ω.
  init(
    _ arguments: (sum: Pair, halfDifference: Pair, logScaleRatio: Pair),
    radius: Double, correlation: Double, sine: Double, sign: Double
  ) {
    let half = 0.5 * arguments.logScaleRatio
    f = Pair(.exp(half.x), .exp(half.y))
    e = 1 / f
    self.sign = sign
    t21 = f * correlation
    t22 = f * sine
    prior = RandomEffects(
      firstMean: e * (0.5 * arguments.sum + arguments.halfDifference),
      secondMean: f * (0.5 * arguments.sum - arguments.halfDifference),
      factor: FactorLanes(e * radius, t21 * radius, t22 * radius))
  }

  /// Stores the gradient and the lower triangle of the Hessian by the five
  /// arguments, from those by the means and the entries of the factor.
  func store(_ y: CountDerivatives, into result: inout [Pair]) {
    let l = prior.factor
    let (m1, m2) = (prior.firstMean, prior.secondMean)
    let bySum = Direction(m1: 0.5 * e, m2: 0.5 * f)
    let byDifference = Direction(m1: e, m2: -f)
    let byRatio = Direction(
      m1: -0.5 * m1, m2: 0.5 * m2, c1: -0.5 * l.l11, c2: 0.5 * l.l21,
      c3: 0.5 * l.l22)
    let byRadius = Direction(c1: e, c2: t21, c3: t22)
    let byAngle = Direction(c2: -sign * l.l22, c3: sign * l.l21)
    let h0 = bySum.curvature(y)
    let h1 = byDifference.curvature(y)
    let h2 = byRatio.curvature(y)
    let h3 = byRadius.curvature(y)
    result[0] = bySum.slope(y)
    result[1] = byDifference.slope(y)
    result[2] = byRatio.slope(y)
    result[3] = byRadius.slope(y)
    result[4] = byAngle.slope(y)
    result[Self.entry(0, 0)] = bySum.dot(h0)
    result[Self.entry(1, 0)] = byDifference.dot(h0)
    result[Self.entry(2, 0)] = byRatio.dot(h0)
    result[Self.entry(3, 0)] = byRadius.dot(h0)
    result[Self.entry(4, 0)] = byAngle.dot(h0)
    result[Self.entry(1, 1)] = byDifference.dot(h1)
    result[Self.entry(2, 1)] = byRatio.dot(h1)
    result[Self.entry(3, 1)] = byRadius.dot(h1)
    result[Self.entry(4, 1)] = byAngle.dot(h1)
    result[Self.entry(2, 2)] = byRatio.dot(h2)
    result[Self.entry(3, 2)] = byRadius.dot(h2)
    result[Self.entry(4, 2)] = byAngle.dot(h2)
    result[Self.entry(3, 3)] = byRadius.dot(h3)
    result[Self.entry(4, 3)] = byAngle.dot(h3)
    result[Self.entry(4, 4)] = byAngle.dot(byAngle.curvature(y))
    addBends(y, to: &result)
  }

  /// Where an entry of the Hessian stands.
  static func entry(_ row: Int, _ column: Int) -> Int {
    argumentCount * (column + 1) + row
  }

  /// Adds the gradient times the second derivatives of the map.
  private func addBends(_ y: CountDerivatives, to result: inout [Pair]) {
    let l = prior.factor
    let (p1, p2) = (e * y.m1, f * y.m2)
    let along = l.l21 * y.c2 + l.l22 * y.c3
    let across = sign * (l.l21 * y.c3 - l.l22 * y.c2)
    let means = prior.firstMean * y.m1 + prior.secondMean * y.m2
    result[Self.entry(2, 0)] += 0.25 * (p2 - p1)
    result[Self.entry(2, 1)] -= 0.5 * (p1 + p2)
    result[Self.entry(2, 2)] += 0.25 * (means + l.l11 * y.c1 + along)
    result[Self.entry(3, 2)] += 0.5 * (t21 * y.c2 + t22 * y.c3 - e * y.c1)
    result[Self.entry(4, 2)] += 0.5 * across
    result[Self.entry(4, 3)] += sign * (t21 * y.c3 - t22 * y.c2)
    result[Self.entry(4, 4)] -= along
  }
}

/// The derivatives of the means and the entries of the factor by an argument.
private struct Direction {
  var m1 = Pair.zero
  var m2 = Pair.zero
  var c1 = Pair.zero
  var c2 = Pair.zero
  var c3 = Pair.zero

  /// The derivative of a function in this direction.
  func slope(_ y: CountDerivatives) -> Pair {
    m1 * y.m1 + m2 * y.m2 + c1 * y.c1 + c2 * y.c2 + c3 * y.c3
  }

  /// Its Hessian times this direction.
  func curvature(_ y: CountDerivatives) -> Direction {
    Direction(
      m1: m1 * y.m1m1 + m2 * y.m2m1 + c1 * y.c1m1 + c2 * y.c2m1 + c3 * y.c3m1,
      m2: m1 * y.m2m1 + m2 * y.m2m2 + c1 * y.c1m2 + c2 * y.c2m2 + c3 * y.c3m2,
      c1: m1 * y.c1m1 + m2 * y.c1m2 + c1 * y.c1c1 + c2 * y.c2c1 + c3 * y.c3c1,
      c2: m1 * y.c2m1 + m2 * y.c2m2 + c1 * y.c2c1 + c2 * y.c2c2 + c3 * y.c3c2,
      c3: m1 * y.c3m1 + m2 * y.c3m2 + c1 * y.c3c1 + c2 * y.c3c2 + c3 * y.c3c3)
  }

  func dot(_ other: Direction) -> Pair {
    let means = m1 * other.m1 + m2 * other.m2
    return means + c1 * other.c1 + c2 * other.c2 + c3 * other.c3
  }
}
