import DxAccuracy
import DxMixedModels
import Testing
import _DxTestSupport

/// A review with a covariate and a rule of correction for which a regression
/// has expected values.
///
/// The reference is in (logit sensitivity, logit false-positive rate).
struct ModeratedReview: Sendable, CustomStringConvertible {
  let review: ReferenceReview
  let covariate: String
  let rule: ContinuityCorrection.Rule

  var description: String { "\(review.name), \(covariate), \(rule.rawValue)" }

  private var reference: ExpectedValue {
    review.expected["meta_regression"][covariate]
  }

  /// The expected results; without a zero cell both rules change nothing and
  /// the values stand once.
  var expected: ExpectedValue {
    let all = reference["normal_approx"]["all"]
    let single = reference["normal_approx"]["single"]
    return rule == .allIfAny || single.members == nil ? all : single
  }

  var isNumeric: Bool {
    reference["covariate"]["kind"].string == "numeric"
  }

  func moderator(on scope: Moderator.Scope = .both) throws -> Moderator {
    guard isNumeric else {
      return Moderator(covariate, .categorical(), on: scope)
    }
    let center = try #require(reference["covariate"]["center"].number)
    return Moderator(covariate, .numeric(center: .value(center)), on: scope)
  }

  func studies() throws -> [Study] {
    let values = try #require(review.covariates[covariate])
    return try zip(review.counts.studies, values).map { study, value in
      var study = study
      study.covariates[covariate] =
        isNumeric
        ? .number(try #require(Double(value))) : .category(value)
      return study
    }
  }

  /// The model with the covariate, or without any.
  func model(
    _ estimator: NormalEstimator, moderators: [Moderator]? = nil
  ) throws -> BivariateRegressionModel {
    BivariateRegressionModel.normalApproximation(
      estimator: estimator, correction: ContinuityCorrection(rule: rule),
      moderators: try moderators ?? [moderator()])
  }

  static func all() throws -> [ModeratedReview] {
    try ReferenceReview.all.flatMap { review in
      let names = review.expected["meta_regression"].members ?? [:]
      return names.keys.sorted().flatMap { name in
        [.allIfAny, .zeroStudies].map {
          ModeratedReview(review: review, covariate: name, rule: $0)
        }
      }
    }
  }
}
