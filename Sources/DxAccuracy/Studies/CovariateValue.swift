/// The value of a covariate of a study: a number or the name of a category.
///
/// It is encoded as the bare number or the bare name.
public enum CovariateValue: Hashable, Sendable {
  /// A quantity, such as a year.
  case number(Double)
  /// One of several categories, such as a version of the test.
  case category(String)
}

extension CovariateValue: Codable {
  /// Decodes a number or a name.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else {
      self = .category(try container.decode(String.self))
    }
  }

  /// Encodes the number or the name alone.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let value): try container.encode(value)
    case .category(let name): try container.encode(name)
    }
  }
}

extension CovariateValue: ExpressibleByStringLiteral {
  /// Creates a category from its name.
  public init(stringLiteral name: String) { self = .category(name) }
}

extension CovariateValue: ExpressibleByFloatLiteral {
  /// Creates a number.
  public init(floatLiteral value: Double) { self = .number(value) }
}

extension CovariateValue: ExpressibleByIntegerLiteral {
  /// Creates a number.
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
}
