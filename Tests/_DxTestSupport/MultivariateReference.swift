/// A published meta-analysis of two correlated normal outcomes.
///
/// Only data sets with two outcomes are held; `Fixtures/README.md` gives
/// their source.
public struct MultivariateReference: Sendable, CustomStringConvertible {
  /// The name of the data set, which is that of its files.
  public let name: String
  /// The studies, in the order of the file.
  public let studies: [Study]
  /// The moderators of each study, by name.
  public let covariates: [String: [Double]]
  /// The results, as the JSON file nests them.
  public let expected: ExpectedValue

  /// The two outcomes of a study, where `nil` stands for one not reported.
  public struct Study: Sendable, Hashable {
    /// The name of the study.
    public let name: String
    /// The estimates.
    public let y: [Double?]
    /// The within-study variance of the first outcome.
    public let s11: Double?
    /// The within-study covariance.
    public let s21: Double?
    /// The within-study variance of the second outcome.
    public let s22: Double?
  }

  /// The name.
  public var description: String { name }

  /// All data sets, by name.
  public static var all: [MultivariateReference] {
    get throws(FixtureError) { try loaded.get() }
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
        try MultivariateReference(loading: name)
      }
  }

  private init(loading name: String) throws(FixtureError) {
    let table = try FixtureFile(path: "multivariate/\(name).csv").table()
    self.name = name
    let names = try table.strings("study")
    let y1 = try table.optionalNumbers("y1")
    let y2 = try table.optionalNumbers("y2")
    let s11 = try table.optionalNumbers("s11")
    let s21 = try table.optionalNumbers("s21")
    let s22 = try table.optionalNumbers("s22")
    studies = names.indices.map {
      Study(
        name: names[$0], y: [y1[$0], y2[$0]], s11: s11[$0], s21: s21[$0],
        s22: s22[$0])
    }
    var covariates: [String: [Double]] = [:]
    let columns = ["study", "y1", "y2", "s11", "s21", "s22"]
    for column in table.header where !columns.contains(column) {
      covariates[column] = try table.numbers(column)
    }
    self.covariates = covariates
    expected = try FixtureFile(path: "multivariate/\(name).json").json()
  }
}
