/// A study of a diagnostic test: its name and its counts.
public struct Study: Hashable, Sendable, Codable, Identifiable {
  /// The name, by which errors and results refer to the study.
  public var id: String
  /// The counts.
  public var table: TwoByTwoTable

  /// Creates a study.
  @inlinable
  public init(id: String, table: TwoByTwoTable) {
    self.id = id
    self.table = table
  }
}
