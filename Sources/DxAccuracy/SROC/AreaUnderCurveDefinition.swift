/// How the area under a summary ROC curve is computed.
public enum AreaUnderCurveDefinition: String, Hashable, Sendable, Codable {
  /// The integral of the curve, to an error of about 1e-14.
  case exactIntegral
  /// The value that the R package mada (0.5.12) prints: a trapezoid sum.
  ///
  /// The curve is evaluated at 99 equally spaced false-positive rates, from
  /// 0.01 to 0.99 for the whole area, and
  /// `s₁/2 + s₂ + … + s₉₈ + s₉₉/2` is divided by 99. There are 98 intervals,
  /// so the sum is *biased low* by about 1 %, and the ends are left out. It is
  /// here only to reproduce published values.
  case mada99
}
