/// Maxima of the hierarchical summary ROC model of a review, with an indicator
/// on accuracy, threshold and shape.
///
/// `Fixtures/oracle/sum_difference_oracle.py` computes them in double
/// precision and defines the model.
public struct SumDifferenceReference: Sendable {
  /// One of the models and its maximum.
  public struct Model: Sendable, CustomStringConvertible {
    /// Which of accuracy, threshold and shape have the indicator.
    public let moderated: [String]
    /// Whether the shape is zero.
    public let isSymmetric: Bool
    /// `sd_accuracy` or `sd_threshold`, the standard deviation that is zero.
    public let zero: String?
    /// The names of the parameters that are estimated.
    public let names: [String]
    /// Their estimates.
    public let estimates: [Double]
    /// The standard errors from the inverse observed information.
    public let standardErrors: [Double]
    /// The log-likelihood, with the binomial coefficients.
    public let logLikelihood: Double

    /// What distinguishes the model.
    public var description: String {
      moderated.joined(separator: ", ") + (isSymmetric ? ", symmetric" : "")
        + (zero.map { ", no \($0)" } ?? "")
    }
  }

  /// The name of the review.
  public let review: String
  /// The covariate of the indicator.
  public let covariate: String
  /// The value of the covariate at which the indicator is one.
  public let level: String
  /// The models.
  public let models: [Model]

  /// The file.
  public static var file: SumDifferenceReference {
    get throws(FixtureError) { try loaded.get() }
  }

  private static let path = "oracle/sum_difference.json"

  private static let loaded = Result { () throws(FixtureError) in
    try SumDifferenceReference(try FixtureFile(path: path).json())
  }

  private init(_ file: ExpectedValue) throws(FixtureError) {
    guard let review = file["review"].string,
      let covariate = file["covariate"].string,
      let level = file["level"].string, let models = file["models"].elements
    else { throw .inconsistent(path: Self.path, reason: "incomplete") }
    self.review = review
    self.covariate = covariate
    self.level = level
    self.models = try models.map { (item) throws(FixtureError) in
      try Model(item, path: Self.path)
    }
  }
}

extension SumDifferenceReference.Model {
  fileprivate init(
    _ item: ExpectedValue, path: String
  ) throws(FixtureError) {
    moderated = (item["moderated"].elements ?? []).compactMap(\.string)
    isSymmetric = item["symmetric"] == .boolean(true)
    zero = item["zero"].string
    names = (item["names"].elements ?? []).compactMap(\.string)
    guard let estimates = item["estimates"].numbers,
      let standardErrors = item["standard_errors"].numbers,
      let logLikelihood = item["logLik"].number
    else { throw .inconsistent(path: path, reason: "incomplete model") }
    self.estimates = estimates
    self.standardErrors = standardErrors
    self.logLikelihood = logLikelihood
  }
}
