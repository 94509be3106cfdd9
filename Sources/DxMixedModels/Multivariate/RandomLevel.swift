/// A level of random effects above the study: studies of the same group share
/// a draw of all outcomes.
///
/// ```
/// let model = MultivariateModel(
///   levels: [RandomLevel("laboratory", laboratories, structure: .diagonal)])
/// ```
/// The rows of the outcomes are then what the innermost level counts, say
/// results, and a level above them, say the study that they come from, makes
/// several rows of one study honest. Levels may be nested or crossed.
public struct RandomLevel: Hashable, Sendable {
  /// The name of the level.
  public var name: String
  /// The group of each row of the outcomes, in their order.
  public var groups: [String]
  /// The form of the covariance between the groups.
  public var structure: RandomEffectsStructure

  /// Creates a level.
  public init(
    _ name: String, _ groups: [String],
    structure: RandomEffectsStructure = .unstructured
  ) {
    self.name = name
    self.groups = groups
    self.structure = structure
  }
}
