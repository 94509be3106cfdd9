internal import DxSpecialFunctions
internal import RealModule

/// Fisher's non-central hypergeometric distribution, and with odds of 1 the
/// central one.
///
/// Exactness: that of ``LogConcaveSampler``. Odds beyond 10^±100 are taken as
/// if they were there, where the law has less than 10⁻⁶⁹ beside its likeliest
/// value.
internal struct HypergeometricSampler: UnivariateSampler {
  private let sampler: LogConcaveSampler<HypergeometricWeights>
  private let table: ReducedTable

  /// - Parameters:
  ///   - successes: How many of the population are successes.
  ///   - failures: How many are failures.
  ///   - draws: How many are drawn, at most all.
  ///   - odds: The odds of drawing a success rather than a failure.
  internal init(
    successes: Double, failures: Double, draws: Double, odds: Double = 1
  ) {
    table = ReducedTable(
      row: successes, otherRow: failures, column: draws,
      odds: Swift.min(1e100, Swift.max(1e-100, odds)))
    sampler = LogConcaveSampler(
      HypergeometricWeights(table),
      standardDeviation: table.standardDeviation)
  }

  @inline(__always)
  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    table.sign * sampler.next(using: &generator) + table.offset
  }
}

/// A two-by-two table with fixed margins, turned so that its first cell has
/// the smallest expectation.
internal struct ReducedTable {
  /// The margins of the first cell, and of the row below.
  private(set) var row: Double
  private(set) var otherRow: Double
  private(set) var column: Double
  private(set) var odds: Double
  /// The count of the first cell as it was given is sign · count + offset.
  private(set) var sign = 1.0
  private(set) var offset = 0.0

  internal init(
    row: Double, otherRow: Double, column: Double, odds: Double
  ) {
    self.row = row
    self.otherRow = otherRow
    self.column = column
    self.odds = odds
    let cell = expectation
    if Swift.min(row - cell, otherRow - column + cell)
      < Swift.min(cell, column - cell)
    {
      // The other column: a − k.
      offset = row
      sign = -1
      self.column = row + otherRow - column
      self.odds = 1 / odds
    }
    if self.column - expectation < expectation {
      // The other row: n − k.
      offset += sign * self.column
      sign = -sign
      (self.row, self.otherRow) = (otherRow, row)
      self.odds = 1 / self.odds
    }
  }

  /// The cell for which the odds of the expected table are `odds`: the mean
  /// of two binomial distributions with that ratio of odds, given their sum.
  internal var expectation: Double {
    let product = odds * row * column
    if product == 0 { return 0 }
    let linear = otherRow - column + odds * (row + column)
    let excess = 1 - odds
    let root = (linear * linear + 4 * excess * product).squareRoot()
    return linear >= 0
      ? 2 * product / (linear + root) : (root - linear) / (2 * excess)
  }

  /// The values that the first cell can take.
  internal var support: ClosedRange<Double> {
    Swift.max(0, column - otherRow)...Swift.min(row, column)
  }

  /// The most probable value of the first cell.
  internal var mode: Double {
    let range = support
    var k = Swift.min(
      range.upperBound, Swift.max(range.lowerBound, expectation.rounded(.down)))
    while k < range.upperBound && ratio(k) >= 1 { k += 1 }
    while k > range.lowerBound && ratio(k - 1) < 1 { k -= 1 }
    return k
  }

  /// The probability of k + 1 over that of k.
  private func ratio(_ k: Double) -> Double {
    odds * ((row - k) / (k + 1))
      * ((column - k) / (otherRow - column + k + 1))
  }

  /// The standard deviation of the normal limit.
  internal var standardDeviation: Double {
    let cell = expectation
    let precision =
      1 / cell + 1 / (row - cell) + 1 / (column - cell)
      + 1 / (otherRow - column + cell)
    return (1 / precision).squareRoot()
  }
}

/// The probabilities of the first cell, relative to that of the mode.
internal struct HypergeometricWeights: LogConcaveWeights {
  private let table: ReducedTable
  private let mean: DoubleDouble
  internal let mode: Double
  internal let support: ClosedRange<Double>
  private var logMode = 0.0

  internal init(_ table: ReducedTable) {
    self.table = table
    mean = DoubleDouble(table.expectation)
    mode = table.mode
    support = table.support
    logMode = logWeight(mode)
  }

  internal func depth(_ k: Double) -> Double {
    if (k - mode).magnitude <= 8 && table.odds > 1e-6 && table.odds < 1e6 {
      return depthNearMode(k)
    }
    return logMode - logWeight(k)
  }

  /// The depth as the logarithm of the product of the ratios of neighbours,
  /// which none of the margins can make overflow.
  private func depthNearMode(_ k: Double) -> Double {
    let rest = table.otherRow - table.column
    var (above, below) = (1.0, 1.0)
    var i = Swift.min(k, mode)
    while i < Swift.max(k, mode) {
      above *= table.odds * (table.row - i) * (table.column - i)
      i += 1
      below *= i * (rest + i)
    }
    return k > mode ? Double.log(below / above) : Double.log(above / below)
  }

  /// The logarithm of the product of the probabilities of two binomial counts
  /// whose ratio of odds is that of the table: it depends on the count as the
  /// wanted probability does, and near the mode is a sum of small numbers.
  private func logWeight(_ k: Double) -> Double {
    let j = table.column - k
    let first = term(k, mean) + term(table.row - k, mean, from: table.row)
    let rest = table.otherRow - table.column
    let fourth = DoubleDouble(sum: rest, 0) + mean
    return -first - term(j, mean, from: table.column)
      - (factorialRemainder(rest + k)
        + DoubleDouble.deviance(rest + k, from: fourth).high)
  }

  private func term(
    _ count: Double, _ mean: DoubleDouble, from margin: Double
  ) -> Double {
    term(count, DoubleDouble(margin) - mean)
  }

  private func term(_ count: Double, _ mean: DoubleDouble) -> Double {
    factorialRemainder(count) + DoubleDouble.deviance(count, from: mean).high
  }
}
