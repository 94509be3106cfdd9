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
public func threadNanoseconds() -> Int {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
}

/// The time of one call in nanoseconds: the least of seven blocks, each of
/// which repeats the call for about four milliseconds.
public func timePerCall(_ call: () throws -> Void) rethrows -> Double {
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
  return try BlockTimes(blocks: 7, repeats: repeats, call).minimum
}

/// The processor time of one call, in nanoseconds, over blocks of calls.
public struct BlockTimes {
  /// The time in the fastest block.
  public var minimum: Double
  /// The time in the median block.
  public var median: Double

  /// Times `blocks` blocks of `repeats` calls.
  public init(
    blocks: Int, repeats: Int, _ call: () throws -> Void
  ) rethrows {
    var times: [Int] = []
    for _ in 0..<max(blocks, 1) { times.append(try time(repeats, call)) }
    times.sort()
    minimum = Double(times[0]) / Double(repeats)
    median = Double(times[times.count / 2]) / Double(repeats)
  }
}

private func time(_ repeats: Int, _ call: () throws -> Void) rethrows -> Int {
  let start = threadNanoseconds()
  for _ in 0..<repeats { try call() }
  return threadNanoseconds() - start
}
