internal import ArgumentParser

/// `dta fit`: reads a table of studies, fits the model and reports the fit.
struct FitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract: "Fit the bivariate model to 2×2 tables.",
    discussion: """
      The file is comma-separated, with a header that names the columns \
      study, tp, fp, fn and tn in any order; other columns are ignored \
      unless they are named as moderators. A moderator of which all values \
      are numbers is centred at its mean; any other is a category, and the \
      first of its levels is the one that others are compared with.

      The likelihood of the counts is the exact binomial one, fitted by \
      maximum likelihood. It needs no continuity correction, and a study \
      without diseased or without healthy subjects stays in with the others. \
      The normal approximation is used with --likelihood normal only; \
      --method reml, fixed and moments and --correction belong to it and are \
      refused without it.

      Exit status: 0 for a fit, 1 if no estimate exists, 2 if the file is \
      refused, 64 if the arguments are.
      """)

  /// How the report is written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json
  }

  @Argument(help: "The CSV file; - reads standard input.")
  var file: String

  @Option(help: "The likelihood of the counts.")
  var likelihood = FitSettings.Likelihood.binomial

  @Option(
    help: """
      The method of estimation; ml for the binomial likelihood, and reml \
      unless another one is given for the normal one.
      """)
  var method: FitSettings.Method?

  @Option(
    help: """
      Which studies get 0.5 added to each cell, for the normal likelihood; \
      all-if-any unless given.
      """)
  var correction: FitSettings.Correction?

  @Option(
    help: ArgumentHelp(
      """
      Quadrature nodes a dimension for the binomial likelihood, from 1, which \
      is Laplace's approximation, to \(FitSettings.Quadrature.largest); auto, \
      as many as it takes, unless given.
      """,
      valueName: "auto|N"))
  var quadrature: FitSettings.Quadrature?

  @Option(
    help: ArgumentHelp(
      "A column to regress the accuracy on; may be repeated.",
      valueName: "column"))
  var moderator: [String] = []

  @Option(help: "How intervals are computed.")
  var interval = FitSettings.Interval.wald

  @Option(help: "The confidence level, between 0 and 1.")
  var level = 0.95

  @Option(help: "The prevalence for predictive values, between 0 and 1.")
  var prevalence: Double?

  @Option(
    help: """
      What to do with a study without diseased or healthy subjects; keep \
      for the binomial likelihood and refuse for the normal one unless given.
      """)
  var incompleteStudies: FitSettings.IncompleteStudies?

  @Option(help: "The format of the report.")
  var format = Format.text

  func validate() throws {
    try requireShare(level, option: "--level")
    if let prevalence { try requireShare(prevalence, option: "--prevalence") }
    try requireCovariateColumns(
      moderator, reserved: StudyTableReader.required)
    switch likelihood {
    case .binomial: try requireBinomialOptions()
    case .normal: try requireNormalOptions()
    }
    if !moderator.isEmpty && interval == .t {
      throw missing("--interval t with --moderator")
    }
    if interval == .profile || interval == .bootstrap {
      throw missing("--interval \(interval.rawValue)")
    }
  }

  /// Refuses what belongs to the normal approximation; to switch to it
  /// without a word would answer another question than the one asked.
  private func requireBinomialOptions() throws {
    if let method, method != .ml {
      throw ValidationError(
        "--method \(method.rawValue) needs --likelihood normal; the binomial "
          + "likelihood, the default, is fitted by ml.")
    }
    if correction != nil {
      throw ValidationError(
        "--correction needs --likelihood normal; the binomial likelihood, the "
          + "default, takes the counts as they are.")
    }
  }

  private func requireNormalOptions() throws {
    if quadrature != nil {
      throw ValidationError(
        "--quadrature belongs to --likelihood binomial; the normal likelihood "
          + "is integrated exactly.")
    }
  }

  private func missing(_ option: String) -> ValidationError {
    ValidationError("\(option) is not there yet.")
  }

  /// What the options ask for.
  var settings: FitSettings {
    FitSettings(
      likelihood: likelihood, method: method ?? likelihood.defaultMethod,
      correction: correction ?? .allIfAny, quadrature: quadrature ?? .auto,
      interval: interval, level: level, prevalence: prevalence,
      incompleteStudies: incompleteStudies
        ?? likelihood.defaultIncompleteStudies,
      moderators: moderator)
  }
}

extension FitSettings.Likelihood: ExpressibleByArgument {}
extension FitSettings.Method: ExpressibleByArgument {}
extension FitSettings.Correction: ExpressibleByArgument {}
extension FitSettings.Quadrature: ExpressibleByArgument {}
extension FitSettings.Interval: ExpressibleByArgument {}
extension FitSettings.IncompleteStudies: ExpressibleByArgument {}

extension FitCommand: ReportingCommand {
  func result() -> CommandResult {
    reporting(onFile: file) { () throws(FitFailure) in
      let report = try FitReport(fitting: try rows(), settings: settings)
      return format == .json ? report.jsonText : report.text
    }
  }

  private func rows() throws(FitFailure) -> [StudyRow] {
    do throws(InputError) {
      return try withBytes(ofFile: file) { source throws(InputError) in
        try StudyTableReader.studies(from: source, moderators: moderator)
      }
    } catch {
      throw .input(error)
    }
  }
}
