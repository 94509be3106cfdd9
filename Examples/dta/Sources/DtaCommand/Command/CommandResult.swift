/// What a run of the command line leaves behind.
public struct CommandResult: Hashable, Sendable {
  /// The exit status.
  public var status: ExitStatus
  /// The text for standard output.
  public var output: String
  /// The text for standard error.
  public var diagnostics: String
}

/// The exit statuses that scripts can rely on.
public enum ExitStatus: Int32, Sendable {
  /// The command did what was asked.
  case success = 0
  /// The data are sound, and no estimate exists.
  case noEstimate = 1
  /// The input is refused.
  case badInput = 2
  /// The arguments are refused.
  case usage = 64
  /// The output could not be written.
  case outputFailure = 74
}
