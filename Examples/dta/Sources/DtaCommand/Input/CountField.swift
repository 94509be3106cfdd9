/// The reading of a field as a count of subjects.
enum CountField {
  /// The largest count that is taken, which is the library's; a larger one is
  /// refused here, where its line is known.
  static let largest = 10_000_000_000

  /// The count that the bytes spell, or why they spell none.
  ///
  /// What counts is the value, so `1e3` and `12.0`, which statistics packages
  /// write for whole numbers, are counts.
  static func count(
    of bytes: ArraySlice<UInt8>
  ) -> Result<Int, InvalidCount> {
    // Nearly every field is a few digits; nothing is allocated for those.
    if (1...10).contains(bytes.count) {
      var value = 0
      for byte in bytes {
        let digit = byte &- UInt8(ascii: "0")
        guard digit <= 9 else { return slowCount(of: bytes) }
        value = value &* 10 &+ Int(digit)
      }
      return .success(value)
    }
    return slowCount(of: bytes)
  }

  private static func slowCount(
    of bytes: ArraySlice<UInt8>
  ) -> Result<Int, InvalidCount> {
    if bytes.isEmpty { return .failure(.empty) }
    let text = String(decoding: bytes, as: UTF8.self)
    let isDecimal = bytes.allSatisfy { byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || "+-.eE".utf8.contains(byte)
    }
    // Swift's own conversion also takes "nan", "infinity" and hexadecimals.
    guard let value = Double(text), isDecimal || !value.isFinite else {
      return .failure(.notANumber)
    }
    if isDecimal && value < 0 { return .failure(.negative) }
    // A decimal beyond the range of Double rounds to infinity.
    if isDecimal && value > Double(largest) { return .failure(.tooLarge) }
    if !value.isFinite { return .failure(.notFinite) }
    // Rounding may have brought a longer decimal back to the limit.
    if let exact = Int(text) {
      return exact <= largest ? .success(exact) : .failure(.tooLarge)
    }
    if value != value.rounded() { return .failure(.fractional) }
    return .success(Int(value))
  }
}

/// Why a field is not a count.
enum InvalidCount: Error, Hashable {
  case empty, notANumber, notFinite, negative, fractional, tooLarge
}

extension InvalidCount: CustomStringConvertible {
  /// What the value is, as the end of a sentence.
  var description: String {
    switch self {
    case .empty: "is empty"
    case .notANumber: "is not a number"
    case .notFinite: "is not a finite number"
    case .negative: "is negative"
    case .fractional: "is not whole"
    case .tooLarge: "is too large"
    }
  }
}
