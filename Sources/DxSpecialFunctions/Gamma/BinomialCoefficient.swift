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
/// Accuracy: measured maximum error 4 ulp for whole counts and up to 1e15
/// trials.
public func logBinomialCoefficient(
  trials: Double, successes: Double
) -> Double {
  // Of the two counts the smaller one keeps its digits when it is divided by
  // the trials.
  let fewer = Swift.min(successes, trials - successes)
  guard fewer > 0 && trials < .infinity else {
    return fewer == 0 && trials < .infinity ? 0 : .nan
  }
  let share = fewer / trials
  let entropy =
    fewer * .log(share) + (trials - fewer) * .log(onePlus: -share)
  return saturatedBinomialLogLikelihood(successes: fewer, trials: trials)
    - entropy
}
