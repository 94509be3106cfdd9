internal import DtaCommand

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Writes the whole text, and says whether that succeeded.
func write(_ text: String, to descriptor: Int32) -> Bool {
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { buffer in
      write(descriptor, buffer.baseAddress, buffer.count)
    }
    if count < 0 && errno != EINTR { return false }
    rest = rest.dropFirst(max(count, 0))
  }
  return true
}

let result = runDta(Array(CommandLine.arguments.dropFirst()))
_ = write(result.diagnostics, to: STDERR_FILENO)
if !write(result.output, to: STDOUT_FILENO) {
  _ = write("dta: the output could not be written\n", to: STDERR_FILENO)
  exit(ExitStatus.outputFailure.rawValue)
}
exit(result.status.rawValue)
