import DxDistributions
import DxSpecialFunctions
import Foundation
import Testing
import _DxTestSupport

/// Checks what every continuous distribution promises.
///
/// - Parameters:
///   - distribution: The distribution.
///   - sourceLocation: Where a failure is reported.
func checkContinuousDistributionContract<D: ContinuousDistribution>(
  _ distribution: D,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let contract = ContinuousContract(
    distribution: distribution, location: sourceLocation)
  contract.checkEdges()
  contract.checkQuantiles()
  contract.checkComplements()
  contract.checkOrder()
  contract.checkDensity()
  contract.checkLogarithms()
  contract.checkFarLogarithms()
  contract.checkMode()
  contract.checkMoments()
  checkSamples(distribution, sourceLocation: sourceLocation)
}

struct ContinuousContract<D: ContinuousDistribution> {
  var distribution: D
  var location: SourceLocation

  /// Probabilities of either tail, from far out to the middle.
  let tails: [Double] = [
    1e-300, 1e-100, 1e-30, 1e-12, 1e-5, 0.001, 0.025, 0.1, 0.3, 0.5,
  ]

  /// Points all over the support, ascending, where quantiles are normal
  /// numbers.
  var points: [Double] {
    let lower = tails.map { distribution.quantile($0) }
    let upper = tails.dropLast().reversed().map {
      distribution.upperQuantile($0)
    }
    return (lower + upper).filter {
      $0.isFinite && ($0 == 0 || $0.magnitude >= .leastNormalMagnitude)
    }
  }

  func checkEdges() {
    let d = distribution
    let (lower, upper) = (d.support.lowerBound, d.support.upperBound)
    expect(d.quantile(0) == lower && d.quantile(1) == upper)
    expect(d.upperQuantile(1) == lower && d.upperQuantile(0) == upper)
    for p in [-0.1, 1.5, .infinity, .nan] {
      expect(d.quantile(p).isNaN && d.upperQuantile(p).isNaN)
    }
    expect(d.density(at: .nan).isNaN && d.logDensity(at: .nan).isNaN)
    expect(d.cumulativeProbability(at: .nan).isNaN)
    expect(d.survivalProbability(at: .nan).isNaN)
    for (x, below) in [
      (lower, 0.0), (-.infinity, 0), (upper, 1),
      (.infinity, 1),
    ] {
      expect(d.cumulativeProbability(at: x) == below)
      expect(d.survivalProbability(at: x) == 1 - below)
    }
    for x in [lower - 1, upper + 1] where !d.support.contains(x) {
      expect(d.density(at: x) == 0 && d.logDensity(at: x) == -.infinity)
      expect(d.cumulativeProbability(at: x) == (x < lower ? 0 : 1))
      expect(d.survivalProbability(at: x) == (x < lower ? 1 : 0))
    }
  }

  /// The tails at the quantiles give the probabilities back.
  func checkQuantiles() {
    let d = distribution
    for p in tails {
      let low = d.quantile(p)
      if low.isFinite && low.magnitude >= .leastNormalMagnitude {
        check(d.cumulativeProbability(at: low), p, at: low)
      }
      let high = d.upperQuantile(p)
      if high.isFinite && high < d.support.upperBound {
        check(d.survivalProbability(at: high), p, at: high)
      }
      // Probabilities above 1/2 name the same points by the other tail.
      let q = 1 - p
      expect(relativeError(d.quantile(q), d.upperQuantile(1 - q)) <= 1e-15)
    }
  }

