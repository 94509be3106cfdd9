// Expected values: closed forms, and for Clopper and Pearson's limits
// mpmath 1.3.0 (betainc at 40 digits, solved).

import DxDistributions
import Testing
import _DxTestSupport

@Suite("Distributions")
struct DistributionTests {
  @Test("parameters out of range are refused by name and value")
  func parameters() {
    #expect(
      throws: ParameterError.notPositive(name: "standardDeviation", value: 0)
    ) { try NormalDistribution(mean: 0, standardDeviation: 0) }
    #expect(throws: ParameterError.notFinite(name: "mean", value: .infinity)) {
      try NormalDistribution(mean: .infinity, standardDeviation: 1)
    }
    #expect(
      throws: ParameterError.notPositive(name: "degreesOfFreedom", value: -1)
    ) { try StudentTDistribution(degreesOfFreedom: -1) }
    #expect(throws: ParameterError.self) {
      try StudentTDistribution(degreesOfFreedom: .nan)
    }
    #expect(
      throws: ParameterError.notFinite(
        name: "degreesOfFreedom", value: .infinity)
    ) { try ChiSquaredDistribution(degreesOfFreedom: .infinity) }
    #expect(throws: ParameterError.self) {
      try FDistribution(
        numeratorDegreesOfFreedom: .infinity,
        denominatorDegreesOfFreedom: .infinity)
    }
    #expect(throws: ParameterError.notPositive(name: "beta", value: 0)) {
      try BetaDistribution(alpha: 1, beta: 0)
    }
    #expect(
      ParameterError.notPositive(name: "beta", value: 0).description
        == "beta must be positive, but is 0.0")
  }

  @Test("moments exist where they should")
  func moments() throws {
    let normal = try NormalDistribution(mean: 3, standardDeviation: 2)
    #expect(normal.mean == 3 && normal.variance == 4 && normal.median == 3)
    let cauchy = try StudentTDistribution(degreesOfFreedom: 1)
    #expect(cauchy.mean.isNaN && cauchy.variance.isNaN)
    let heavy = try StudentTDistribution(degreesOfFreedom: 2)
    #expect(heavy.mean == 0 && heavy.variance == .infinity)
    let light = try StudentTDistribution(degreesOfFreedom: 10)
    #expect(light.variance == 1.25)
    let limit = try StudentTDistribution(degreesOfFreedom: .infinity)
    #expect(limit.variance == 1)
    let chi = try ChiSquaredDistribution(degreesOfFreedom: 7)
    #expect(chi.mean == 7 && chi.variance == 14)
    let ratio = try FDistribution(
      numeratorDegreesOfFreedom: 4, denominatorDegreesOfFreedom: 10)
    // 2 · 10² · (4 + 10 − 2) / (4 · 8² · 6).
    #expect(ratio.mean == 1.25)
    #expect(relativeError(ratio.variance, 1.5625) <= 2 * .ulpOfOne)
    let wide = try FDistribution(
      numeratorDegreesOfFreedom: 4, denominatorDegreesOfFreedom: 2)
    #expect(wide.mean == .infinity && wide.variance == .infinity)
    let beta = try BetaDistribution(alpha: 1, beta: 3)
    #expect(beta.mean == 0.25)
    #expect(relativeError(beta.variance, 0.0375) <= 2 * .ulpOfOne)
  }

  @Test("two degrees of freedom have their closed form")
  func closedForms() throws {
    let chi = try ChiSquaredDistribution(degreesOfFreedom: 2)
    #expect(ulpError(chi.upperQuantile(0.05), 5.991464547107982) <= 1)
    let ratio = try FDistribution(
      numeratorDegreesOfFreedom: 2, denominatorDegreesOfFreedom: 8)
    // (1 + 2x/8)⁻⁴ = 1/16 at x = 4.
    #expect(ulpError(ratio.upperQuantile(0.0625), 4) <= 2)
    let student = try StudentTDistribution(degreesOfFreedom: 2)
    // t = (2p − 1)/√(2p(1 − p)).
    #expect(
      ulpError(student.quantile(0.75), 0.5 / 0.375.squareRoot()) <= 2)
  }

  @Test("F with an infinite number is a chi-squared ratio")
  func infiniteDegrees() throws {
    let chi = try ChiSquaredDistribution(degreesOfFreedom: 5)
    let upper = try FDistribution(
      numeratorDegreesOfFreedom: 5, denominatorDegreesOfFreedom: .infinity)
    let near = try FDistribution(
      numeratorDegreesOfFreedom: 5, denominatorDegreesOfFreedom: 1e12)
    #expect(upper.upperQuantile(0.05) == chi.upperQuantile(0.05) / 5)
    let error = relativeError(
      upper.upperQuantile(0.05), near.upperQuantile(0.05))
    // The next term is of the order of x/d₂.
    #expect(error <= 1e-11)
  }

  @Test("Clopper and Pearson's limits of 9 among 10, and of 0 and 10")
  func clopperPearson() throws {
    let lower = try BetaDistribution(alpha: 9, beta: 2).quantile(0.025)
    let upper = try BetaDistribution(alpha: 10, beta: 1).upperQuantile(0.025)
    #expect(relativeError(lower, 0.5549838829718046) <= 8 * .ulpOfOne)
    #expect(relativeError(upper, 0.9974714214555382) <= 8 * .ulpOfOne)
    // 1 − 0.025^(1/10).
    let none = try BetaDistribution(alpha: 1, beta: 10).upperQuantile(0.025)
    #expect(relativeError(none, 0.30849710781876083) <= 8 * .ulpOfOne)
  }

  @Test("central intervals leave out the same on either side")
  func centralInterval() throws {
    let standard = NormalDistribution.standard
    let interval = standard.centralInterval(coverage: 0.95)
    #expect(relativeError(interval.upperBound, 1.959963984540054) <= 1e-15)
    #expect(interval.lowerBound == -interval.upperBound)
    let chi = try ChiSquaredDistribution(degreesOfFreedom: 3)
    #expect(chi.centralInterval(coverage: 1) == 0 ... .infinity)
  }
}
