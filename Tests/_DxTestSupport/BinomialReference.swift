/// The exact binomial likelihood of a small or extreme review at one point.
///
/// `Fixtures/oracle/binomial_oracle.py` holds the data, computes the values in
/// 34 digits and states the conventions. Outcomes are in the order
/// (logit sensitivity, logit specificity), and log-likelihoods include the
/// binomial coefficients.
public struct BinomialReference: Sendable, CustomStringConvertible {
  /// The name of the case.
  public let name: String
  /// What is unusual about the case, in a sentence.
  public let summary: String
  /// The counts as observed; a study may lack an arm, or both.
  public let counts: ReferenceCounts
  /// The means of the two logits.
  public let mean: [Double]
  /// The entries 11, 21 and 22 of the covariance of the random effects, which
  /// may be singular.
  public let covariance: [Double]
  /// The log-likelihood.
  public let logLikelihood: Double
  /// The contribution of each study to the log-likelihood.
  public let studies: [Double]
  /// The derivatives of the log-likelihood by the two means and by the
  /// entries 11, 21 and 22 of the covariance, the second counted once.
  ///
  /// At a singular covariance they are the slopes into the cone.
  public let score: [Double]
  /// The log-likelihood by adaptive Gauss–Hermite quadrature, by the number
  /// of nodes a dimension: 1 (the Laplace approximation), 5 and 15.
  public let adaptive: [Int: Double]

  /// The name.
  public var description: String { name }

  /// All cases, in the order of the file.
  public static var all: [BinomialReference] {
    get throws(FixtureError) { try loaded.get() }
  }

  private static let path = "oracle/binomial.json"

  private static let loaded = Result { () throws(FixtureError) in
    let file = try FixtureFile(path: path).json()
    return try (file["cases"].elements ?? [])
      .map { (item) throws(FixtureError) in try BinomialReference(item) }
  }

  private init(_ item: ExpectedValue) throws(FixtureError) {
    guard
      let name = item["name"].string, let summary = item["summary"].string,
      let tp = item["tp"].numbers, let fp = item["fp"].numbers,
      let fn = item["fn"].numbers, let tn = item["tn"].numbers,
      let mean = item["beta"].numbers, let covariance = item["Sigma"].numbers,
      let logLikelihood = item["logLik"].number,
      let studies = item["studies"].numbers,
      let score = item["score"].numbers,
      let adaptive = item["adaptive"].members,
      [fp.count, fn.count, tn.count, studies.count]
        .allSatisfy({ $0 == tp.count })
    else {
      throw .inconsistent(path: Self.path, reason: "incomplete case")
    }
    self.name = name
    self.summary = summary
    counts = ReferenceCounts(
      study: tp.indices.map { "Study \($0 + 1)" },
      tp: tp, fp: fp, fn: fn, tn: tn)
    self.mean = mean
    self.covariance = covariance
    self.logLikelihood = logLikelihood
    self.studies = studies
    self.score = score
    var values: [Int: Double] = [:]
    for (nodes, value) in adaptive {
      if let nodes = Int(nodes) { values[nodes] = value.number }
    }
    self.adaptive = values
  }
}
