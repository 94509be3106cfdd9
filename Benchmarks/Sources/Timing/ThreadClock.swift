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

/// The times of one call each of two rivals, in nanoseconds.
///
/// Each is the least of seven blocks, which repeat the call for about four
/// milliseconds. The blocks of the two alternate, so that a change in the
/// speed of the machine meets both.
public func timesPerCall(
  _ first: () throws -> Void, _ second: () throws -> Void
) rethrows -> (first: Double, second: Double) {
  let repeats = (try blockLength(first), try blockLength(second))
  var least = (Int.max, Int.max)
  for _ in 0..<7 {
    least.0 = min(least.0, try time(repeats.0, first))
    least.1 = min(least.1, try time(repeats.1, second))
  }
  return (
    Double(least.0) / Double(repeats.0), Double(least.1) / Double(repeats.1)
  )
}

/// How many calls take about four milliseconds.
private func blockLength(_ call: () throws -> Void) rethrows -> Int {
  let goal = 4_000_000
  var repeats = 1
  while true {
    let elapsed = try time(repeats, call)
    if elapsed >= goal / 4 { return max(1, repeats * goal / elapsed) }
    repeats *= 4
  }
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
