/// The reason why a root cannot be searched for in an interval.
public enum BracketError: Error, Hashable, Sendable {
  /// The function has the same sign at both ends.
  case noSignChange(
    lower: Double, lowerValue: Double, upper: Double, upperValue: Double)
  /// The function is not a number at this end of the interval.
  case notANumber(argument: Double)
}
