/// The optima of a review on the scale of one pair of transformations.
///
/// `Fixtures/oracle/transform_oracle.py` computes them in 60 digits and states
/// the conventions. Outcomes are in the order (sensitivity, specificity).
public struct TransformReference: Sendable, CustomStringConvertible {
  /// The counts as observed.
  public let counts: ReferenceCounts
  /// The parameter of the sensitivity's transformation.
  public let alphaSensitivity: Double
  /// The parameter of the false-positive rate's transformation.
  public let alphaFalsePositiveRate: Double
  /// The sum of the logarithms of the derivatives of the transformations.
  public let logTransformDerivatives: Double
  /// The optima, under `"ml"` and `"reml"`.
  public let expected: ExpectedValue

  /// The two parameters.
  public var description: String {
    "\(alphaSensitivity), \(alphaFalsePositiveRate)"
  }

  /// All scales, in the order of the file.
  public static var all: [TransformReference] {
    get throws(FixtureError) { try loaded.get() }
  }

  private static let path = "oracle/transforms.json"

  private static let loaded = Result { () throws(FixtureError) in
    let file = try FixtureFile(path: path).json()
    return try (file["cases"].elements ?? [])
      .map { (item) throws(FixtureError) in try TransformReference(item) }
  }

  private init(_ item: ExpectedValue) throws(FixtureError) {
    guard
      let review = item["review"].string,
      let sensitivity = item["alphaSensitivity"].number,
      let rate = item["alphaFalsePositiveRate"].number,
      let sum = item["logTransformDerivatives"].number
    else {
      throw .inconsistent(path: Self.path, reason: "incomplete case")
    }
    counts = try ReferenceReview.named(review).counts
    alphaSensitivity = sensitivity
    alphaFalsePositiveRate = rate
    logTransformDerivatives = sum
    expected = item
  }
}
