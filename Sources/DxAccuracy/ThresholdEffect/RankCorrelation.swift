internal import RealModule

/// How the P value of a rank correlation is computed.
public enum RankCorrelationTest: String, Hashable, Sendable, Codable {
  /// Student's *t* with k − 2 degrees of freedom for
  /// `ρ √((k − 2) / (1 − ρ²))`.
  case tApproximation
  /// The share of all k! orders with a correlation at least as large in
  /// magnitude, ties included; for at most ten values.
  case exactPermutation
}

/// Spearman's rank correlation of two variables and its test against zero.
///
/// Ties have the average of their ranks, and ρ is Pearson's correlation of
/// the ranks.
///
/// > C. Spearman. The proof and measurement of association between two
/// > things. *Am J Psychol* 15 (1904) 72–101. doi:10.2307/1412159
public struct RankCorrelation: Hashable, Sendable, Codable {
  /// The correlation ρ.
  public var coefficient: Double
  /// The two-sided P value.
  public var pValue: Double
  /// How the P value is computed.
  public var test: RankCorrelationTest
  /// Whether either variable has equal values.
  public var hasTies: Bool
  /// The number of pairs.
  public var count: Int

  /// The largest number of pairs for which the exact P value is computed.
  public static let largestExactCount = 10

  /// Correlates the ranks of two variables.
  ///
  /// Edge cases: with three pairs and fewer, or a correlation of ±1, the
  /// *t* approximation is as its formula says; it is NaN for two pairs.
  ///
  /// - Parameters:
  ///   - first: The values of one variable, none NaN.
  ///   - second: Those of the other, in the same order.
  ///   - test: How to compute the P value.
  /// - Precondition: There are as many values of each, and at most
  ///   ``largestExactCount`` for an exact P value.
  /// - Throws: ``UndefinedReason/tooFewStudies(count:)`` for fewer than two
  ///   pairs, ``UndefinedReason/constantValues`` if all values of a variable
  ///   are equal.
  /// - Complexity: O(*k* log *k*), and O(2^*k* *k*⁴) for an exact P value.
  public init(
    _ first: [Double], _ second: [Double],
    test: RankCorrelationTest = .tApproximation
  ) throws(UndefinedReason) {
    precondition(
      first.count == second.count,
      "\(first.count) values against \(second.count)")
    guard first.count >= 2 else { throw .tooFewStudies(count: first.count) }
    let doubledFirst = doubledRanks(first)
    let doubledSecond = doubledRanks(second)
    count = first.count
    coefficient = try correlation(
      doubledFirst.map(Double.init), doubledSecond.map(Double.init))
    hasTies =
      Set(doubledFirst).count < count || Set(doubledSecond).count < count
    self.test = test
    switch test {
    case .tApproximation:
      let freedom = Double(count - 2)
      let ratio = freedom / ((1 - coefficient) * (1 + coefficient))
      pValue =
        count == 2
        ? .nan
        : studentTTwoSidedTail(
          coefficient * ratio.squareRoot(), degreesOfFreedom: freedom)
    case .exactPermutation:
      precondition(
        count <= Self.largestExactCount,
        "An exact P value of \(count) pairs is too much work")
      pValue = permutationTail(doubledFirst, doubledSecond)
    }
  }
}

/// Twice the average ranks, which are whole numbers.
private func doubledRanks(_ values: [Double]) -> [Int] {
  let order = values.indices.sorted { values[$0] < values[$1] }
  var ranks = [Int](repeating: 0, count: values.count)
  var start = 0
  while start < order.count {
    var end = start
    while end + 1 < order.count, values[order[end + 1]] == values[order[start]]
    { end += 1 }
    // Twice the mean of start + 1, …, end + 1.
    for position in start...end { ranks[order[position]] = start + end + 2 }
    start = end + 1
  }
  return ranks
}

/// Pearson's correlation.
internal func correlation(
  _ first: [Double], _ second: [Double]
) throws(UndefinedReason) -> Double {
  let count = Double(first.count)
  let firstMean = first.reduce(0, +) / count
  let secondMean = second.reduce(0, +) / count
  var crossed = 0.0
  var firstSquares = 0.0
  var secondSquares = 0.0
  for (x, y) in zip(first, second) {
    crossed += (x - firstMean) * (y - secondMean)
    firstSquares += (x - firstMean) * (x - firstMean)
    secondSquares += (y - secondMean) * (y - secondMean)
  }
  guard firstSquares > 0, secondSquares > 0 else { throw .constantValues }
  // One root of the product, so that equal sums of squares give exactly ±1.
  let ratio = crossed / (firstSquares * secondSquares).squareRoot()
  return min(max(ratio, -1), 1)
}

/// The share of the orders of `second` whose sum of products with `first` is
/// at least as far from its mean as the observed one.
///
/// The orders are not visited one by one: the number of ways to reach each
/// sum is carried from one set of used values to those with one more.
private func permutationTail(_ first: [Int], _ second: [Int]) -> Double {
  let count = first.count
  var ways = [[Int: Int]](repeating: [:], count: 1 << count)
  ways[0] = [0: 1]
  for used in 0..<(1 << count) where !ways[used].isEmpty {
    let position = used.nonzeroBitCount
    guard position < count else { continue }
    for next in 0..<count where used & (1 << next) == 0 {
      let product = first[position] * second[next]
      for (sum, number) in ways[used] {
        ways[used | (1 << next)][sum + product, default: 0] += number
      }
    }
    ways[used] = [:]
  }
  // The mean sum is (Σ first)(Σ second)/k; times k it is a whole number.
  let mean = first.reduce(0, +) * second.reduce(0, +)
  let observed = zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
  let distance = (count * observed - mean).magnitude
  var total = 0
  var extreme = 0
  for (sum, number) in ways[(1 << count) - 1] {
    total += number
    if (count * sum - mean).magnitude >= distance { extreme += number }
  }
  return Double(extreme) / Double(total)
}
