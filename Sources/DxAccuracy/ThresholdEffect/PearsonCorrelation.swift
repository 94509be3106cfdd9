internal import RealModule

/// Pearson's correlation of two variables, with Fisher's interval.
///
/// ``interval`` is symmetric on the scale of the inverse hyperbolic tangent,
/// where the standard error is 1/√(k − 3). The R package mada reports it for
/// sensitivities and false-positive rates.
public struct PearsonCorrelation: Hashable, Sendable, Codable {
  /// The correlation and its interval.
  public var interval: IntervalEstimate

  /// Correlates two variables.
  ///
  /// - Precondition: There are as many values of each.
  /// - Throws: ``UndefinedReason/tooFewStudies(count:)`` for fewer than two
  ///   pairs, ``UndefinedReason/constantValues`` if all values of a variable
  ///   are equal. With two or three pairs only the interval is missing.
  public init(
    _ first: [Double], _ second: [Double],
    level: ConfidenceLevel = .ninetyFivePercent
  ) throws(UndefinedReason) {
    precondition(
      first.count == second.count,
      "\(first.count) values against \(second.count)")
    guard first.count >= 2 else { throw .tooFewStudies(count: first.count) }
    let coefficient = try correlation(first, second)
    let builder = IntervalBuilder(
      level: level, method: .wald, studyCount: first.count)
    let transformed = Double.atanh(coefficient)
    interval =
      first.count > 3
      ? builder.interval(
        transformed, variance: 1 / Double(first.count - 3), scale: .atanh)
      : builder.undefined(
        transformed, scale: .atanh,
        reason: .tooFewStudies(count: first.count))
  }
}
