import DxDistributions
import Foundation
import Testing

/// The error of a logarithm of a probability against what both tails say, in
/// units of `tolerance`, which is relative to either tail.
func logTailError(
  _ log: Double, tail: Double, complement: Double, tolerance: Double
) -> Double {
  // A subnormal tail has lost the digits that its logarithm still has.
  if complement < .leastNormalMagnitude {
    return log.magnitude <= .leastNormalMagnitude ? 0 : .infinity
  }
  let expected = tail <= 0.5 ? Foundation.log(tail) : log1p(-complement)
  // An error of the tail is an absolute one of its logarithm, and next to
  // certainty a relative one.
  let scale = tail <= 0.5 ? 1 + expected.magnitude : expected.magnitude
  let error = (log - expected).magnitude / (tolerance * scale)
  return error.isNaN ? .infinity : error
}

/// Checks the logarithms of both tails where these are normal numbers, and
/// that they stay finite and ordered where the tails underflow.
func checkLogTails<D: UnivariateDistribution>(
  _ d: D, at points: [Double], sourceLocation: SourceLocation
) {
  for x in points {
    let below = d.cumulativeProbability(at: x)
    let above = d.survivalProbability(at: x)
    if below >= .leastNormalMagnitude {
      let error = logTailError(
        d.logCumulativeProbability(at: x), tail: below, complement: above,
        tolerance: 60 * .ulpOfOne)
      #expect(
        error <= 1, "\(d), lower at \(x)", sourceLocation: sourceLocation)
    }
    if above >= .leastNormalMagnitude {
      let error = logTailError(
        d.logSurvivalProbability(at: x), tail: above, complement: below,
        tolerance: 60 * .ulpOfOne)
      #expect(
        error <= 1, "\(d), upper at \(x)", sourceLocation: sourceLocation)
    }
  }
}
