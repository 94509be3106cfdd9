import DxDistributions
internal import RealModule

/// What a statistical test of random numbers has found.
struct StatisticalTest {
  var name: String
  var statistic: Double
  /// The probability of a statistic as far out, on either side, if there is
  /// nothing to find.
  var probability: Double

  /// A statistic that is chi-squared if there is nothing to find.
  init(_ name: String, chiSquared: Double, degreesOfFreedom: Int) throws {
    let law = try ChiSquaredDistribution(
      degreesOfFreedom: Double(degreesOfFreedom))
    self.name = "\(name), chi-squared(\(degreesOfFreedom))"
    statistic = chiSquared
    probability =
      2
      * Swift.min(
        law.cumulativeProbability(at: chiSquared),
        law.survivalProbability(at: chiSquared))
  }

  /// A statistic that is standard normal if there is nothing to find.
  init(_ name: String, normal: Double) {
    self.name = "\(name), normal"
    statistic = normal
    probability =
      2
      * NormalDistribution.standard.cumulativeProbability(
        at: -normal.magnitude)
  }

  /// The comparison of counts with what is expected of them, where cells that
  /// expect less than five are one with those after them.
  init(_ name: String, counts: [Int], probabilities: [Double]) throws {
    let total = Double(counts.reduce(0, +))
    var cells: [(count: Double, expected: Double)] = []
    for (count, p) in zip(counts, probabilities) {
      if let last = cells.last, last.expected < 5 {
        cells[cells.count - 1] = (
          last.count + Double(count), last.expected + total * p
        )
      } else {
        cells.append((Double(count), total * p))
      }
    }
    if cells.count > 1, let last = cells.last, last.expected < 5 {
      cells.removeLast()
      cells[cells.count - 1].count += last.count
      cells[cells.count - 1].expected += last.expected
    }
    let sum = cells.reduce(0.0) {
      $0 + ($1.count - $1.expected) * ($1.count - $1.expected) / $1.expected
    }
    try self.init(
      name, chiSquared: sum, degreesOfFreedom: cells.count - 1)
  }

  /// The comparison of counts with a uniform distribution.
  init(_ name: String, uniform counts: [Int]) throws {
    let share = 1 / Double(counts.count)
    try self.init(
      name, counts: counts,
      probabilities: [Double](repeating: share, count: counts.count))
  }

  /// The largest distance of ascending values from their places, if they
  /// ought to be uniform on the unit interval.
  ///
  /// > M. A. Stephens. "Use of the Kolmogorov–Smirnov, Cramér–von Mises and
  /// > related statistics without extensive tables." *JRSS B* 32, 1970,
  /// > 115–122, for the correction of the limiting law.
  init(_ name: String, ascending values: [Double]) {
    let n = Double(values.count)
    var distance = 0.0
    for (i, u) in values.enumerated() {
      distance = Swift.max(
        distance, u - Double(i) / n, Double(i + 1) / n - u)
    }
    let root = n.squareRoot()
    let x = distance * (root + 0.12 + 0.11 / root)
    var tail = 0.0
    for k in stride(from: 9.0, through: 1, by: -1) {
      tail = .exp(-2 * k * k * x * x) - tail
    }
    self.name = "\(name), Kolmogorov–Smirnov"
    statistic = root * distance
    probability = x < 0.3 ? 1 : Swift.min(1, 2 * tail)
  }
}
