/// The posteriors of the true logits of some studies at one point.
///
/// `Fixtures/oracle/posterior_oracle.py` holds the data, computes the values
/// in 32 digits and states the conventions. Outcomes are in the order
/// (logit sensitivity, logit specificity).
public struct PosteriorReference: Sendable, CustomStringConvertible {
  /// The posterior of one study.
  public struct StudyValues: Sendable {
    /// The true positives, false positives, false negatives and true
    /// negatives.
    public let table: [Double]
    /// The means of the two logits.
    public let mean: [Double]
    /// Their most probable values.
    public let mode: [Double]
    /// The entries 11, 21 and 22 of their covariance.
    public let covariance: [Double]
    /// The derivatives of the two means by the means of the population, and
    /// by the entries 11, 21 and, unless it is zero, 22 of the factor.
    public let gradient: [[Double]]
  }

  /// The name of the case.
  public let name: String
  /// The means of the two logits over the population.
  public let mean: [Double]
  /// The entries 11, 21 and 22 of the covariance of the random effects, which
  /// may be singular.
  public let covariance: [Double]
  /// The entries 11, 21 and 22 of its lower triangular factor.
  public let factor: [Double]
  /// The posteriors, study by study.
  public let studies: [StudyValues]

  /// The name.
  public var description: String { name }

  /// All cases, in the order of the file.
  public static var all: [PosteriorReference] {
    get throws(FixtureError) { try loaded.get() }
  }

  private static let path = "oracle/posteriors.json"

  private static let loaded = Result { () throws(FixtureError) in
    let file = try FixtureFile(path: path).json()
    return try (file["cases"].elements ?? [])
      .map { (item) throws(FixtureError) in try PosteriorReference(item) }
  }

  private init(_ item: ExpectedValue) throws(FixtureError) {
    guard
      let name = item["name"].string, let mean = item["beta"].numbers,
      let covariance = item["Sigma"].numbers, let factor = item["L"].numbers,
      let studies = item["studies"].elements
    else {
      throw .inconsistent(path: Self.path, reason: "incomplete case")
    }
    self.name = name
    self.mean = mean
    self.covariance = covariance
    self.factor = factor
    self.studies = try studies.map { (study) throws(FixtureError) in
      guard
        let table = study["table"].numbers, let mean = study["mean"].numbers,
        let mode = study["mode"].numbers, let gradient = study["gradient"].rows,
        let covariance = study["covariance"].numbers
      else {
        throw .inconsistent(path: Self.path, reason: "incomplete study")
      }
      return StudyValues(
        table: table, mean: mean, mode: mode, covariance: covariance,
        gradient: gradient)
    }
  }
}
