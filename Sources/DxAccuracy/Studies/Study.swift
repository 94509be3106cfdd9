/// A study of a diagnostic test: its name, its counts and what else is known
/// of it.
public struct Study: Hashable, Sendable, Codable, Identifiable {
  /// The name, by which errors and results refer to the study.
  public var id: String
  /// The counts.
  public var table: TwoByTwoTable
  /// The values of covariates by their names.
  ///
  /// Only a ``BivariateRegressionModel`` reads them, and only those of its
  /// moderators.
  public var covariates: [String: CovariateValue]

  /// Creates a study.
  @inlinable
  public init(
    id: String, table: TwoByTwoTable,
    covariates: [String: CovariateValue] = [:]
  ) {
    self.id = id
    self.table = table
    self.covariates = covariates
  }
}

extension Study {
  private enum CodingKeys: String, CodingKey {
    case id, table, covariates
  }

  /// Decodes a study; one that was encoded without covariates has none.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      id: try container.decode(String.self, forKey: .id),
      table: try container.decode(TwoByTwoTable.self, forKey: .table),
      covariates: try container.decodeIfPresent(
        [String: CovariateValue].self, forKey: .covariates) ?? [:])
  }
}
