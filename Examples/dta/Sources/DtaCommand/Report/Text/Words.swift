extension FitSettings {
  /// The model, for a reader.
  var modelWords: String {
    let effects =
      method == .fixed ? "bivariate, fixed effect" : "bivariate, random effects"
    return switch likelihood {
    case .binomial: "\(effects), exact binomial likelihood"
    case .normal: "\(effects), normal approximation of the logits"
    }
  }
}

extension FitSettings.Method {
  /// The method, for a reader.
  var words: String {
    switch self {
    case .ml: "maximum likelihood"
    case .reml: "restricted maximum likelihood (REML)"
    case .fixed: "inverse-variance weights, no difference between studies"
    case .moments: "method of moments"
    }
  }
}

extension FitSettings.Correction {
  /// The rule, for a reader.
  var words: String {
    switch self {
    case .none: "no study"
    case .zeroStudies: "studies with an empty cell"
    case .allIfAny: "all studies if any has an empty cell"
    case .all: "all studies"
    }
  }
}

extension FitSettings.Interval {
  /// The kind of interval, for a reader.
  var words: String {
    switch self {
    case .wald: "Wald, with quantiles of the normal distribution"
    case .t: "Wald, with quantiles of the t distribution"
    case .profile: "profile likelihood"
    case .bootstrap: "parametric bootstrap"
    }
  }
}

extension FitReport.Outcome {
  /// What the outcome means, for a reader.
  var words: String {
    switch self {
    case .interior:
      "The estimate is an ordinary one, inside the range of all parameters."
    case .correlationAtMinusOne:
      "The correlation between studies is estimated as −1, an end of its "
        + "range: the studies are too few or too alike to estimate it. "
        + "Intervals that rest on it are approximate."
    case .correlationAtPlusOne:
      "The correlation between studies is estimated as +1, an end of its "
        + "range: the studies are too few or too alike to estimate it. "
        + "Intervals that rest on it are approximate."
    case .zeroVarianceSensitivity:
      "No difference in sensitivity between studies is found beyond chance."
    case .zeroVarianceSpecificity:
      "No difference in specificity between studies is found beyond chance."
    case .zeroVarianceBoth:
      "No difference between studies is found beyond chance."
    case .infiniteSensitivity:
      "All diseased subjects of all studies have the same result, so that the "
        + "estimate of the sensitivity is an end of its range. Its interval "
        + "is one-sided, from the profile likelihood; what rests on it has none."
    case .infiniteSpecificity:
      "All healthy subjects of all studies have the same result, so that the "
        + "estimate of the specificity is an end of its range. Its interval "
        + "is one-sided, from the profile likelihood; what rests on it has none."
    case .infiniteBoth:
      "All diseased subjects of all studies have the same result, and so have "
        + "all healthy ones, so that the estimates of sensitivity and "
        + "specificity are ends of their range. Their intervals are one-sided, "
        + "from the profile likelihood; what rests on them has none."
    }
  }
}

extension FitReport.Step {
  /// The model, for a reader.
  var model: String {
    switch face {
    case .full: "All parameters free"
    case .perfectCorrelation: "Correlation of ±1"
    case .zeroVarianceSensitivity: "Zero variance, sensitivity"
    case .zeroVarianceSpecificity: "Zero variance, specificity"
    case .zeroVarianceBoth: "No variance between studies"
    }
  }

  /// What became of the model, for a reader.
  var words: String {
    "log-likelihood \(NumberText.fixed(logLikelihood, decimals: 6)), "
      + "\(evaluations) evaluations"
  }
}

extension FitReport.Certificate {
  /// What is known about the optimum, for a reader.
  var words: String {
    var sentences = ["The fit converged."]
    if !startsAgreed {
      sentences.append("Not all starting points led to this optimum.")
    }
    var details: [String] = []
    if let gradientNorm {
      details.append("gradient \(NumberText.scientific(gradientNorm))")
    }
    if let smallestHessianEigenvalue {
      details.append(
        "smallest curvature \(NumberText.significant(smallestHessianEigenvalue))"
      )
    }
    if let quadratureError, quadratureError > 0 {
      details.append(
        "error of integration \(NumberText.scientific(quadratureError))")
    }
    if let evaluations { details.append("\(evaluations) evaluations") }
    if !details.isEmpty {
      sentences.append("(" + details.joined(separator: ", ") + ")")
    }
    return sentences.joined(separator: " ")
  }
}
