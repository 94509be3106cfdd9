internal import DxSpecialFunctions
internal import RealModule

// The parts of the logarithm of the probability of a count. Samplers compare
// with them only the few candidates that no squeeze decides.
//
// > C. Loader. "Fast and accurate computation of binomial probabilities."
// > 2000.

/// log n! − n log n + n, with its value 0 at 0.
internal func factorialRemainder(_ n: Double) -> Double {
  n == 0 ? 0 : stirlingError(n) + 0.5 * Double.log(2 * .pi * n)
}

/// The deviance x log(x/m) + m − x of a count from a mean, to a few rounding
/// errors of itself.
internal func countDeviance(_ x: Double, from mean: DoubleDouble) -> Double {
  let m = mean.high
  if x == 0 { return m }
  let difference = (x - m) - mean.low
  let v = difference / (x + m)
  guard v.magnitude < 0.1 else { return x * Double.log(x / m) - difference }
  // 2 x artanh v without its first term, which the rest of the deviance takes.
  let square = v * v
  var sum = 1 / 11.0
  if v.magnitude >= 0.01 {
    sum = 1 / 19.0 + square * (1 / 21.0)
    sum = 1 / 17.0 + square * sum
    sum = 1 / 15.0 + square * sum
    sum = 1 / 13.0 + square * sum
    sum = 1 / 11.0 + square * sum
  }
  sum = 1 / 9.0 + square * sum
  sum = 1 / 7.0 + square * sum
  sum = 1 / 5.0 + square * sum
  sum = 1 / 3.0 + square * sum
  return v * (difference + 2 * x * square * sum)
}
