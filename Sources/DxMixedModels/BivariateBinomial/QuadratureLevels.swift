/// The numbers of nodes that automatic quadrature goes through.
internal enum QuadratureLevels {
  /// The numbers, each a little less than twice the one before.
  static let counts = [15, 25, 45, 81, 141, 221]

  // Constants, each computed when it is first needed.
  static let seven = HermiteNodes(count: 7)
  private static let rule15 = HermiteNodes(count: 15)
  private static let rule25 = HermiteNodes(count: 25)
  private static let rule45 = HermiteNodes(count: 45)
  private static let rule81 = HermiteNodes(count: 81)
  private static let rule141 = HermiteNodes(count: 141)
  private static let rule221 = HermiteNodes(count: 221)

  /// The rule with a number of nodes.
  static func rule(_ count: Int) -> HermiteNodes {
    switch count {
    case 7: seven
    case 15: rule15
    case 25: rule25
    case 45: rule45
    case 81: rule81
    case 141: rule141
    case 221: rule221
    default: HermiteNodes(count: count)
    }
  }
}
