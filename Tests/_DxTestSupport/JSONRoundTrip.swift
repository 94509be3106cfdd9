internal import Foundation

/// Encodes a value as JSON and decodes it again.
public enum JSONRoundTrip {
  /// The value after the round trip.
  public static func copy<Value: Codable>(of value: Value) throws -> Value {
    let data = try JSONEncoder().encode(value)
    return try JSONDecoder().decode(Value.self, from: data)
  }
}
