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

  /// All values of the table, by function.
  public static var all: [String: [ReferenceValue]] {
    get throws(FixtureError) { try loaded.get() }
  }

  private static let loaded = Result { () throws(FixtureError) in
    let table = try FixtureFile(path: "distributions/reference.csv").table()
    let functions = try table.strings("function")
    let columns = [
      try table.optionalNumbers("argument1"),
      try table.optionalNumbers("argument2"),
      try table.optionalNumbers("argument3"),
    ]
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
