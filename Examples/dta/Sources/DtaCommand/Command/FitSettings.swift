/// What the user asks `dta fit` to do, as far as it shapes the numbers.
struct FitSettings: Hashable {
  /// The likelihood of the counts, given the accuracies of a study.
  enum Likelihood: String, CaseIterable {
    case binomial, normal
  }

  /// How the parameters are estimated.
  enum Method: String, CaseIterable {
    case ml, reml, fixed, moments
  }

  /// Which studies get half a subject added to each cell.
  enum Correction: String, CaseIterable {
    case none
    case zeroStudies = "zero-studies"
    case allIfAny = "all-if-any"
    case all
  }

  /// How intervals are computed.
  enum Interval: String, CaseIterable {
    case wald, t, profile, bootstrap
  }

  /// What becomes of a study without diseased or without healthy subjects.
  enum IncompleteStudies: String, CaseIterable {
    case refuse, drop, keep
  }

  var likelihood = Likelihood.normal
  var method = Method.reml
  var correction = Correction.allIfAny
  var interval = Interval.wald
  /// The confidence level, between 0 and 1.
  var level = 0.95
  /// The prevalence at which predictive values are asked for.
  var prevalence: Double?
  var incompleteStudies = IncompleteStudies.refuse
  /// The columns on which the accuracy is regressed.
  var moderators: [String] = []
}
