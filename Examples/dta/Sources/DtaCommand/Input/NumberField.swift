/// The reading of a field as a number.
enum NumberField {
  /// The finite number that the text spells in decimal digits, or why it
  /// spells none.
  static func number(_ text: String) -> Result<Double, InvalidNumber> {
    // Swift's own conversion also takes hexadecimal digits.
    let isDecimal = text.utf8.allSatisfy { byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || "+-.eE".utf8.contains(byte)
    }
    guard let value = Double(text), isDecimal || !value.isFinite else {
      return .failure(.notANumber)
    }
    // A decimal beyond the range of Double rounds to infinity.
    guard value.isFinite else {
      return .failure(isDecimal ? .tooLarge : .notFinite)
    }
    return .success(value)
  }
}

/// Why a field is not the number that it should be.
enum InvalidNumber: Error, Hashable {
  case notANumber, notFinite, tooLarge, notPositive
}

extension InvalidNumber: CustomStringConvertible {
  /// What the value is, as the end of a sentence.
  var description: String {
    switch self {
    case .notANumber: "is not a number"
    case .notFinite: "is not a finite number"
    case .tooLarge: "is too large for a number"
    case .notPositive: "is not above zero, and a variance is"
    }
  }
}
