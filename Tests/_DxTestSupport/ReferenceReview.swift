/// A published review of 2×2 tables with the results to expect from it.
///
/// `Fixtures/README.md` gives the source and the conventions of each value.
public struct ReferenceReview: Sendable, CustomStringConvertible {
  /// The name of the data set, which is that of its files.
  public let name: String
  /// The four counts of each study.
  public let counts: ReferenceCounts
  /// The columns that are no counts, as text, by name.
  public let covariates: [String: [String]]
  /// The results, as the JSON file nests them.
  public let expected: ExpectedValue

  /// The name.
  public var description: String { name }

  /// All data sets, by name.
  public static var all: [ReferenceReview] {
    get throws(FixtureError) { try loaded.get() }
  }

  /// The data set of this name.
  public static func named(
    _ name: String
  ) throws(FixtureError) -> ReferenceReview {
    guard let review = try all.first(where: { $0.name == name }) else {
      throw .missingFile(path: "reviews/\(name).csv")
    }
    return review
  }

  // Every suite asks for the same immutable files; reading them takes longer
  // than most tests.
  private static let loaded = Result { () throws(FixtureError) in
    try FixtureFile.tableNames(inFolder: "reviews")
      .map { (name) throws(FixtureError) in try ReferenceReview(loading: name) }
  }

  private init(loading name: String) throws(FixtureError) {
    let table = try FixtureFile(path: "reviews/\(name).csv").table()
    self.name = name
    counts = try ReferenceCounts(table)
    var covariates: [String: [String]] = [:]
    for column in table.header
    where !ReferenceCounts.columns.contains(column) {
      covariates[column] = try table.strings(column)
    }
    self.covariates = covariates
    expected = try FixtureFile(path: "reviews/\(name).json").json()
  }
}

/// The counts of the 2×2 tables of a review, one element a study.
public struct ReferenceCounts: Sendable, Hashable {
  /// The names of the studies, which are unique.
  public let study: [String]
  /// Diseased subjects with a positive test.
  public let tp: [Double]
  /// Healthy subjects with a positive test.
  public let fp: [Double]
  /// Diseased subjects with a negative test.
  public let fn: [Double]
  /// Healthy subjects with a negative test.
  public let tn: [Double]

  static let columns = ["study", "tp", "fp", "fn", "tn"]

  /// The number of studies.
  public var count: Int { study.count }

  init(_ table: CSVTable) throws(FixtureError) {
    study = try table.strings("study")
    tp = try table.numbers("tp")
    fp = try table.numbers("fp")
    fn = try table.numbers("fn")
    tn = try table.numbers("tn")
  }

  init(
    study: [String], tp: [Double], fp: [Double], fn: [Double], tn: [Double]
  ) {
    self.study = study
    self.tp = tp
    self.fp = fp
    self.fn = fn
    self.tn = tn
  }

  subscript(range: Range<Int>) -> ReferenceCounts {
    ReferenceCounts(
      study: Array(study[range]), tp: Array(tp[range]), fp: Array(fp[range]),
      fn: Array(fn[range]), tn: Array(tn[range]))
  }
}
