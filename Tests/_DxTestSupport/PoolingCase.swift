/// Effects of independent studies with the results of pooling them.
///
/// `Fixtures/oracle/pooling_oracle.py` computes them in 40 digits.
public struct PoolingCase: Sendable, CustomStringConvertible {
  /// The name of the data.
  public let name: String
  /// The effects.
  public let effects: [Double]
  /// Their sampling variances.
  public let variances: [Double]
  /// The moderators besides an intercept.
  public let columns: [[Double]]
  /// The results.
  public let expected: ExpectedValue

  /// The name.
  public var description: String { name }

  /// All cases.
  public static var all: [PoolingCase] {
    get throws(FixtureError) { try loaded.get() }
  }

  private static let path = "oracle/pooling.json"

  private static let loaded = Result { () throws(FixtureError) in
    let elements = try FixtureFile(path: path).json().elements ?? []
    return elements.compactMap(PoolingCase.init)
  }

  private init?(_ value: ExpectedValue) {
    guard let name = value["name"].string,
      let effects = value["effects"].numbers,
      let variances = value["variances"].numbers,
      let columns = value["columns"].elements?.compactMap(\.numbers)
    else { return nil }
    self.name = name
    self.effects = effects
    self.variances = variances
    self.columns = columns
    expected = value
  }
}
