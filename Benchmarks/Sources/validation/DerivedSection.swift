import DxMeta
import ReferenceData

/// What follows from a fit: the hierarchical summary ROC model, the area
/// under the curve, and I².
struct DerivedSection {
  private var table = MarkdownTable(
    [
      "Review", "Correction", "Estimator", "HSROC", "HSROC SE", "AUC",
      "AUC as mada", "I²", "mada AUC − AUC", "I² bivariate", "mada's I²",
    ], wordColumns: 3)

  init() throws {
    for review in try CorrectedReview.all() {
      for estimator in [
        NormalEstimator.restrictedMaximumLikelihood, .maximumLikelihood,
      ] {
        try append(review, estimator)
      }
    }
  }

  /// The section as Markdown.
  var text: String { table.text }

  private mutating func append(
    _ review: CorrectedReview, _ estimator: NormalEstimator
  ) throws {
    let fit = try review.fit(estimator)
    let tight = review.expected[estimator.key]["tight"]
    let mada = review.expected[estimator.key]["mada"]
    let area = tight["derived"]["auc"]["rutter_gatsonis"]
    let integral = try area["auc_exact"].number(at: review.place)
    let sum = try area["auc_mada"].number(at: review.place)
    let madaArea = try mada["AUC_rg"]["AUC"].number(at: review.place)
    let bivariate = try tight["I2"]["zhou_paper"]["bivariate"]
      .number(at: review.place)
    let madaISquared = try mada["i2"]["Zhou"].number(at: review.place)
    let (estimates, errors) = try Self.hsroc(
      fit, tight["derived"]["hsroc"], at: review.place)
    table.append(
      review.cells + [
        estimator.text, estimates.iteratedBound, errors.iteratedBound,
        scaledError(try fit.areaUnderCurve().area.estimate, integral)
          .iteratedBound,
        scaledError(
          try fit.areaUnderCurve(definition: .mada99).area.estimate, sum
        ).iteratedBound,
        try Self.iSquared(fit, tight["I2"]["zhou_paper"], at: review.place)
          .iteratedBound,
        (madaArea - integral).decimals(4), bivariate.decimals(3),
        madaISquared.decimals(3),
      ])
  }

  /// The largest errors of the five estimates and of their standard errors.
  ///
  /// A standard error that only one of the two defines is an infinite error.
  private static func hsroc(
    _ fit: BivariateFit, _ reference: ExpectedValue, at place: String
  ) throws -> (estimates: Double, standardErrors: Double) {
    let found = try fit.hsroc()
    var errors = (estimates: 0.0, standardErrors: 0.0)
    for (interval, key) in [
      (found.lambda, "Lambda"), (found.theta, "Theta"), (found.beta, "beta"),
      (found.varianceAlpha, "sigma2_alpha"),
      (found.varianceTheta, "sigma2_theta"),
    ] {
      let estimate = try reference["est"][key].number(at: place)
      errors.estimates = max(
        errors.estimates, scaledError(interval.estimate, estimate))
      switch (interval.standardError, reference["se"][key].number) {
      case (nil, nil): break
      case (let value?, let expected?):
        errors.standardErrors = max(
          errors.standardErrors, scaledError(value, expected))
      default: errors.standardErrors = .infinity
      }
    }
    return errors
  }

  /// The largest error of the three shares.
  private static func iSquared(
    _ fit: BivariateFit, _ reference: ExpectedValue, at place: String
  ) throws -> Double {
    let found = fit.zhouDendukuri()
    return largestScaledError(
      [
        found.bivariate.value, found.sensitivity.value,
        found.specificity.value,
      ],
      try ["bivariate", "sens", "spec"].map {
        try reference[$0].number(at: place)
      })
  }
}
