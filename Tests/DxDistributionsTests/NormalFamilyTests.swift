// Expected values: closed forms in exact arithmetic, and mpmath 1.3.0 at 40
// digits where a comment says so.

import DxDistributions
import Testing
import _DxTestSupport

@Suite("Normal, logistic, log-normal, uniform and exponential")
struct NormalFamilyTests {
  @Test("parameters out of range are refused")
  func parameters() {
    for scale in [0, -1, -Double.infinity] {
      #expect(throws: ParameterError.notPositive(name: "scale", value: scale)) {
        try LogisticDistribution(mean: 0, scale: scale)
      }
      #expect(throws: ParameterError.notPositive(name: "rate", value: scale)) {
        try ExponentialDistribution(rate: scale)
      }
    }
    #expect(throws: ParameterError.notFinite(name: "scale", value: .infinity)) {
      try LogisticDistribution(mean: 0, scale: .infinity)
    }
    for value in [Double.infinity, -.infinity, .nan] {
      #expect(throws: ParameterError.self) {
        try LogisticDistribution(mean: value, scale: 1)
      }
      #expect(throws: ParameterError.self) {
        try LogNormalDistribution(logMean: value, logStandardDeviation: 1)
      }
    }
    #expect(throws: ParameterError.notPositive(name: "length", value: 0)) {
      try UniformDistribution(on: 1...1)
    }
    #expect(throws: ParameterError.notFinite(name: "length", value: .infinity))
    {
      try UniformDistribution(on: -1e308...1e308)
    }
    #expect(throws: ParameterError.self) {
      try UniformDistribution(on: 0 ... .infinity)
    }
  }

  @Test("moments and entropies have their closed forms")
  func moments() throws {
    let logistic = try LogisticDistribution(mean: 2, scale: 0.5)
    #expect(ulpError(logistic.variance, .pi * .pi / 12) <= 1)
    // 2 − log 2
    #expect(ulpError(logistic.entropy, 1.3068528194400547) <= 1)
    #expect(logistic.mode == 2 && logistic.median == 2)
    // mpmath: exp(9/8), expm1(1/4) exp(9/4), exp(3/4), log(√(2πe)/2) + 1
    let logNormal = try LogNormalDistribution(
      logMean: 1, logStandardDeviation: 0.5)
    #expect(ulpError(logNormal.mean, 3.0802168489180314) <= 1)
    #expect(ulpError(logNormal.variance, 2.6947581243449477) <= 3)
    #expect(ulpError(logNormal.mode, 2.117000016612675) <= 1)
    #expect(ulpError(logNormal.entropy, 1.7257913526447274) <= 1)
    let uniform = try UniformDistribution(on: -1...3)
    #expect(uniform.mean == 1 && uniform.variance == 16.0 / 12)
    #expect(uniform.density(at: 3) == 0.25 && uniform.density(at: 3.1) == 0)
    #expect(uniform.mode == -1)
    let exponential = try ExponentialDistribution(rate: 4)
    #expect(exponential.mean == 0.25 && exponential.variance == 0.0625)
    // 1 − log 4
    #expect(ulpError(exponential.entropy, -0.38629436111989062) <= 1)
    #expect(exponential.density(at: 0) == 4)
  }

  @Test("extreme parameters neither overflow nor lose the tail")
  func extremes() throws {
    for scale in [
      Double.leastNonzeroMagnitude, 0x1p-1030, 1e-200, 1, 1e200, 1e308,
    ] {
      let normal = try NormalDistribution(mean: 0, standardDeviation: scale)
      let logistic = try LogisticDistribution(mean: 0, scale: scale)
      #expect(normal.cumulativeProbability(at: 0) == 0.5)
      // At one scale: mpmath, Φ(−1) and 1/(1 + e).
      #expect(
        ulpError(
          normal.cumulativeProbability(at: -scale), 0.15865525393145705)
          <= 1)
      #expect(
        ulpError(
          logistic.cumulativeProbability(at: -scale), 0.2689414213699951)
          <= 1)
      #expect(ulpError(normal.upperQuantile(0.15865525393145705), scale) <= 1)
      #expect(ulpError(logistic.quantile(0.7310585786300049), scale) <= 1)
    }
    let wide = try NormalDistribution(mean: -1e308, standardDeviation: 1e308)
    // mpmath: the argument 2 is above the greatest double times the scale.
    #expect(
      ulpError(wide.survivalProbability(at: 1e308), 0.022750131948179207)
        <= 1)
    #expect(wide.quantile(1e-300) == -.infinity)
    #expect(wide.density(at: .infinity) == 0)
    #expect(wide.logDensity(at: -.infinity) == -.infinity)
  }

  @Test("log-probabilities go on where probabilities end")
  func logarithms() throws {
    let normal = NormalDistribution.standard
    // mpmath: log Φ(−1e5) and log Φ(−1e8).
    #expect(
      ulpError(
        normal.logCumulativeProbability(at: -1e5), -5000000012.431864)
        <= 1)
    #expect(
      ulpError(
        normal.logSurvivalProbability(at: 1e8), -5000000000000019.3)
        <= 1)
    #expect(normal.logCumulativeProbability(at: -1e200) == -.infinity)
    #expect(normal.logCumulativeProbability(at: 40) == 0)
    let exponential = try ExponentialDistribution(rate: 2)
    #expect(exponential.logSurvivalProbability(at: 1e10) == -2e10)
    #expect(exponential.logCumulativeProbability(at: 0) == -.infinity)
    #expect(
      LogisticDistribution.standard.logCumulativeProbability(at: -1e6) == -1e6)
  }
}
