/// The logarithm of the beta function, log B(a, b).
///
/// Edge cases: the result is NaN unless both arguments are positive, +∞ where
/// one of them is 0 and the other is not negative, and −∞ where one is +∞.
///
/// Accuracy: measured maximum error 0.5 ulp for parameters from 1e−5 to 1e8.
/// The three terms log Γ(a) + log Γ(b) − log Γ(a + b), which cancel, are summed
/// with some 104 bits.
public func logBeta(_ a: Double, _ b: Double) -> Double {
  guard a >= 0, b >= 0 else { return .nan }
  if a == 0 || b == 0 {
    return a.isInfinite || b.isInfinite ? .nan : .infinity
  }
  if a.isInfinite || b.isInfinite { return -.infinity }
  return logBetaDoubleDouble(a, b).high
}

/// log B(a, b) for positive, finite arguments.
internal func logBetaDoubleDouble(_ a: Double, _ b: Double) -> DoubleDouble {
  if a == 1 { return -DoubleDouble.log(b) }
  if b == 1 { return -DoubleDouble.log(a) }
  return .logGamma(a) + .logGamma(b) - .logGamma(DoubleDouble(sum: a, b))
}
