/// A small review at an edge of the bivariate normal model, with its optimum.
///
/// `Fixtures/oracle/bivariate_normal_oracle.py` holds the data, computes the
/// optimum in 40 digits and states the conventions. Outcomes are in the
/// order (logit sensitivity, logit specificity).
public struct EdgeCaseReference: Sendable, CustomStringConvertible {
  /// The name of the case.
  public let name: String
  /// What is unusual about the case, in a sentence.
  public let summary: String
  /// The counts as observed; a study may lack an arm.
  public let counts: ReferenceCounts
  /// Each study's logits after the continuity correction, `nil` for an arm
  /// without subjects.
  public let logits: [[Double?]]
  /// The within-study variances of the logits.
  public let variances: [[Double?]]
  /// The optima, under `"ml"` and `"reml"`.
  public let expected: ExpectedValue

  /// The name.
  public var description: String { name }

  /// All cases, in the order of the file.
  public static var all: [EdgeCaseReference] {
    get throws(FixtureError) { try loaded.get() }
  }

  private static let path = "oracle/edge_cases.json"

  private static let loaded = Result { () throws(FixtureError) in
    let file = try FixtureFile(path: path).json()
    return try (file["cases"].elements ?? [])
      .map { (item) throws(FixtureError) in try EdgeCaseReference(item) }
  }

  private init(_ item: ExpectedValue) throws(FixtureError) {
    guard
      let name = item["name"].string, let summary = item["summary"].string,
      let tp = item["tp"].numbers, let fp = item["fp"].numbers,
      let fn = item["fn"].numbers, let tn = item["tn"].numbers,
      let logits = item["logits"].elements?.map(Self.pair),
      let variances = item["variances"].elements?.map(Self.pair),
      [fp.count, fn.count, tn.count, logits.count, variances.count]
        .allSatisfy({ $0 == tp.count })
    else {
      throw .inconsistent(path: Self.path, reason: "incomplete case")
    }
    self.name = name
    self.summary = summary
    counts = ReferenceCounts(
      study: tp.indices.map { "Study \($0 + 1)" },
      tp: tp, fp: fp, fn: fn, tn: tn)
    self.logits = logits
    self.variances = variances
    expected = item["expected"]
  }

  private static func pair(_ item: ExpectedValue) -> [Double?] {
    [item[0].number, item[1].number]
  }
}
