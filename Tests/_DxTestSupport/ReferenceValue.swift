/// A value of a function to 25 digits, from `Fixtures/distributions`.
public struct ReferenceValue: Sendable, CustomStringConvertible {
  /// The function, or `distribution.member`.
  public let function: String
  /// The arguments, each exactly representable.
  public let arguments: [Double]
  /// The value, rounded.
  public let value: Double

  /// The call and its value.
  public var description: String {
    "\(function)\(arguments) = \(value)"
  }

  /// The values of most functions, by function.
  public static var all: [String: [ReferenceValue]] {
    get throws(FixtureError) { try loaded.get() }
  }

  /// The values of the negative binomial and beta-binomial distributions.
  public static var counts: [String: [ReferenceValue]] {
    get throws(FixtureError) { try loadedCounts.get() }
  }

  private static let loaded = Result { () throws(FixtureError) in
    try values(in: "distributions/reference.csv", argumentCount: 3)
  }

  private static let loadedCounts = Result { () throws(FixtureError) in
    try values(in: "distributions/counts.csv", argumentCount: 4)
  }

  private static func values(
    in path: String, argumentCount: Int
  ) throws(FixtureError) -> [String: [ReferenceValue]] {
    let table = try FixtureFile(path: path).table()
    let functions = try table.strings("function")
    var columns: [[Double?]] = []
    for index in 1...argumentCount {
      columns.append(try table.optionalNumbers("argument\(index)"))
    }
    let values = try table.numbers("value")
    var result: [String: [ReferenceValue]] = [:]
    for row in functions.indices {
      let point = ReferenceValue(
        function: functions[row], arguments: columns.compactMap { $0[row] },
        value: values[row])
      result[point.function, default: []].append(point)
    }
    return result
  }
}

/// The error of a value in units in the last place of its reference.
///
/// It is infinite where exactly one of the two is not a number.
public func ulpError(_ value: Double, _ reference: Double) -> Double {
  if value == reference || (value.isNaN && reference.isNaN) { return 0 }
  let error = (value - reference).magnitude / reference.ulp
  return error.isNaN ? .infinity : error
}
