/// A published meta-analysis of results within groups.
///
/// `Fixtures/README.md` gives the source.
public struct LevelReference: Sendable {
  /// The names of the results.
  public let names: [String]
  /// The estimates.
  public let values: [Double]
  /// Their variances.
  public let variances: [Double]
  /// The group of each result.
  public let groups: [String]
  /// The year of each result.
  public let years: [Double]

  /// The schools of 11 districts.
  public static var schools: LevelReference {
    get throws(FixtureError) {
      let table = try FixtureFile(
        path: "levels/konstantopoulos2011.csv"
      ).table()
      return LevelReference(
        names: try table.strings("study"), values: try table.numbers("yi"),
        variances: try table.numbers("vi"),
        groups: try table.strings("district"),
        years: try table.numbers("year"))
    }
  }
}
