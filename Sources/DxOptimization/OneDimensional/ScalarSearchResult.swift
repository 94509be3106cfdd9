/// What a search over one variable found, with its final bracket.
public struct ScalarSearchResult: Hashable, Sendable, Codable {
  /// The root, or the argument with the least value found.
  ///
  /// A root is one of the two ends of the bracket.
  public var argument: Double
  /// The function there.
  public var value: Double
  /// The lower end of the last interval known to hold a solution.
  ///
  /// For a root the sign of the function changes over the interval, or both
  /// ends are the root where the function is exactly zero. For a minimum the
  /// interval holds `argument`.
  public var lower: Double
  /// The upper end of the last interval known to hold a solution.
  public var upper: Double
  /// Why the search ended: ``ConvergenceCriterion/bracket`` for success.
  public var criterion: ConvergenceCriterion
  /// How often the function was evaluated.
  public var evaluations: Int

  /// Creates a result from its parts.
  public init(
    argument: Double, value: Double, lower: Double, upper: Double,
    criterion: ConvergenceCriterion, evaluations: Int
  ) {
    self.argument = argument
    self.value = value
    self.lower = lower
    self.upper = upper
    self.criterion = criterion
    self.evaluations = evaluations
  }
}
