extension Double {
  /// A bound on a non-negative error of this package: the next power of ten,
  /// but never less than 1e-10, below which platforms differ.
  var bound: String { bound(exponentAtLeast: -10) }

  /// A bound on the error of Ψ, where an iteration found it, or of what
  /// follows from it.
  ///
  /// It is never less than 1e-8: a log-likelihood rounded at 1e-16 does not
  /// resolve Ψ better, so platforms differ below.
  var iteratedBound: String { bound(exponentAtLeast: -8) }

  /// A bound on a non-negative error, no less than a power of ten.
  func bound(exponentAtLeast least: Int) -> String {
    guard isFinite else { return "no value" }
    for exponent in least...max(least, 0) {
      if let power = Double("1e\(exponent)"), self < power {
        return "< 1e\(exponent)"
      }
    }
    return leadingDigit
  }

  /// A positive number, rounded up to one digit.
  var leadingDigit: String {
    guard isFinite else { return "no value" }
    for exponent in -20...20 {
      guard let scale = Double("1e\(-exponent)") else { continue }
      let digit = (self * scale).rounded(.up)
      if digit <= 9 { return "\(Int(digit))e\(exponent)" }
    }
    return "\(self)"
  }

  /// How far below the maximum a log-likelihood is, where that is more than
  /// its rounding.
  var shortfall: String {
    self <= shortfallThreshold ? "–" : leadingDigit
  }

  /// A number with a fixed count of decimals.
  func decimals(_ count: Int) -> String {
    guard isFinite else { return "no value" }
    var scale = 1
    for _ in 0..<count { scale *= 10 }
    let units = Int((magnitude * Double(scale)).rounded())
    let sign = self < 0 && units > 0 ? "−" : ""
    guard count > 0 else { return "\(sign)\(units)" }
    let fraction = String(units % scale)
    let padding = String(repeating: "0", count: count - fraction.count)
    return "\(sign)\(units / scale).\(padding)\(fraction)"
  }
}

/// The log-likelihood by which a program has to miss the maximum to be said
/// to stop early.
let shortfallThreshold = 1e-9

/// A count of evaluations.
///
/// Where more than one start is tried, rounding has a say in the count, and
/// only its size is told.
func evaluationText(_ count: Int) -> String {
  switch count {
  case ...20: "\(count)"
  case ...200: "> 20"
  default: "> 200"
  }
}
