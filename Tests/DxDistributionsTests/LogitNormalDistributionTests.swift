// Expected values: mpmath 1.3.0 at 40 digits, the moments by quadrature in
// panels over the logit, the last two by the trapezoid rule with steps of
// an eighth of ours; the modes by root finding from both sides.

import DxDistributions
import Testing
import _DxTestSupport

private struct Moments: Sendable {
  var location: Double
  var scale: Double
  var mean: Double
  var variance: Double
  var mode: Double
}

private let tabulated = [
  Moments(
    location: 0, scale: 1, mean: 0.5, variance: 0.043379035858092963,
    mode: 0.5),
  Moments(
    location: 1.5, scale: 0.25, mean: 0.81465062805010593,
    variance: 0.0014150689016987629, mode: 0.82352883975333652),
  Moments(
    location: -2, scale: 1e-3, mean: 0.11920296200336549,
    variance: 1.1023660252057599e-8, mode: 0.1192028420596229),
  Moments(
    location: -4, scale: 2, mean: 0.067667641618306346,
    variance: 0.015914421952812703, mode: 0.00033625314142776265),
  Moments(
    location: 0.75, scale: 1.4142, mean: 0.63339049453516887,
    variance: 0.061657822037556589, mode: 0.91869512869766933),
  Moments(
    location: 2.5, scale: 3, mean: 0.76382119130500971,
    variance: 0.092064287446897235, mode: 0.99998986816143157),
  Moments(
    location: -30, scale: 5, mean: 2.0759173979961154e-8,
    variance: 1.2096616027318137e-9, mode: 1.2995814250075031e-24),
  Moments(
    location: 0, scale: 10, mean: 0.5, variance: 0.21074043989063592,
    mode: 3.720075976020836e-44),
  Moments(
    location: -1, scale: 63, mean: 0.49367047058257302,
    variance: 0.24363093876259385, mode: 0),
  Moments(
    location: 5, scale: 65, mean: 0.53064572758631896,
    variance: 0.24294376398601951, mode: 1),
  Moments(
    location: -300, scale: 70, mean: 9.1668096584601459e-6,
    variance: 8.5779824970104908e-6, mode: 0),
  Moments(
    location: 0.5, scale: 1000, mean: 0.50019947080377372,
    variance: 0.24960101863709603, mode: 1),
  Moments(
    location: -650, scale: 0.5, mean: 5.7926004427660061e-283, variance: 0,
    mode: 3.9811921806329145e-283),
  Moments(
    location: -1000, scale: 30, mean: 1.3735499255895672e-239,
    variance: 7.1959612627104656e-244, mode: 0),
]

@Suite("Logit-normal distribution")
struct LogitNormalDistributionTests {
  @Test("moments and mode agree with quadrature", arguments: tabulated)
  private func moments(_ row: Moments) throws {
    let distribution = try LogitNormalDistribution(
      logitMean: row.location, logitStandardDeviation: row.scale)
    // The documented accuracy of the moments.
    #expect(relativeError(distribution.mean, row.mean) <= 1e-13)
    if row.variance == 0 {
      #expect(distribution.variance == 0)
    } else {
      #expect(relativeError(distribution.variance, row.variance) <= 1e-13)
    }
    // The rounding of the logit of the mode is multiplied by its size, up to
    // 704.
    #expect(scaledError(distribution.mode, row.mode) <= 2e-13)
  }

  @Test("reflects about one half")
  func reflection() throws {
    let left = try LogitNormalDistribution(
      logitMean: -1.5, logitStandardDeviation: 2.25)
    let right = try LogitNormalDistribution(
      logitMean: 1.5, logitStandardDeviation: 2.25)
    #expect(left.variance == right.variance)
    #expect(left.mean + right.mean == 1)
    for x in [0.125, 0.25, 0.5, 0.75] {
      #expect(
        ulpError(
          left.cumulativeProbability(at: x),
          right.survivalProbability(at: 1 - x)) <= 1)
      #expect(ulpError(left.density(at: x), right.density(at: 1 - x)) <= 1)
    }
  }

  @Test("parameters out of range are refused")
  func parameters() {
    #expect(
      throws: ParameterError.notPositive(
        name: "logitStandardDeviation", value: 0)
    ) {
      try LogitNormalDistribution(logitMean: 0, logitStandardDeviation: 0)
    }
    #expect(
      throws: ParameterError.notFinite(name: "logitMean", value: .infinity)
    ) {
      try LogitNormalDistribution(
        logitMean: .infinity, logitStandardDeviation: 1)
    }
  }
}