  /// A quantile is rounded, at the size of the location it is shifted by,
  /// which moves the tail by the density times the rounding; 60 units are
  /// the tails' own.
  private func check(_ got: Double, _ p: Double, at x: Double) {
    let size = Swift.max(x.magnitude, distribution.median.magnitude)
    let slope = distribution.density(at: x) * size / p
    let bound = (60 + 4 * slope) * .ulpOfOne
    #expect(
      relativeError(got, p) <= bound, "\(distribution) at \(x)",
      sourceLocation: location)
  }

  func checkComplements() {
    for x in points {
      let sum =
        distribution.cumulativeProbability(at: x)
        + distribution.survivalProbability(at: x)
      #expect(
        relativeError(sum, 1) <= .ulpOfOne, "\(distribution) at \(x)",
        sourceLocation: location)
    }
  }

  func checkOrder() {
    let points = self.points
    for (x, y) in zip(points, points.dropFirst()) {
      expect(x <= y)
      expect(
        distribution.cumulativeProbability(at: x)
          <= distribution.cumulativeProbability(at: y) * (1 + 1e-14))
      expect(
        distribution.survivalProbability(at: x) * (1 + 1e-14)
          >= distribution.survivalProbability(at: y))
    }
  }

  /// The density agrees with its logarithm, and over a short interval
  /// integrates to the difference of the tails.
  func checkDensity() {
    let rule = GaussLegendreRule(order: 12)
    for x in points where x > distribution.support.lowerBound {
      let density = distribution.density(at: x)
      guard density >= .leastNormalMagnitude, density < .infinity else {
        continue
      }
      let log = distribution.logDensity(at: x)
      // An error of the logarithm is one of the density relative to it.
      let product = density / exp(log)
      expect((product - 1).magnitude <= (2 + log.magnitude) * .ulpOfOne * 2)
      let cumulative = distribution.cumulativeProbability(at: x)
      let survival = distribution.survivalProbability(at: x)
      let mass = Swift.min(cumulative, survival)
      guard mass > 1e-290, x < distribution.support.upperBound else { continue }
      let end = x + Swift.min(0.01 * mass / density, x.magnitude * 0.01)
      guard end > x, end < distribution.support.upperBound else { continue }
      let difference =
        cumulative < survival
        ? distribution.cumulativeProbability(at: end) - cumulative
        : survival - distribution.survivalProbability(at: end)
      let area = rule.integrate(from: x, to: end) {
        distribution.density(at: $0)
      }
      // The difference cancels, and the ends of a short interval round.
      let rounding = 20 * mass / difference + 4 * end.magnitude / (end - x)
      #expect(
        relativeError(area, difference) <= rounding * .ulpOfOne + 1e-14,
        "\(distribution) at \(x)", sourceLocation: location)
    }
  }

  /// The logarithms of the tails agree with the tails.
  func checkLogarithms() {
    let d = distribution
    expect(d.logCumulativeProbability(at: .nan).isNaN)
    expect(d.logSurvivalProbability(at: .nan).isNaN)
    for (x, below) in [
      (d.support.lowerBound, -Double.infinity), (-.infinity, -.infinity),
      (d.support.upperBound, 0), (.infinity, 0),
    ] {
      expect(d.logCumulativeProbability(at: x) == below)
      expect(d.logSurvivalProbability(at: x) == (below == 0 ? -.infinity : 0))
    }
    checkLogTails(d, at: points, sourceLocation: location)
  }

  /// The logarithms of the tails go on where the tails are below the smallest
  /// double.
  func checkFarLogarithms() {
    let d = distribution
    // Four times as far out as where the tail is 1e−300, or, from an end of
    // the support, at a thousandth of the distance.
    let low = beyond(d.quantile(1e-300), end: d.support.lowerBound)
    if let low, d.cumulativeProbability(at: low) == 0 {
      let log = d.logCumulativeProbability(at: low)
      #expect(
        log.isFinite && log < -690, "\(d), lower at \(low)",
        sourceLocation: location)
    }
    let high = beyond(d.upperQuantile(1e-300), end: d.support.upperBound)
    if let high, d.survivalProbability(at: high) == 0 {
      let log = d.logSurvivalProbability(at: high)
      #expect(
        log.isFinite && log < -690, "\(d), upper at \(high)",
        sourceLocation: location)
    }
  }

  private func beyond(_ x: Double, end: Double) -> Double? {
    let point =
      end.isFinite
      ? end + (x - end) * 1e-3
      : distribution.median + 4 * (x - distribution.median)
    let isInside = point.isFinite && x != end && point != end
    return isInside && (point == 0 || point.magnitude > 1e-307) ? point : nil
  }

  func expect(_ condition: Bool, line: Int = #line) {
    #expect(
      condition, "line \(line), \(distribution)", sourceLocation: location)
  }
}
