/// The numbers of nodes that automatic quadrature goes through.
///
/// Their rules are constants that are computed once.
internal enum QuadratureLevels {
  /// The numbers, each a little less than twice the one before.
  static let counts = [15, 25, 45, 81, 141, 221]

  /// The rule of the cheap step that comes before a rule with many nodes.
  static let seven = HermiteNodes(count: 7)

  private static let rules = (
    HermiteNodes(count: 15), HermiteNodes(count: 25)
  )

  /// The rule with a number of nodes.
  static func rule(_ count: Int) -> HermiteNodes {
    switch count {
    case 7: seven
    case 15: rules.0
    case 25: rules.1
    default: HermiteNodes(count: count)
    }
  }
}
