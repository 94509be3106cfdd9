/// Numbers as a reader of a review expects them.
enum NumberText {
  /// The number with a fixed count of decimals, as `0.853`.
  ///
  /// Edge cases: what is not finite or too large for decimals is spelled as
  /// Swift does.
  static func fixed(_ value: Double, decimals: Int) -> String {
    let scale = (0..<decimals).reduce(1) { product, _ in product * 10 }
    let scaled = (value.magnitude * Double(scale)).rounded()
    guard scaled < 1e15 else { return "\(value)" }
    let digits = Int(scaled)
    let sign = value < 0 && digits > 0 ? "−" : ""
    guard decimals > 0 else { return "\(sign)\(digits)" }
    let fraction = String(digits % scale)
    let zeros = String(repeating: "0", count: decimals - fraction.count)
    return "\(sign)\(digits / scale).\(zeros)\(fraction)"
  }

  /// The number with as many decimals as it has, up to a limit.
  static func shortest(_ value: Double, decimals: Int) -> String {
    var text = fixed(value, decimals: decimals)
    guard text.contains(".") else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// The number with about three significant digits, as `23.4` or `0.0521`.
  static func significant(_ value: Double) -> String {
    var decimals = 2
    var magnitude = value.magnitude
    while magnitude >= 10 && decimals > 0 {
      magnitude /= 10
      decimals -= 1
    }
    while magnitude < 1 && magnitude > 0 && decimals < 6 {
      magnitude *= 10
      decimals += 1
    }
    return value != 0 && value.magnitude < 1e-4
      ? scientific(value) : fixed(value, decimals: decimals)
  }

  /// The number with one significant digit and a power of ten, as `3e-09`.
  static func scientific(_ value: Double) -> String {
    guard value.isFinite else { return "\(value)" }
    if value == 0 { return "0" }
    var exponent = 0
    var magnitude = value.magnitude
    while magnitude < 1 {
      magnitude *= 10
      exponent -= 1
    }
    while magnitude >= 10 {
      magnitude /= 10
      exponent += 1
    }
    // 9.6 rounds to 10, which has an exponent of its own.
    let rounded = magnitude.rounded()
    let (digit, power) =
      rounded >= 10 ? (1, exponent + 1) : (Int(rounded), exponent)
    return "\(value < 0 ? "−" : "")\(digit)e\(power)"
  }

  /// A p value, as `0.031` or `< 0.001`.
  static func pValue(_ value: Double) -> String {
    value < 0.001 ? "< 0.001" : "= " + fixed(value, decimals: 3)
  }
}
