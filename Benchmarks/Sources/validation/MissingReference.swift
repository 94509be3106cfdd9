import ReferenceData

/// A value that a file of expected results should hold and does not.
struct MissingReference: Error, CustomStringConvertible {
  var place: String
  var description: String { "no reference value: \(place)" }
}

extension ExpectedValue {
  /// The number.
  func number(at place: String) throws -> Double {
    guard let number else { throw MissingReference(place: place) }
    return number
  }

  /// The elements as numbers.
  func numbers(at place: String) throws -> [Double] {
    guard let numbers else { throw MissingReference(place: place) }
    return numbers
  }
}
