/// A review simulated from a bivariate model, with the best optimum known.
public struct SimulatedReview: Sendable, CustomStringConvertible {
  /// The scenario it was simulated from.
  public let scenario: String
  /// The number of the review within the scenario.
  public let dataset: Int
  /// The four counts of each study.
  public let counts: ReferenceCounts
  /// The row of `best_known.csv`, by column; a value not computed is absent.
  public let bestKnown: [String: Double]
  /// The supremum of the exact binomial likelihood.
  public let binomial: BinomialOptimum
  /// The optimum of the Laplace approximation to that likelihood, absent
  /// where the likelihood has no finite maximum.
  public let laplace: LaplaceOptimum?

  /// The scenario and the number.
  public var description: String { "\(scenario)/\(dataset)" }

  /// All reviews, in the order of the file.
  public static var all: [SimulatedReview] {
    get throws(FixtureError) { try loaded.get() }
  }

  private static let loaded = Result { () throws(FixtureError) in
    try load()
  }

  private static func load() throws(FixtureError) -> [SimulatedReview] {
    let best = try bestKnownRows()
    let path = "simulated/reviews.csv"
    let table = try FixtureFile(path: path).table()
    let counts = try ReferenceCounts(table)
    let scenario = try table.strings("scenario")
    let dataset = try table.integers("dataset")
    let keys = zip(scenario, dataset).map { Key(scenario: $0, dataset: $1) }
    var reviews: [SimulatedReview] = []
    var start = 0
    while start < keys.count {
      let end = keys[start...].firstIndex { $0 != keys[start] } ?? keys.count
      guard let row = best[keys[start]] else {
        throw .inconsistent(path: path, reason: "no optimum: \(keys[start])")
      }
      guard let binomial = BinomialOptimum(row) else {
        throw .inconsistent(path: path, reason: "no ML: \(keys[start])")
      }
      reviews.append(
        SimulatedReview(
          scenario: keys[start].scenario, dataset: keys[start].dataset,
          counts: counts[start..<end], bestKnown: row, binomial: binomial,
          laplace: LaplaceOptimum(row)))
      start = end
    }
    return reviews
  }

  private static func bestKnownRows() throws(FixtureError)
    -> [Key: [String: Double]]
  {
    let table = try FixtureFile(path: "simulated/best_known.csv").table()
    let scenario = try table.strings("scenario")
    let dataset = try table.integers("dataset")
    var rows = scenario.map { _ in [String: Double]() }
    for column in table.header where column != "scenario" {
      let values = try table.optionalNumbers(column)
      for (row, value) in values.enumerated() { rows[row][column] = value }
    }
    var keyed: [Key: [String: Double]] = [:]
    for (index, row) in rows.enumerated() {
      keyed[Key(scenario: scenario[index], dataset: dataset[index])] = row
    }
    return keyed
  }

  private struct Key: Hashable {
    var scenario: String
    var dataset: Int
  }
}
