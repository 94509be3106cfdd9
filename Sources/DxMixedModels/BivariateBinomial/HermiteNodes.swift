internal import DxSpecialFunctions
internal import RealModule

/// A Gauss–Hermite rule in the form that the kernel needs.
internal struct HermiteNodes: Sendable {
  /// The nodes in ascending order, symmetric about zero.
  let nodes: [Double]
  /// The logarithms to base two of w exp(x²).
  let logWeights: [Double]

  /// The rule with a number of nodes.
  init(count: Int) {
    let rule = GaussHermiteRule(order: count)
    nodes = rule.nodes
    logWeights = rule.scaledWeights.map { .log($0) * logTwoReciprocal }
  }

  /// The number of nodes.
  var count: Int { nodes.count }
}
