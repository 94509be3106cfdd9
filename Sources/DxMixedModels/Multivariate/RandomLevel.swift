/// A level of random effects above the study: studies of the same group share
/// a draw of all outcomes.
///
/// ```
/// let model = MultivariateModel(
///   levels: [RandomLevel("laboratory", laboratories, structure: .diagonal)])
/// ```
/// The rows of the outcomes are then what the innermost level counts, say
/// results, and a level above them, say the study that they come from, makes
/// several rows of one study honest. Levels may be nested or crossed: groups
/// of a level are told apart by their names alone, whatever groups of another
/// level they lie in. The rows keep a covariance of their own, the structure of
/// the model.
///
/// A fit throws ``MultivariateModelError`` for a level whose covariance the
/// data cannot tell from the others: one with a group for each row, unless the
/// structures differ enough, one with a single group, and one that groups the
/// rows as another level does.
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
