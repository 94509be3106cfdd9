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

  /// How many quadrature nodes a dimension the binomial likelihood gets.
  enum Quadrature: Hashable {
    /// As many as are needed.
    case auto
    /// This many; one is Laplace's approximation.
    case nodes(Int)

    /// The largest number of nodes that can be asked for.
    static let largest = 200
  }

  var likelihood = Likelihood.binomial
  var method = Method.ml
  /// What the normal approximation adds, and what is added for the statistics
  /// of observed logits under either likelihood.
  var correction = Correction.allIfAny
  var quadrature = Quadrature.auto
  var interval = Interval.wald
  /// The confidence level, between 0 and 1.
  var level = 0.95
  /// The prevalence at which predictive values are asked for.
  var prevalence: Double?
  var incompleteStudies = IncompleteStudies.keep
  /// The columns on which the accuracy is regressed.
  var moderators: [String] = []
}

extension FitSettings.Likelihood {
  /// The method that is used unless another one is asked for.
  var defaultMethod: FitSettings.Method {
    switch self {
    case .binomial: .ml
    case .normal: .reml
    }
  }

  /// What becomes of an incomplete study unless the user says.
  ///
  /// There is no logit of an empty arm.
  var defaultIncompleteStudies: FitSettings.IncompleteStudies {
    switch self {
    case .binomial: .keep
    case .normal: .refuse
    }
  }
}

extension FitSettings.Quadrature {
  /// The quadrature that an argument names.
  init?(argument: String) {
    if argument == "auto" {
      self = .auto
    } else if let count = Int(argument), (1...Self.largest).contains(count) {
      self = .nodes(count)
    } else {
      return nil
    }
  }
}
