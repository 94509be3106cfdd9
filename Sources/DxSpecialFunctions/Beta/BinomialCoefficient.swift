internal import RealModule

/// The log-likelihood of y successes among n trials at its maximum, where the
/// probability of a success is y/n.
/// ```
/// log C(n, y) + y log(y/n) + (n − y) log(1 − y/n)
/// ```
/// All terms of the order of n cancel in exact arithmetic, and what is left is
/// δ(n) − δ(y) − δ(n − y) + ½ log(n / (2π y (n − y))), with δ the
/// ``stirlingError(_:)``.
///
/// Edge cases: the counts need not be whole. The result is 0 where `successes`
/// is 0 or equals `trials`, and NaN unless 0 ≤ `successes` ≤ `trials` < ∞.
///
/// Accuracy: measured maximum error 2 ulp for whole counts and up to 1e15
/// trials. For a part of one count the terms cancel, and the error is absolute.
///
/// > C. Loader. "Fast and accurate computation of binomial probabilities."
/// > 2000, of which this is the case without a deviance.
package func saturatedBinomialLogLikelihood(
  successes: Double, trials: Double
) -> Double {
  let failures = trials - successes
  guard successes > 0 && failures > 0 && trials < .infinity else {
    let isCertain = successes >= 0 && failures >= 0
    return isCertain && trials < .infinity ? 0 : .nan
  }
  let correction =
    stirlingError(trials) - stirlingError(successes) - stirlingError(failures)
  return correction
    - 0.5 * .log(2 * .pi * successes * (failures / trials))
}

/// The logarithm of the binomial coefficient C(n, y), the number of ways to
/// choose y among n.
///
/// Edge cases: the counts need not be whole. The result is 0 where `successes`
/// is 0 or equals `trials`, and NaN unless 0 ≤ `successes` ≤ `trials` < ∞.
///
/// Accuracy: measured maximum error 0.6 ulp for whole counts and up to 1e15
/// trials.
///
/// The terms of the order of n, y log(n/y) and (n − y) log(n/(n − y)), are
/// summed in two doubles; what is left are Stirling errors. Below half a
/// count, the result is the small difference of log Γ at n + 1 and n − y + 1
/// without log Γ(1 + y).
public func logBinomialCoefficient(
  trials: Double, successes: Double
) -> Double {
  let fewer = Swift.min(successes, trials - successes)
  guard fewer > 0 && trials < .infinity else {
    return fewer == 0 && trials < .infinity ? 0 : .nan
  }
  let more = DoubleDouble(sum: trials, -fewer)
  if fewer < 0.5 {
    let side = BetaSide(
      a: fewer, b: more.high + 1, x: 0, y: 1, distance: fewer)
    return (side.logGammaIncrement - .logGammaOnePlus(small: fewer)).high
  }
  let share = DoubleDouble(fewer) / DoubleDouble(trials)
  let spread = more * share * (2 * Double.pi)
  let entropy =
    share.logarithm() * fewer + DoubleDouble.logOnePlus(-share) * more
  let errors =
    stirlingError(trials) - stirlingError(fewer) - stirlingError(more.high)
  return (-(entropy + spread.logarithm() * 0.5) + errors).high
}
