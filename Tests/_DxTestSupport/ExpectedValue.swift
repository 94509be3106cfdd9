internal import Foundation

/// A value of a JSON file of expected results.
///
/// A key or an index that does not exist gives ``null``, so a path can be
/// followed in one expression and is checked once, at its end:
/// ```
/// let reml = review.expected["normal_approx"]["all"]["reml"]["tight"]
/// let logLikelihood = try #require(reml["logLik_logit_scale"].number)
/// ```
public enum ExpectedValue: Sendable, Hashable {
  case null
  case boolean(Bool)
  case double(Double)
  case text(String)
  case array([ExpectedValue])
  case object([String: ExpectedValue])

  /// The value under a key, or null.
  public subscript(key: String) -> ExpectedValue {
    if case .object(let members) = self { members[key] ?? .null } else { .null }
  }

  /// The element at an index, or null.
  public subscript(index: Int) -> ExpectedValue {
    if case .array(let elements) = self, elements.indices.contains(index) {
      elements[index]
    } else {
      .null
    }
  }

  /// The number; `"Infinity"` and `"-Infinity"` stand for the infinities.
  public var number: Double? {
    switch self {
    case .double(let value): value
    case .text("Infinity"): .infinity
    case .text("-Infinity"): -.infinity
    default: nil
    }
  }

  /// The elements as numbers, if all of them are.
  public var numbers: [Double]? {
    guard case .array(let elements) = self else { return nil }
    let values = elements.compactMap(\.number)
    return values.count == elements.count ? values : nil
  }

  /// The rows of a matrix, if all elements are rows of numbers.
  public var rows: [[Double]]? {
    guard case .array(let elements) = self else { return nil }
    let values = elements.compactMap(\.numbers)
    return values.count == elements.count ? values : nil
  }

  /// The elements of an array.
  public var elements: [ExpectedValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The members of an object.
  public var members: [String: ExpectedValue]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The text.
  public var string: String? {
    if case .text(let value) = self { value } else { nil }
  }

  /// The truth value.
  public var boolean: Bool? {
    if case .boolean(let value) = self { value } else { nil }
  }

  /// Whether there is nothing here.
  public var isNull: Bool { self == .null }
}

extension ExpectedValue: Decodable {
  /// Decodes any JSON value.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    // Numbers first: nearly all values are, and a failed attempt costs most.
    if let value = try? container.decode(Double.self) {
      self = .double(value)
    } else if let value = try? container.decode([ExpectedValue].self) {
      self = .array(value)
    } else if let value = try? container.decode([String: ExpectedValue].self) {
      self = .object(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if container.decodeNil() {
      self = .null
    } else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "not a JSON value")
    }
  }

  init(json data: Data, path: String) throws(FixtureError) {
    do {
      self = try JSONDecoder().decode(Self.self, from: data)
    } catch {
      throw .malformedJSON(path: path, reason: "\(error)")
    }
  }
}
