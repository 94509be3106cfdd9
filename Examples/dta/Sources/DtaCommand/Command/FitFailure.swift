/// Why a command ends without a report.
enum FitFailure: Error, Hashable {
  /// The file is refused.
  case input(InputError)
  /// The data are sound, and no estimate exists; the text is the reason.
  case noEstimate(String)
  /// The arguments do not fit the data; the text says which.
  case usage(String)

  /// What the command leaves behind.
  func result(fileName: String) -> CommandResult {
    switch self {
    case .input(let error):
      CommandResult(
        status: .badInput, output: "",
        diagnostics: error.message(fileName: fileName) + "\n")
    case .noEstimate(let reason):
      CommandResult(
        status: .noEstimate, output: "",
        diagnostics: "\(fileName): no estimate: \(reason)\n")
    case .usage(let reason):
      CommandResult(
        status: .usage, output: "", diagnostics: "\(fileName): \(reason)\n")
    }
  }
}
