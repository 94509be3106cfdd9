import DxMeta
import ReferenceData

/// The estimators without an iteration.
struct ClosedFormSection {
  private var table = MarkdownTable(
    [
      "Review", "Correction", "Fixed: means", "Fixed: covariance", "Fixed: ℓ",
      "Moments: means", "Moments: Ψ", "mada fixed: means",
      "mada moments: means", "mada moments: Ψ",
    ], wordColumns: 2)

  init() throws {
    for review in try CorrectedReview.all() {
      table.append(
        try review.cells + Self.fixedEffect(review) + Self.moments(review)
          + Self.peer(review))
    }
  }

  /// The section as Markdown.
  var text: String { table.text }

  private static func fixedEffect(
    _ review: CorrectedReview
  ) throws -> [String] {
    let fit = try review.fit(.fixedEffect)
    let tight = review.expected["fixed"]["tight"]
    let covariance = try SymmetricMatrix2x2(
      tight["vcov"], isRate: true, at: review.place)
    let logLikelihood = try tight["logLik_logit_scale"]
      .number(at: review.place)
    return [
      try review.meanError(fit, tight).bound,
      fit.meanCovariance.covarianceError(to: covariance).bound,
      scaledError(fit.logLikelihood ?? .nan, logLikelihood).bound,
    ]
  }

  private static func moments(_ review: CorrectedReview) throws -> [String] {
    let fit = try review.fit(.methodOfMoments)
    let tight = review.expected["mm"]["tight"]
    let psi = try review.psi(tight)
    return [
      try review.meanError(fit, tight).bound,
      fit.betweenStudyCovariance.covarianceError(to: psi).bound,
    ]
  }

  /// What mada gives, which is closed here too.
  private static func peer(_ review: CorrectedReview) throws -> [String] {
    func meanError(_ key: String) throws -> Double {
      largestScaledError(
        try review.expected[key]["mada"]["coefficients"]
          .numbers(at: review.place),
        try review.expected[key]["tight"]["coefficients"]
          .numbers(at: review.place))
    }
    let moments = review.expected["mm"]
    return [
      try meanError("fixed").bound, try meanError("mm").bound,
      try review.psi(moments["mada"])
        .covarianceError(to: review.psi(moments["tight"])).bound,
    ]
  }
}
