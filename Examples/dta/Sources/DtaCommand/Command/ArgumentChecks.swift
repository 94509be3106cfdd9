internal import ArgumentParser

/// Refuses a number that is not between 0 and 1.
func requireShare(_ value: Double, option: String) throws {
  guard value > 0 && value < 1 else {
    let hint =
      value > 1 && value < 100 ? "; write \(value / 100) for \(value) %" : ""
    throw ValidationError(
      "\(option) is \(value); it has to lie between 0 and 1\(hint).")
  }
}

/// Refuses names of moderators that no column of covariates can have, and
/// names that come twice.
func requireCovariateColumns(
  _ moderators: [String], reserved: [String]
) throws {
  var names: Set<String> = []
  for name in moderators.map({ $0.lowercased() }) {
    if name.isEmpty || reserved.contains(name) {
      throw ValidationError(
        "--moderator '\(name)' is no column of covariates.")
    }
    if !names.insert(name).inserted {
      throw ValidationError("--moderator '\(name)' is there twice.")
    }
  }
}

/// What a command leaves behind that works on a file.
///
/// - Parameter report: Writes the report.
func reporting(
  onFile file: String, _ report: () throws(FitFailure) -> String
) -> CommandResult {
  let fileName =
    file == "-" ? "standard input" : printable(file.unicodeScalars)
  do throws(FitFailure) {
    return CommandResult(
      status: .success, output: try report(), diagnostics: "")
  } catch {
    return error.result(fileName: fileName)
  }
}
