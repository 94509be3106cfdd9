/// The smallest whole number of a range that satisfies a condition which all
/// greater ones satisfy: from a start by doubled strides, then by halves.
///
/// - Parameters:
///   - start: A guess.
///   - bounds: The range, whose upper bound satisfies the condition.
///   - holds: The condition.
/// - Complexity: O(log *d*) evaluations, for a start at a distance *d*.
internal func smallestCount(
  from start: Double, in bounds: ClosedRange<Double>,
  where holds: (Double) -> Bool
) -> Double {
  // The condition fails at `low` and holds at `high`.
  var low = bounds.lowerBound - 1
  var high = bounds.upperBound
  guard low + 1 < high else { return high }
  var point = Swift.max(
    low + 1, Swift.min(start.rounded(.up), high - 1))
  // Beyond 2⁵³ neighbours are further apart than one.
  var stride = Swift.max(1, point.magnitude.ulp)
  var startHolds: Bool?
  while true {
    let isHigh = holds(point)
    if isHigh { high = point } else { low = point }
    let middle = low + 0.5 * (high - low)
    guard high - low > 1, middle > low, middle < high else {
      // A zero is a positive one.
      return high + 0
    }
    let goesDown = startHolds ?? isHigh
    startHolds = goesDown
    stride = isHigh == goesDown ? 2 * stride : .infinity
    let next = goesDown ? high - 0.5 * stride : low + 0.5 * stride
    point = next > low && next < high ? next : middle.rounded(.down)
  }
}
