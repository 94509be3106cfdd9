import DxDistributions
import DxLinearAlgebra
internal import RealModule

/// Tests of the values that distributions draw against their own cumulative
/// probabilities and moments.
struct SamplerBattery {
  /// How many values are drawn from each distribution.
  let count: Int
  private var root = PhiloxGenerator(seed: 20_110_618)
  private var index: UInt64 = 0
  private(set) var tests: [StatisticalTest] = []

  init(count: Int) { self.count = count }

  /// A stream that no distribution before has had.
  private mutating func stream() -> PhiloxGenerator {
    index += 1
    return root.stream(index)
  }

  /// Draws from a continuous distribution.
  ///
  /// - Parameters:
  ///   - moments: Whether the fourth moment is finite, and well estimated.
  ///   - everywhere: Whether all values are compared, and not only those at
  ///     some quantiles.
  mutating func check<D: ContinuousDistribution>(
    _ name: String, _ distribution: D, moments: Bool = true,
    everywhere: Bool = true
  ) throws {
    var generator = stream()
    let values = distribution.samples(count, using: &generator).sorted()
    if everywhere {
      tests.append(
        .init(
          name,
          ascending: values.map { distribution.cumulativeProbability(at: $0) })
      )
    }
    try compareCells(name, distribution, ascending: values)
    if moments { compareMoments(name, distribution, values) }
  }

  /// Draws from a distribution that is not continuous.
  mutating func checkCells<D: UnivariateDistribution>(
    _ name: String, _ distribution: D
  ) throws {
    var generator = stream()
    let values = distribution.samples(count, using: &generator).sorted()
    try compareCells(name, distribution, ascending: values)
    compareMoments(name, distribution, values)
  }

  /// The numbers of values between quantiles, of which the outer ones are
  /// far out.
  private mutating func compareCells<D: UnivariateDistribution>(
    _ name: String, _ distribution: D, ascending values: [Double]
  ) throws {
    let tails = [1e-5, 1e-4, 1e-3].filter { $0 * Double(count) >= 10 }
    let middle = (1..<100).map { Double($0) / 100 }
    let lower = (tails + middle.filter { $0 <= 0.5 })
      .map { distribution.quantile($0) }
    let upper = (tails + middle.filter { $0 < 0.5 }).reversed()
      .map { distribution.upperQuantile($0) }
    var counts: [Int] = []
    var shares: [Double] = []
    var position = 0
    var last = -Double.infinity
    for edge in lower + upper + [.infinity] where edge > last {
      let share = probability(distribution, last, edge)
      // A discrete quantile can leave a cell that is next to empty.
      guard share * Double(count) >= 10 || edge == .infinity else { continue }
      let start = position
      while position < values.count && values[position] <= edge {
        position += 1
      }
      if share * Double(count) >= 10 || counts.isEmpty {
        counts.append(position - start)
        shares.append(share)
      } else {
        counts[counts.count - 1] += position - start
        shares[shares.count - 1] += share
      }
      last = edge
    }
    guard counts.count > 1 else { return }
    tests.append(
      try .init("\(name), cells", counts: counts, probabilities: shares))
  }

  private func probability<D: UnivariateDistribution>(
    _ distribution: D, _ a: Double, _ b: Double
  ) -> Double {
    let below = a == -.infinity ? 0 : distribution.cumulativeProbability(at: a)
    if below < 0.5 {
      return (b == .infinity ? 1 : distribution.cumulativeProbability(at: b))
        - below
    }
    return distribution.survivalProbability(at: a)
      - (b == .infinity ? 0 : distribution.survivalProbability(at: b))
  }

  /// The mean, with its own variance, and the variance, with that which the
  /// fourth moment of the values gives it.
  private mutating func compareMoments<D: UnivariateDistribution>(
    _ name: String, _ distribution: D, _ values: [Double]
  ) {
    let n = Double(values.count)
    let (mean, variance) = (distribution.mean, distribution.variance)
    guard mean.isFinite && variance.isFinite else { return }
    var sums = (0.0, 0.0, 0.0)
    for value in values {
      let difference = value - mean
      let square = difference * difference
      sums.0 += difference
      sums.1 += square
      sums.2 += square * square
    }
    tests.append(
      .init("\(name), mean", normal: sums.0 / (n * variance).squareRoot()))
    let spread = (sums.2 - sums.1 * sums.1 / n).squareRoot()
    tests.append(
      .init("\(name), variance", normal: (sums.1 - n * variance) / spread))
  }

  /// Draws vectors of which the components have known distributions.
  mutating func check<D: MultivariateDistribution, M: UnivariateDistribution>(
    _ name: String, _ distribution: D, marginals: [M]
  ) throws {
    var generator = stream()
    let vectors = (0..<count).map { _ in
      distribution.sample(using: &generator)
    }
    for (i, marginal) in marginals.enumerated() {
      let values = vectors.map { $0[i] }.sorted()
      try compareCells("\(name)[\(i)]", marginal, ascending: values)
      for j in 0..<i { compareProducts(name, distribution, vectors, i, j) }
    }
  }

  private mutating func compareProducts<D: MultivariateDistribution>(
    _ name: String, _ distribution: D, _ vectors: [[Double]], _ i: Int,
    _ j: Int
  ) {
    let n = Double(vectors.count)
    let mean = distribution.mean
    var (sum, squares) = (0.0, 0.0)
    for vector in vectors {
      let product = (vector[i] - mean[i]) * (vector[j] - mean[j])
      sum += product
      squares += product * product
    }
    let expected = n * distribution.covariance[i, j]
    let spread = (squares - sum * sum / n).squareRoot()
    tests.append(
      .init(
        "\(name), covariance \(i) \(j)", normal: (sum - expected) / spread))
  }
}
