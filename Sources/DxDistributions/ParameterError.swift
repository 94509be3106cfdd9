/// The reason a distribution does not exist.
public enum ParameterError: Error, Hashable, Sendable {
  /// The parameter of this name was zero, negative or not a number.
  case notPositive(name: String, value: Double)
  /// The parameter of this name was infinite or not a number.
  case notFinite(name: String, value: Double)
  /// The weight of this name was outside [0, 1] or not a number.
  case notProbability(name: String, value: Double)
  /// The weights of this name had another sum than one.
  case notUnitSum(name: String, value: Double)
}

extension ParameterError: CustomStringConvertible {
  /// A sentence for a person to read.
  public var description: String {
    switch self {
    case .notPositive(let name, let value):
      return "\(name) must be positive, but is \(value)"
    case .notFinite(let name, let value):
      return "\(name) must be finite, but is \(value)"
    case .notProbability(let name, let value):
      return "\(name) must be in [0, 1], but is \(value)"
    case .notUnitSum(let name, let value):
      return "\(name) must have the sum 1, but it is \(value)"
    }
  }
}

internal func requirePositive(
  _ value: Double, _ name: String
) throws(ParameterError) {
  guard value > 0 else { throw .notPositive(name: name, value: value) }
}

internal func requireFinite(
  _ value: Double, _ name: String
) throws(ParameterError) {
  guard value.isFinite else { throw .notFinite(name: name, value: value) }
}
