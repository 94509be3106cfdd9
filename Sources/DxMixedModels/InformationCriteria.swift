internal import RealModule

/// What a fit is worth for the number of its parameters.
public struct InformationCriteria: Hashable, Sendable, Codable {
  /// The maximised log-likelihood, ℓ.
  public var logLikelihood: Double
  /// The number of parameters, *p*: the coefficients, and those parameters of
  /// the covariances between studies that their structure leaves free.
  ///
  /// An estimate on a boundary does not lower it.
  public var parameterCount: Int
  /// The number of observations, *n*; each fit says what it counts.
  public var observationCount: Int

  /// Creates the criteria of a log-likelihood.
  public init(
    logLikelihood: Double, parameterCount: Int, observationCount: Int
  ) {
    self.logLikelihood = logLikelihood
    self.parameterCount = parameterCount
    self.observationCount = observationCount
  }

  /// Akaike's criterion, −2 ℓ + 2 *p*.
  public var akaike: Double {
    -2 * logLikelihood + 2 * Double(parameterCount)
  }

  /// Akaike's criterion with Hurvich and Tsai's correction,
  /// −2 ℓ + 2 *p* *n*/(*n* − *p* − 1).
  ///
  /// An *n* below *p* + 2 counts as that, as in the R package metafor.
  ///
  /// > C. M. Hurvich, C.-L. Tsai. "Regression and time series model selection
  /// > in small samples." *Biometrika* 76 (1989), 297–307.
  /// > doi:10.1093/biomet/76.2.297
  public var correctedAkaike: Double {
    let n = Double(Swift.max(observationCount, parameterCount + 2))
    let p = Double(parameterCount)
    return -2 * logLikelihood + 2 * p * n / (n - p - 1)
  }

  /// Schwarz's criterion, −2 ℓ + *p* log *n*.
  public var bayesian: Double {
    -2 * logLikelihood
      + Double(parameterCount) * .log(Double(observationCount))
  }
}
