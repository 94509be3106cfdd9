#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Where the bytes of a table come from, chunk by chunk.
///
/// - Returns: The next bytes; an empty array at the end.
typealias ByteSource = () throws(InputProblem) -> [UInt8]

/// Reads a file, or standard input, and hands its bytes to a function.
///
/// - Parameter path: The path of the file; `-` is standard input.
func withBytes<Value>(
  ofFile path: String,
  _ body: (ByteSource) throws(InputError) -> Value
) throws(InputError) -> Value {
  let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw InputError(systemProblem()) }
  defer { if path != "-" { close(descriptor) } }
  return try body { () throws(InputProblem) in
    try nextChunk(of: descriptor)
  }
}

private func nextChunk(
  of descriptor: Int32
) throws(InputProblem) -> [UInt8] {
  let capacity = 1 << 18
  var count = 0
  let chunk = [UInt8](unsafeUninitializedCapacity: capacity) {
    buffer, initialized in
    repeat {
      count = read(descriptor, buffer.baseAddress, capacity)
    } while count < 0 && errno == EINTR
    initialized = max(count, 0)
  }
  if count < 0 { throw systemProblem() }
  return chunk
}

/// What the system says about the call that has just failed.
private func systemProblem() -> InputProblem {
  InputProblem(.unreadable(String(cString: strerror(errno))))
}
