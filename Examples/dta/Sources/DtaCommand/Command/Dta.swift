internal import ArgumentParser

/// The command line as a whole.
struct Dta: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dta",
    abstract: "Meta-analysis of diagnostic test accuracy.",
    version: "0.1.0",
    subcommands: [FitCommand.self, MultivariateCommand.self])
}

/// A subcommand that returns what it has to say instead of printing it.
protocol ReportingCommand {
  /// Does the work.
  func result() -> CommandResult
}

/// Runs the command line, without printing and without ending the process.
///
/// - Parameter arguments: The arguments, without the name of the program.
public func runDta(_ arguments: [String]) -> CommandResult {
  do {
    var command = try Dta.parseAsRoot(arguments)
    if let reporting = command as? any ReportingCommand {
      return reporting.result()
    }
    // What is left is a request for help.
    try command.run()
    return CommandResult(status: .success, output: "", diagnostics: "")
  } catch {
    let message = Dta.fullMessage(for: error) + "\n"
    return Dta.exitCode(for: error).isSuccess
      ? CommandResult(status: .success, output: message, diagnostics: "")
      : CommandResult(status: .usage, output: "", diagnostics: message)
  }
}
