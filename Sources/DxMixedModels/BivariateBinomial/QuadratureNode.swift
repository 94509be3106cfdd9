internal import DxSpecialFunctions

/// An exponential with its value less one.
internal struct Exponential {
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
internal struct Node {
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
internal struct Row {
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
