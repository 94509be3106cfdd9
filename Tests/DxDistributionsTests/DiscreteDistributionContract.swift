import DxDistributions
import Foundation
import Testing
import _DxTestSupport

/// Checks what every discrete distribution promises.
///
/// - Parameters:
///   - distribution: The distribution.
///   - longestSum: Up to how many values are summed to check the moments.
///   - sourceLocation: Where a failure is reported.
func checkDiscreteDistributionContract<D: DiscreteDistribution>(
  _ distribution: D, longestSum: Int = 20_000,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let contract = DiscreteContract(
    distribution: distribution, location: sourceLocation)
  contract.checkEdges()
  contract.checkOutside()
  contract.checkSums()
  contract.checkLogarithms()
  contract.checkQuantiles()
  contract.checkMode()
  contract.checkMoments(longestSum: longestSum)
  checkSamples(distribution, isWhole: true, sourceLocation: sourceLocation)
}

struct DiscreteContract<D: DiscreteDistribution> {
  var distribution: D
  var location: SourceLocation

  /// Probabilities of either tail, from far out to the middle.
  let tails: [Double] = [
    1e-300, 1e-100, 1e-30, 1e-12, 1e-5, 0.001, 0.025, 0.1, 0.3, 0.5,
  ]

  /// Values all over the support, ascending, with their neighbours.
  var points: [Double] {
    let d = distribution
    var all: Set<Double> = [d.mode, d.support.lowerBound]
    for p in tails {
      for k in [d.quantile(p), d.upperQuantile(p)] {
        all.formUnion([k - 1, k, k + 1])
      }
    }
    return all.filter { $0.isFinite && d.support.contains($0) }.sorted()
  }

  func checkEdges() {
    let d = distribution
    let (lower, upper) = (d.support.lowerBound, d.support.upperBound)
    expect(d.quantile(0) == lower && d.quantile(1) == upper)
    expect(d.upperQuantile(1) == lower && d.upperQuantile(0) == upper)
    for p in [-0.1, 1.5, .infinity, .nan] {
      expect(d.quantile(p).isNaN && d.upperQuantile(p).isNaN)
    }
    expect(d.probability(of: .nan).isNaN && d.logProbability(of: .nan).isNaN)
    expect(d.cumulativeProbability(at: .nan).isNaN)
    expect(d.survivalProbability(at: .nan).isNaN)
    expect(d.logCumulativeProbability(at: .nan).isNaN)
    expect(d.logSurvivalProbability(at: .nan).isNaN)
    expect(lower.rounded(.down) == lower && upper.rounded(.down) == upper)
  }

  /// Nothing below and above the support, nor between whole numbers.
  func checkOutside() {
    let d = distribution
    let (lower, upper) = (d.support.lowerBound, d.support.upperBound)
    for x in [-.infinity, lower - 1, lower - 0.5] {
      expect(d.probability(of: x) == 0 && d.logProbability(of: x) == -.infinity)
      expect(d.cumulativeProbability(at: x) == 0)
      expect(d.survivalProbability(at: x) == 1)
      expect(d.logCumulativeProbability(at: x) == -.infinity)
      expect(d.logSurvivalProbability(at: x) == 0)
    }
    for x in [upper, upper + 0.5, upper + 1, .infinity] {
      if x > upper || x == .infinity {
        expect(d.probability(of: x) == 0)
        expect(d.logProbability(of: x) == -.infinity)
      }
      expect(d.cumulativeProbability(at: x) == 1)
      expect(d.survivalProbability(at: x) == 0)
      expect(d.logCumulativeProbability(at: x) == 0)
      expect(d.logSurvivalProbability(at: x) == -.infinity)
    }
    for k in points where k < 1e15 {
      let x = k + 0.5
      expect(d.probability(of: x) == 0 && d.logProbability(of: x) == -.infinity)
      expect(d.cumulativeProbability(at: x) == d.cumulativeProbability(at: k))
      expect(d.survivalProbability(at: x) == d.survivalProbability(at: k))
    }
  }

  /// The probability of a value is what each tail gains by it.
  func checkSums() {
    let d = distribution
    for k in points {
      let mass = d.probability(of: k)
      let below = d.cumulativeProbability(at: k)
      let above = d.survivalProbability(at: k)
      expect(mass >= 0 && mass <= 1 && below <= 1 && above <= 1)
      expect(relativeError(below + above, 1) <= 2 * .ulpOfOne)
      // Sums of positive numbers: 40 units are for the errors of all three.
      let previous = d.cumulativeProbability(at: k - 1)
      check(below, previous + mass, at: k)
      check(d.survivalProbability(at: k - 1), above + mass, at: k)
    }
  }

  private func check(_ got: Double, _ expected: Double, at k: Double) {
    guard expected >= .leastNormalMagnitude else { return }
    #expect(
      relativeError(got, expected) <= 40 * .ulpOfOne,
      "\(distribution) at \(k)", sourceLocation: location)
  }

  func checkLogarithms() {
    let d = distribution
    for k in points {
      let mass = d.probability(of: k)
      let log = d.logProbability(of: k)
      expect(log.isFinite && log <= 0)
      guard mass >= .leastNormalMagnitude else { continue }
      // An error of the logarithm is one of the probability relative to it.
      let bound = (4 + 4 * log.magnitude) * .ulpOfOne
      #expect(
        (mass / exp(log) - 1).magnitude <= bound, "\(d) at \(k)",
        sourceLocation: location)
    }
    checkLogTails(d, at: points, sourceLocation: location)
    // Beyond the quantiles of 1e−300 the logarithms go on.
    let low = (0.5 * d.quantile(1e-300)).rounded(.down)
    if d.support.contains(low), d.cumulativeProbability(at: low) == 0 {
      expect(d.logCumulativeProbability(at: low).isFinite)
      expect(d.logProbability(of: low).isFinite)
    }
    let high = 2 * d.upperQuantile(1e-300)
    if high < d.support.upperBound, d.survivalProbability(at: high) == 0 {
      expect(d.logSurvivalProbability(at: high).isFinite)
      expect(d.logProbability(of: high).isFinite)
    }
  }

  func expect(_ condition: Bool, line: Int = #line) {
    #expect(
      condition, "line \(line), \(distribution)", sourceLocation: location)
  }
}
