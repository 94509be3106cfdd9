/// Everything that `dta multivariate` says about a fit, in plain numbers.
struct MultivariateReport {
  /// A coefficient.
  struct Coefficient {
    /// The column of the design, as `type[SAQ]`.
    var column: String
    /// The outcome, or `nil` for a coefficient that all share.
    var outcome: String?
    var estimate: FitReport.Estimate
    var pValue: Double

    /// The column and the outcome in one, as `y1:type[SAQ]`.
    var name: String { outcome.map { "\($0):\(column)" } ?? column }
  }

  /// Where the fit ended; the raw values are the ones of the JSON.
  enum Outcome: String, CaseIterable {
    /// The covariance between studies has all the rank that its structure
    /// allows.
    case interior
    /// A combination of the outcomes does not vary between studies.
    case reducedRank
    /// Nothing varies between studies.
    case zeroVariance
  }

  /// An outcome of the studies.
  struct Response {
    var name: String
    /// How many studies report it.
    var reporting: Int
  }

  var settings: MultivariateSettings
  var studies: Int
  var responses: [Response]
  var outcome: Outcome
  var certificate: FitReport.Certificate
  /// With the constant of error contrasts, for the restricted likelihood.
  var logLikelihood: Double?
  /// What other conventions leave out of the restricted likelihood.
  var halfLogDesignDeterminant: Double
  /// The coefficients, outcome by outcome.
  var coefficients: [Coefficient]
  /// The covariance of the coefficients, by rows.
  var covariance: [[Double]]
  /// The covariance of the outcomes between studies, by rows.
  var betweenStudyCovariance: [[Double]]
  var rank: Int
  /// The number of parameters of the covariance between studies.
  var covarianceParameters: Int

  /// How many values the studies report.
  var observations: Int { responses.reduce(0) { $0 + $1.reporting } }
}
