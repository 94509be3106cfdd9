/// A root of a function of one variable, with its final bracket.
public struct ScalarRoot: Hashable, Sendable, Codable {
  /// The argument found, one of the two ends of the bracket.
  public var argument: Double
  /// The function there.
  public var value: Double
  /// The lower end of the last interval over which the sign changes.
  public var lower: Double
  /// The upper end of the last interval over which the sign changes.
  ///
  /// Where the function is exactly zero both ends are the root.
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
