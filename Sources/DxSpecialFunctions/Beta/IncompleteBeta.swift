/// The regularized incomplete beta function, Iₓ(a, b): the probability that a
/// beta variable is at most `x`.
///
/// Edge cases: NaN unless both parameters are positive and finite and `x` is
/// in [0, 1]; 0 at `x` = 0 and 1 at `x` = 1.
///
/// Accuracy: measured maximum error 4.3 ulp, 90th percentile 0.8 ulp, for
/// parameters from 1e−10 to 1e10; see <doc:BetaFunctions>.
public func regularizedBeta(_ a: Double, _ b: Double, _ x: Double) -> Double {
  guard isBetaDomain(a, b, x) else { return .nan }
  if x == 0 || x == 1 { return x }
  return BetaKernel(a, b).probability(at: UnitPoint(x), upper: false)
}

/// The complement of the regularized incomplete beta function, 1 − Iₓ(a, b).
///
/// Edge cases: NaN unless both parameters are positive and finite and `x` is
/// in [0, 1]; 1 at `x` = 0 and 0 at `x` = 1.
///
/// Accuracy: measured maximum error 3.9 ulp, 90th percentile 0.7 ulp, for
/// parameters from 1e−10 to 1e10; see <doc:BetaFunctions>.
public func complementaryRegularizedBeta(
  _ a: Double, _ b: Double, _ x: Double
) -> Double {
  guard isBetaDomain(a, b, x) else { return .nan }
  if x == 0 || x == 1 { return 1 - x }
  return BetaKernel(a, b).probability(at: UnitPoint(x), upper: true)
}

/// The logarithm of the regularized incomplete beta function, log Iₓ(a, b),
/// finite also where the function underflows.
///
/// Edge cases: NaN unless both parameters are positive and finite and `x` is
/// in [0, 1]; −∞ at `x` = 0 and 0 at `x` = 1.
///
/// Accuracy: measured maximum error 4 ulp, 90th percentile 1 ulp, for
/// parameters from 1e−10 to 1e10; see <doc:BetaFunctions>.
public func logRegularizedBeta(
  _ a: Double, _ b: Double, _ x: Double
) -> Double {
  guard isBetaDomain(a, b, x) else { return .nan }
  if x == 0 || x == 1 { return x == 0 ? -.infinity : 0 }
  return BetaKernel(a, b).logProbability(at: UnitPoint(x), upper: false)
}

/// The logarithm of the complement of the regularized incomplete beta
/// function, log(1 − Iₓ(a, b)), finite also where the complement underflows.
///
/// Edge cases: NaN unless both parameters are positive and finite and `x` is
/// in [0, 1]; 0 at `x` = 0 and −∞ at `x` = 1.
///
/// Accuracy: as that of ``logRegularizedBeta(_:_:_:)``.
public func logComplementaryRegularizedBeta(
  _ a: Double, _ b: Double, _ x: Double
) -> Double {
  guard isBetaDomain(a, b, x) else { return .nan }
  if x == 0 || x == 1 { return x == 0 ? 0 : -.infinity }
  return BetaKernel(a, b).logProbability(at: UnitPoint(x), upper: true)
}

/// The `x` at which the regularized incomplete beta function is `p`.
///
/// Edge cases: NaN unless both parameters are positive and finite and `p` is
/// in [0, 1]; the ends of [0, 1] map to themselves. A result too small for a
/// double is 0, and one too close to 1 is 1.
///
/// Accuracy: measured maximum error 4 ulp, 90th percentile 0.6 ulp, for
/// parameters from 1e−10 to 1e10; see <doc:BetaFunctions>.
public func inverseRegularizedBeta(
  _ a: Double, _ b: Double, _ p: Double
) -> Double {
  guard isBetaDomain(a, b, p) else { return .nan }
  if p == 0 || p == 1 { return p }
  return BetaKernel(a, b).inverse(probability: p, upper: false)
}

/// The `x` at which the complement of the regularized incomplete beta
/// function is `q`.
///
/// Edge cases: NaN unless both parameters are positive and finite and `q` is
/// in [0, 1]; 1 at `q` = 0 and 0 at `q` = 1.
///
/// Accuracy: measured maximum error 3 ulp, 90th percentile 0.5 ulp, for
/// parameters from 1e−10 to 1e10; see <doc:BetaFunctions>.
public func inverseComplementaryRegularizedBeta(
  _ a: Double, _ b: Double, _ q: Double
) -> Double {
  guard isBetaDomain(a, b, q) else { return .nan }
  if q == 0 || q == 1 { return 1 - q }
  return BetaKernel(a, b).inverse(probability: q, upper: true)
}

private func isBetaDomain(_ a: Double, _ b: Double, _ x: Double) -> Bool {
  a > 0 && a < .infinity && b > 0 && b < .infinity && x >= 0 && x <= 1
}
