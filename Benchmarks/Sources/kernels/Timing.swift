import Foundation

/// The processor time of this thread, in nanoseconds.
func threadTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}

/// The processor time of one call over several blocks of calls.
struct BlockTimes {
  var minimum: Double
  var median: Double

  /// Times `blocks` blocks of `repeats` calls.
  init(blocks: Int, repeats: Int, _ body: () throws -> Void) rethrows {
    var times: [Double] = []
    for _ in 0..<max(blocks, 1) {
      let start = threadTime()
      for _ in 0..<repeats { try body() }
      times.append((threadTime() - start) / Double(repeats))
    }
    times.sort()
    minimum = times[0]
    median = times[times.count / 2]
  }
}
