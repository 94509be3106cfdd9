// Expected values: closed forms; mpmath 1.3.0 at 40 digits where stated.

import DxDistributions
import Testing
import _DxTestSupport

@Suite("Student's t at its edges")
struct StudentTEdgeTests {
  @Test("location and scale are refused by name and value")
  func parameters() {
    #expect(throws: ParameterError.notPositive(name: "scale", value: 0)) {
      try StudentTDistribution(degreesOfFreedom: 3, location: 0, scale: 0)
    }
    #expect(
      throws: ParameterError.notFinite(name: "location", value: .infinity)
    ) {
      try StudentTDistribution(degreesOfFreedom: 3, location: .infinity)
    }
  }

  @Test("a location and a scale move all members")
  func locationScale() throws {
    let standard = try StudentTDistribution(degreesOfFreedom: 5)
    let moved = try StudentTDistribution(
      degreesOfFreedom: 5, location: 3, scale: 0.5)
    #expect(moved.mean == 3 && moved.mode == 3 && moved.median == 3)
    #expect(relativeError(moved.variance, 0.25 * 5 / 3) <= .ulpOfOne)
    #expect(
      moved.cumulativeProbability(at: 2)
        == standard.cumulativeProbability(at: -2))
    #expect(ulpError(moved.density(at: 4), 2 * standard.density(at: 2)) <= 1)
    #expect(
      ulpError(moved.quantile(0.9), 3 + 0.5 * standard.quantile(0.9)) <= 1)
  }

  @Test("logarithms of tails go on to the largest arguments")
  func farTails() throws {
    let heavy = try StudentTDistribution(degreesOfFreedom: 0.1)
    // mpmath: log of yᵃ / (2 a B(a, 1/2)).
    #expect(
      ulpError(heavy.logCumulativeProbability(at: -1e308), -71.793378313737573)
        <= 1)
    let light = try StudentTDistribution(degreesOfFreedom: 1e100)
    #expect(
      relativeError(light.logCumulativeProbability(at: -1e20), -5e39) <= 1e-15)
  }

  @Test("quantiles overflow to infinity, and not before")
  func farQuantiles() throws {
    let heavy = try StudentTDistribution(degreesOfFreedom: 0.1)
    #expect(heavy.quantile(1e-300) == -.infinity)
    // mpmath; an error of the probability counts tenfold.
    #expect(
      relativeError(heavy.upperQuantile(1e-31), 1.6044257056665047e306)
        <= 20 * .ulpOfOne)
    let cauchy = try StudentTDistribution(degreesOfFreedom: 1)
    #expect(cauchy.quantile(.leastNonzeroMagnitude) == -.infinity)
    let three = try StudentTDistribution(degreesOfFreedom: 3)
    // mpmath, by findroot for betainc.
    let t = three.upperQuantile(.leastNonzeroMagnitude)
    #expect(relativeError(t, 6.0657619779398583e107) <= 4 * .ulpOfOne)
  }
}
