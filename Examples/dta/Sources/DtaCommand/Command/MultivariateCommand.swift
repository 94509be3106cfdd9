internal import ArgumentParser

/// `dta multivariate`: reads outcomes with their covariances, fits the normal
/// model of several outcomes and reports the fit.
struct MultivariateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "multivariate",
    abstract: "Fit the normal model to several outcomes of each study.",
    discussion: """
      The file is comma-separated, with a header that names the columns study, \
      y1 to yp for the outcomes, and s11, s21 and so on for the lower triangle \
      of their covariance within the study, in any order; with ten outcomes \
      and more, s10_1 is understood too. An empty field, NA, NaN and a point \
      are outcomes that a study does not report; what the file says about the \
      covariances of such an outcome is not looked at. Other columns are \
      ignored unless they are named as moderators.

      A moderator of which all values are numbers enters as it is, or as its \
      difference from --center; any other is a category, and the first of its \
      levels in the order of code points is the one that others are compared \
      with. Each outcome has coefficients of its own.

      Structures: unstructured, diagonal, identity, compound-symmetry, \
      heteroscedastic-compound-symmetry, ar1, low-rank:R, and, with a lower \
      triangle by columns, proportional:1,0.5,1 and fixed:1,0.5,1.

      The log-likelihood of reml is that of error contrasts, as metafor and \
      mixmeta print it; mvmeta's is smaller by halfLogDesignDeterminant.

      Exit status: 0 for a fit, 1 if no estimate exists, 2 if the file is \
      refused, 64 if the arguments are.
      """)

  @Argument(help: "The CSV file; - reads standard input.")
  var file: String

  @Option(help: "The method of estimation.")
  var method = FitSettings.Method.reml

  @Option(
    help: ArgumentHelp(
      "The form of the covariance between studies.", valueName: "structure"))
  var structure = MultivariateSettings.Structure.unstructured

  @Option(
    help: ArgumentHelp(
      "A column to regress the outcomes on; may be repeated.",
      valueName: "column"))
  var moderator: [String] = []

  @Option(
    help: ArgumentHelp(
      "What is subtracted from a moderator; may be repeated.",
      valueName: "column=value"))
  var center: [MultivariateSettings.Center] = []

  @Option(
    help: ArgumentHelp(
      """
      The correlation within studies that is assumed where a covariance is \
      missing, between −1 and 1.
      """, valueName: "r"))
  var withinCorrelation: Double?

  @Option(help: "The confidence level, between 0 and 1.")
  var level = 0.95

  @Option(help: "What computes with matrices.")
  var backend = MultivariateSettings.Backend.auto

  @Option(help: "The format of the report.")
  var format = FitCommand.Format.text

  func validate() throws {
    try requireShare(level, option: "--level")
    if let withinCorrelation, !(withinCorrelation.magnitude < 1) {
      throw ValidationError(
        "--within-correlation is \(withinCorrelation); it has to lie between "
          + "-1 and 1.")
    }
    try requireCovariateColumns(moderator, reserved: ["study"])
    var centered: Set<String> = []
    for column in center.map(\.column) {
      guard
        moderator.contains(where: {
          $0.lowercased() == column.lowercased()
        })
      else {
        throw ValidationError(
          "--center '\(column)' needs --moderator '\(column)'.")
      }
      if !centered.insert(column.lowercased()).inserted {
        throw ValidationError("--center '\(column)' is there twice.")
      }
    }
    if !settings.isAvailable {
      throw ValidationError("This build has no OpenBLAS.")
    }
  }

  /// What the options ask for.
  var settings: MultivariateSettings {
    MultivariateSettings(
      method: method, structure: structure, moderators: moderator,
      centers: center, level: level, backend: backend)
  }
}

extension MultivariateSettings.Structure: ExpressibleByArgument {}
extension MultivariateSettings.Backend: ExpressibleByArgument {}
extension MultivariateSettings.Center: ExpressibleByArgument {}

extension MultivariateCommand: ReportingCommand {
  func result() -> CommandResult {
    reporting(onFile: file) { () throws(FitFailure) in
      let report = try MultivariateReport(
        fitting: try table(), settings: settings)
      return format == .json ? report.jsonText : report.text
    }
  }

  private func table() throws(FitFailure) -> OutcomeTable {
    do throws(InputError) {
      return try withBytes(ofFile: file) { source throws(InputError) in
        let reader = OutcomeTableReader(
          moderators: moderator, withinCorrelation: withinCorrelation)
        return try reader.table(from: source)
      }
    } catch {
      throw .input(error)
    }
  }
}
