#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The processor time that this thread has used, in nanoseconds.
///
/// Unlike the time on the wall it does not count what other programs take,
/// so a busy machine disturbs it less.
func threadNanoseconds() -> Int {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
}

/// The time of one call in nanoseconds: the least of seven blocks, each of
/// which repeats the call for about four milliseconds.
func timePerCall(_ call: () throws -> Void) rethrows -> Double {
  let blockLength = 4_000_000
  var repeats = 1
  while true {
    let elapsed = try time(repeats, call)
    if elapsed >= blockLength / 4 {
      repeats = max(1, repeats * blockLength / max(1, elapsed))
      break
    }
    repeats *= 4
  }
  var least = Int.max
  for _ in 0..<7 { least = min(least, try time(repeats, call)) }
  return Double(least) / Double(repeats)
}

private func time(_ repeats: Int, _ call: () throws -> Void) rethrows -> Int {
  let start = threadNanoseconds()
  for _ in 0..<repeats { try call() }
  return threadNanoseconds() - start
}
