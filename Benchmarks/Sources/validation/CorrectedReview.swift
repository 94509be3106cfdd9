import DxMeta
import ReferenceData

/// A published review under one rule of continuity correction.
struct CorrectedReview {
  let review: ReferenceReview
  let rule: ContinuityCorrection.Rule
  /// What the tables print for the rule.
  let ruleText: String
  /// The expected results of the normal approximation.
  let expected: ExpectedValue

  /// Each review under both rules, or once where they do the same.
  static func all() throws -> [CorrectedReview] {
    try ReferenceReview.all.flatMap { review in
      let results = review.expected["normal_approx"]
      let single = results["single"]
      let areSame = single.members == nil
      let first = CorrectedReview(
        review: review, rule: .allIfAny,
        ruleText: areSame ? "either" : "all-if-any", expected: results["all"])
      let second = CorrectedReview(
        review: review, rule: .zeroStudies, ruleText: "zero-studies",
        expected: single)
      return areSame ? [first] : [first, second]
    }
  }

  /// The name of the review and the rule, for errors.
  var place: String { "\(review.name), \(ruleText)" }

  /// The first cells of each row about the review.
  var cells: [String] { [review.name, ruleText] }

  func fit(_ estimator: NormalEstimator) throws -> BivariateFit {
    try BivariateModel.normalApproximation(
      estimator: estimator, correction: ContinuityCorrection(rule: rule)
    ).fit(review.counts.studies)
  }

  /// The largest error of the means against those of an entry of the file.
  func meanError(
    _ fit: BivariateFit, _ entry: ExpectedValue
  ) throws -> Double {
    let reference = try entry["coefficients"].numbers(at: place)
    return largestScaledError(
      [fit.mean.logitSensitivity, -fit.mean.logitSpecificity], reference)
  }

  /// A between-study covariance of the file.
  func psi(_ entry: ExpectedValue) throws -> SymmetricMatrix2x2 {
    try SymmetricMatrix2x2(entry["Psi"], isRate: true, at: place)
  }
}
