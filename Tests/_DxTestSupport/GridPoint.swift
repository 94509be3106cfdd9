/// A point of the accuracy grid, from `Fixtures/distributions/grid.csv`.
public struct GridPoint: Sendable, CustomStringConvertible {
  /// The arguments, each exactly representable.
  public let arguments: [Double]
  /// The value, rounded.
  public let value: Double
  /// What rounding took from the value.
  public let remainder: Double
  /// By how much a relative change of an argument is multiplied.
  public let condition: Double

  /// The arguments and the value.
  public var description: String { "\(arguments) → \(value)" }

  /// The points by function.
  public static var all: [String: [GridPoint]] {
    get throws(FixtureError) { try loaded.get() }
  }

  private static let loaded = Result { () throws(FixtureError) in
    let table = try FixtureFile(path: "distributions/grid.csv").table()
    let functions = try table.strings("function")
    var columns: [[Double?]] = []
    for index in 1...7 {
      columns.append(try table.optionalNumbers("argument\(index)"))
    }
    let values = try table.numbers("value")
    let remainders = try table.numbers("remainder")
    let conditions = try table.optionalNumbers("condition")
    var result: [String: [GridPoint]] = [:]
    for row in functions.indices {
      let point = GridPoint(
        arguments: columns.compactMap { $0[row] }, value: values[row],
        remainder: remainders[row], condition: conditions[row] ?? 0)
      result[functions[row], default: []].append(point)
    }
    return result
  }

  /// The error of a result: in units in the last place of the value, or, where
  /// the condition number is above 10⁸, relative to what one rounding of an
  /// argument does.
  ///
  /// It is infinite for a NaN, and a value that underflows may be off by the
  /// least normal number.
  public func error(of result: Double) -> Double {
    if result.isNaN { return .infinity }
    if value == 0 {
      return result.magnitude <= .leastNormalMagnitude ? 0 : .infinity
    }
    let error = ((result - value) - remainder).magnitude
    return condition > 1e8
      ? error / value.magnitude / (0x1p-53 * (1 + condition))
      : error / value.ulp
  }

  /// Whether the exact value is a normal number.
  public var isNormal: Bool { value.magnitude >= .leastNormalMagnitude }
}

/// The errors that are allowed for a function of the grid, in units in the
/// last place.
public struct GridLimit: Sendable, CustomStringConvertible {
  /// The function.
  public let function: String
  /// The largest error of a point.
  public let maximum: Double
  /// The error that nine of ten points stay below.
  public let percentile90: Double

  /// The function.
  public var description: String { function }

  /// All limits.
  public static var all: [GridLimit] {
    get throws(FixtureError) {
      let table =
        try FixtureFile(path: "distributions/grid-limits.csv").table()
      let functions = try table.strings("function")
      let maxima = try table.numbers("maximum")
      let percentiles = try table.numbers("percentile90")
      return functions.indices.map {
        GridLimit(
          function: functions[$0], maximum: maxima[$0],
          percentile90: percentiles[$0])
      }
    }
  }
}
