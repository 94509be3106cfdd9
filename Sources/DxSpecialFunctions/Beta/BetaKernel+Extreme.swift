internal import RealModule

/// Points so close to an end that no double holds the distance to it, and one
/// term of the series is all there is: I = xᵃ / (a B(a, b)).
extension BetaKernel {
  /// The tail next to an end.
  ///
  /// - Parameters:
  ///   - logDistance: The logarithm of x or of 1 − x.
  ///   - upper: Whether it is the upper end.
  package func extremeTail(
    logDistance: DoubleDouble, upper: Bool
  ) -> ScaledTail {
    ScaledTail(
      logDensity: extremeExponent(logDistance, upper: upper) + constant,
      factor: scale / (upper ? b : a), isUpper: upper)
  }

  /// The logarithm of the density of logit x next to an end.
  package func extremeLogDensity(
    logDistance: DoubleDouble, upper: Bool
  ) -> DoubleDouble {
    extremeExponent(logDistance, upper: upper)
      + (exactScale.logarithm() + constant)
  }

  /// The exponent with the other factor of the density at 1.
  private func extremeExponent(
    _ logX: DoubleDouble, upper: Bool
  ) -> DoubleDouble {
    let (a, b) = upper ? (self.b, self.a) : (self.a, self.b)
    let limit = Self.smallParameter
    guard a >= limit || b >= limit else { return logX * a }
    let far =
      b >= limit
      ? DoubleDouble.logOnePlusRemainder(DoubleDouble(a) / b) * b
      : total.logarithm() * b - b
    return a >= limit
      ? (logX + (total / a).logarithm()) * a + far + (b >= limit ? a : 0)
      : (logX + total.logarithm()) * a + far
  }
}
