/// A published meta-analysis of correlated normal outcomes.
///
/// `Fixtures/README.md` gives the source of each.
public struct MultivariateReference: Sendable, CustomStringConvertible {
  /// The name of the data set, which is that of its files.
  public let name: String
  /// The studies, in the order of the file.
  public let studies: [Study]
  /// The moderators of each study, by name.
  public let covariates: [String: [Double]]
  /// The results, as the JSON file nests them.
  public let expected: ExpectedValue

  /// The outcomes of a study, where `nil` stands for one not reported.
  public struct Study: Sendable, Hashable {
    /// The name of the study.
    public let name: String
    /// The estimates.
    public let y: [Double?]
    /// The within-study covariances, the lower triangle row by row.
    public let covariances: [Double?]

    /// The within-study variance of the first outcome.
    public var s11: Double? { covariances[0] }
    /// The within-study covariance of the first two outcomes.
    public var s21: Double? { covariances[1] }
    /// The within-study variance of the second outcome.
    public var s22: Double? { covariances[2] }
  }

  /// The number of outcomes.
  public var outcomeCount: Int { studies.first?.y.count ?? 0 }

  /// The name.
  public var description: String { name }

  /// All data sets, by name.
  public static var all: [MultivariateReference] {
    get throws(FixtureError) { try loaded.get() }
  }

  /// The data sets of two outcomes.
  public static var pairs: [MultivariateReference] {
    get throws(FixtureError) { try all.filter { $0.outcomeCount == 2 } }
  }

  /// The data set of this name.
  public static func named(
    _ name: String
  ) throws(FixtureError) -> MultivariateReference {
    guard let reference = try all.first(where: { $0.name == name }) else {
      throw .missingFile(path: "multivariate/\(name).csv")
    }
    return reference
  }

  private static let loaded = Result { () throws(FixtureError) in
    try FixtureFile.tableNames(inFolder: "multivariate")
      .map { (name) throws(FixtureError) in
        try MultivariateReference(loading: name, inFolder: "multivariate")
      }
  }

  /// Simulated studies of three outcomes, with the best optimum known for each
  /// structure of the covariance between studies.
  public static var structures: [MultivariateReference] {
    get throws(FixtureError) {
      try FixtureFile.tableNames(inFolder: "structures")
        .map { (name) throws(FixtureError) in
          try MultivariateReference(loading: name, inFolder: "structures")
        }
    }
  }

  private init(loading name: String, inFolder folder: String)
    throws(FixtureError)
  {
    let table = try FixtureFile(path: "\(folder)/\(name).csv").table()
    self.name = name
    let names = try table.strings("study")
    let count = table.header.count {
      $0.hasPrefix("y") && Int($0.dropFirst()) != nil
    }
    var values: [[Double?]] = []
    var triangle: [[Double?]] = []
    var columns = ["study"]
    for row in 1...count {
      columns.append("y\(row)")
      values.append(try table.optionalNumbers("y\(row)"))
      for column in 1...row {
        columns.append("s\(row)\(column)")
        triangle.append(try table.optionalNumbers("s\(row)\(column)"))
      }
    }
    studies = names.indices.map { index in
      Study(
        name: names[index], y: values.map { $0[index] },
        covariances: triangle.map { $0[index] })
    }
    var covariates: [String: [Double]] = [:]
    for column in table.header where !columns.contains(column) {
      covariates[column] = try table.numbers(column)
    }
    self.covariates = covariates
    expected = try FixtureFile(path: "\(folder)/\(name).json").json()
  }
}
