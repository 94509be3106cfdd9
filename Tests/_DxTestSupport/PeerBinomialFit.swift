/// What another package made of a simulated review, with default settings.
///
/// `Fixtures/simulated/peers_binomial.R` ran the packages. Both maximise the
/// Laplace approximation to the binomial likelihood, so their log-likelihoods
/// belong beside that of ``LaplaceOptimum``. Outcomes are in the order
/// (logit sensitivity, logit specificity).
public struct PeerBinomialFit: Sendable, CustomStringConvertible {
  /// The package, `lme4` or `glmmTMB`.
  public let peer: String
  /// The scenario of the review.
  public let scenario: String
  /// The number of the review within the scenario.
  public let dataset: Int
  /// The error that left no fit, or an empty text.
  public let error: String
  /// The warnings, joined by semicolons.
  public let warnings: String
  /// The notes that are no warnings, such as lme4's on a singular covariance.
  public let messages: String
  /// The log-likelihood where the optimiser stopped, with the binomial
  /// coefficients.
  public let logLikelihood: Double?
  /// The log-likelihood that the package reports; glmmTMB withholds it where
  /// its Hessian is not positive definite.
  public let reportedLogLikelihood: Double?
  /// The mean logit sensitivity.
  public let logitSensitivity: Double?
  /// The mean logit specificity.
  public let logitSpecificity: Double?
  /// The entries 11, 21 and 22 of the covariance of the random effects.
  public let covariance: [Double?]
  /// The reported standard errors of the two means.
  public let standardErrors: [Double?]

  /// The package, the scenario and the number.
  public var description: String { "\(peer) \(scenario)/\(dataset)" }

  /// All fits, in the order of the file.
  public static var all: [PeerBinomialFit] {
    get throws(FixtureError) { try loaded.get() }
  }

  private static let loaded = Result { () throws(FixtureError) in
    try load()
  }

  private static func load() throws(FixtureError) -> [PeerBinomialFit] {
    let table = try FixtureFile(path: "simulated/peers_binomial.csv").table()
    let names = ["peer", "scenario", "error", "warnings", "messages"]
    let texts = try names.map { (name) throws(FixtureError) in
      try table.strings(name)
    }
    let datasets = try table.integers("dataset")
    let columns = [
      "ll", "logit_sensitivity", "logit_specificity", "sigma11", "sigma12",
      "sigma22", "se_sensitivity", "se_specificity", "reported_ll",
    ]
    let numbers = try columns.map { (name) throws(FixtureError) in
      try table.optionalNumbers(name)
    }
    return datasets.indices.map { row in
      PeerBinomialFit(
        dataset: datasets[row], texts: texts.map { $0[row] },
        numbers: numbers.map { $0[row] })
    }
  }

  private init(dataset: Int, texts: [String], numbers: [Double?]) {
    peer = texts[0]
    scenario = texts[1]
    self.dataset = dataset
    error = texts[2]
    warnings = texts[3]
    messages = texts[4]
    logLikelihood = numbers[0]
    logitSensitivity = numbers[1]
    logitSpecificity = numbers[2]
    covariance = Array(numbers[3...5])
    standardErrors = Array(numbers[6...7])
    reportedLogLikelihood = numbers[8]
  }
}
