import DxDistributions
import Foundation
import Testing
import _DxTestSupport

extension DiscreteContract {
  /// A quantile is the smallest value at which the tail has passed the
  /// probability.
  func checkQuantiles() {
    let d = distribution
    let edge = 1e-12
    for p in tails + [0.51, 0.7, 0.95, 0.9999] {
      let k = d.quantile(p)
      let j = d.upperQuantile(p)
      expect(k.rounded(.down) == k && j.rounded(.down) == j)
      // Within the errors of the tails next to a tie either value is right.
      expect(d.cumulativeProbability(at: k) >= p * (1 - edge))
      expect(d.cumulativeProbability(at: k - 1) < p * (1 + edge))
      expect(d.survivalProbability(at: j) <= p * (1 + edge))
      expect(d.survivalProbability(at: j - 1) > p * (1 - edge))
    }
    // From 1/2 on the complement is exact, and names the same value.
    for p in [0.5, 0.625, 0.96875, 1 - 0x1p-40] {
      expect(d.quantile(p) == d.upperQuantile(1 - p))
    }
    for k in points { checkJump(at: k) }
  }

  /// The quantile of a probability changes where the tail does.
  private func checkJump(at k: Double) {
    let d = distribution
    let (lower, upper) = (d.support.lowerBound, d.support.upperBound)
    let below = d.cumulativeProbability(at: k)
    if below > 1e-300 && below <= 0.5 && k < upper {
      if d.probability(of: k) > 1e-10 * below {
        expect(d.quantile(below * (1 - 1e-12)) == k)
      }
      if d.probability(of: k + 1) > 1e-10 * below {
        expect(d.quantile(below * (1 + 1e-12)) == k + 1)
      }
    }
    let above = d.survivalProbability(at: k)
    guard above > 1e-300 && above <= 0.5 && k > lower else { return }
    if d.probability(of: k) > 1e-10 * above {
      expect(d.upperQuantile(above * (1 + 1e-12)) == k)
    }
    if d.probability(of: k + 1) > 1e-10 * above {
      expect(d.upperQuantile(above * (1 - 1e-12)) == k + 1)
    }
  }

  /// No value is more probable than the mode.
  func checkMode() {
    let d = distribution
    expect(d.support.contains(d.mode) && d.mode.rounded(.down) == d.mode)
    let top = d.probability(of: d.mode)
    for k in points {
      expect(d.probability(of: k) <= top * (1 + 8 * .ulpOfOne))
    }
  }

  /// The moments and the entropy are those of sums over all values that have
  /// a probability above 1e−25 or so.
  func checkMoments(longestSum: Int) {
    let d = distribution
    let first = d.quantile(1e-25)
    let last = d.upperQuantile(1e-25)
    expect(!(d.variance < 0))
    guard last - first < Double(longestSum) else { return }
    var (total, mean, variance, entropy) = (0.0, 0.0, 0.0, 0.0)
    // About the mean that is checked, so that a large one does not cancel.
    for k in stride(from: first, through: last, by: 1) {
      let mass = d.probability(of: k)
      let deviation = k - d.mean
      total += mass
      mean += mass * deviation
      variance += mass * deviation * deviation
      entropy -= mass > 0 ? mass * d.logProbability(of: k) : 0
    }
    expect(relativeError(total, 1) <= 1e-12)
    let size = Swift.max(d.standardDeviation, d.mean.magnitude * 1e-3)
    expect(mean.magnitude <= 1e-11 * size)
    #expect(
      relativeError(variance, d.variance) <= 1e-9 || d.variance < 1e-20,
      "\(d), variance \(d.variance), summed \(variance)",
      sourceLocation: location)
    if let closed = (d as? any ClosedFormEntropy)?.entropy {
      #expect(
        scaledError(closed, entropy) <= 1e-10,
        "\(d), entropy \(closed), summed \(entropy)", sourceLocation: location)
    }
  }
}
