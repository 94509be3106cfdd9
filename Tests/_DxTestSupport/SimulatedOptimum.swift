/// The supremum of a review's exact binomial likelihood, and where it lies.
///
/// Log-likelihoods include the binomial coefficients; coordinates are those
/// of the package, (logit sensitivity, logit specificity).
public struct BinomialOptimum: Sendable, Hashable {
  /// Whether the likelihood attains the supremum at finite parameters.
  public let isFinite: Bool
  /// Whether no study misses a diseased subject, or none detects one, so that
  /// the mean logit sensitivity is infinite.
  public let separatesSensitivity: Bool
  /// Whether the healthy are separated in the same way.
  public let separatesSpecificity: Bool
  /// The supremum of the log-likelihood.
  public let logLikelihood: Double
  /// The mean logit sensitivity, infinite where it is separated.
  public let logitSensitivity: Double
  /// The mean logit specificity, infinite where it is separated.
  public let logitSpecificity: Double
  /// The standard deviation of the logit sensitivity, `nil` where the
  /// sensitivity is separated.
  ///
  /// Zero was often reached only to rounding, at the worst to 3e-8.
  public let tauSensitivity: Double?
  /// The standard deviation of the logit specificity, in the same way.
  public let tauSpecificity: Double?
  /// The correlation, `nil` where an outcome is separated or does not vary;
  /// it means nothing where a standard deviation is zero up to rounding.
  public let correlation: Double?

  init?(_ row: [String: Double]) {
    guard
      let isFinite = row["ml_finite"], let sensitivity = row["sep_sens"],
      let specificity = row["sep_spec"], let logLikelihood = row["ml_ll"],
      let logitSensitivity = row["ml_logit_sensitivity"],
      let logitSpecificity = row["ml_logit_specificity"]
    else { return nil }
    self.isFinite = isFinite == 1
    separatesSensitivity = sensitivity == 1
    separatesSpecificity = specificity == 1
    self.logLikelihood = logLikelihood
    self.logitSensitivity = logitSensitivity
    self.logitSpecificity = logitSpecificity
    tauSensitivity = row["ml_tau1"]
    tauSpecificity = row["ml_tau2"]
    correlation = row["ml_rho"]
  }
}

/// The optimum of the Laplace approximation to the binomial likelihood.
public struct LaplaceOptimum: Sendable, Hashable {
  /// The approximate log-likelihood, with the binomial coefficients.
  public let logLikelihood: Double
  /// The mean logit sensitivity.
  public let logitSensitivity: Double
  /// The mean logit specificity.
  public let logitSpecificity: Double

  init?(_ row: [String: Double]) {
    guard
      let logLikelihood = row["lap_ll"],
      let logitSensitivity = row["lap_logit_sensitivity"],
      let logitSpecificity = row["lap_logit_specificity"]
    else { return nil }
    self.logLikelihood = logLikelihood
    self.logitSensitivity = logitSensitivity
    self.logitSpecificity = logitSpecificity
  }
}
