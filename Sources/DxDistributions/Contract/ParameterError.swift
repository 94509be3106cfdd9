/// The reason a distribution does not exist.
public enum ParameterError: Error, Hashable, Sendable {
  /// The parameter of this name was zero, negative or not a number.
  case notPositive(name: String, value: Double)
  /// The parameter of this name was infinite or not a number.
  case notFinite(name: String, value: Double)
  /// The weight of this name was outside [0, 1] or not a number.
  case notProbability(name: String, value: Double)
  /// The count of this name was negative or not a whole number.
  case notCount(name: String, value: Double)
  /// The parameter of this name was outside its range or not a number.
  case outOfRange(name: String, value: Double, range: ClosedRange<Double>)
  /// The weights of this name had another sum than one.
  case notUnitSum(name: String, value: Double)
  /// The covariance, or the correlation, of this name leaves a combination of
  /// the components without a variance, or with a negative one.
  case notPositiveDefinite(name: String)
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
    case .notCount(let name, let value):
      return "\(name) must be a whole number from 0 on, but is \(value)"
    case .outOfRange(let name, let value, let range):
      return """
        \(name) must be in [\(range.lowerBound), \(range.upperBound)], \
        but is \(value)
        """
    case .notUnitSum(let name, let value):
      return "\(name) must have the sum 1, but it is \(value)"
    case .notPositiveDefinite(let name):
      return "\(name) must be positive definite"
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

internal func requireFinitePositive(
  _ value: Double, _ name: String
) throws(ParameterError) {
  try requirePositive(value, name)
  try requireFinite(value, name)
}

internal func requireProbability(
  _ value: Double, _ name: String
) throws(ParameterError) {
  guard value >= 0 && value <= 1 else {
    throw .notProbability(name: name, value: value)
  }
}

internal func requireCount(
  _ value: Double, _ name: String
) throws(ParameterError) {
  guard value >= 0 && value.rounded(.down) == value else {
    throw .notCount(name: name, value: value)
  }
  try requireFinite(value, name)
}

internal func requireInRange(
  _ value: Double, _ range: ClosedRange<Double>, _ name: String
) throws(ParameterError) {
  guard range.contains(value) else {
    throw .outOfRange(name: name, value: value, range: range)
  }
}
