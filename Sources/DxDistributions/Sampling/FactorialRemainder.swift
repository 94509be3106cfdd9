internal import DxSpecialFunctions
internal import RealModule

/// log n! − n log n + n, with its value 0 at 0: what the logarithm of the
/// probability of a count has beside deviances.
///
/// Samplers compare with it only the few candidates that no squeeze decides.
///
/// > C. Loader. "Fast and accurate computation of binomial probabilities."
/// > 2000.
internal func factorialRemainder(_ n: Double) -> Double {
  n == 0 ? 0 : stirlingError(n) + 0.5 * Double.log(2 * .pi * n)
}
