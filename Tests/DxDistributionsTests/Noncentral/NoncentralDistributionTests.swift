// Expected values: modes and moments from mpmath 1.3.0 at 25 digits (roots of
// the derivative of the logarithm of the Bessel and integral forms of the
// densities), hypergeometric probabilities as exact fractions.

import DxDistributions
import Testing
import _DxTestSupport

@Suite("Noncentral and hypergeometric distributions")
struct NoncentralDistributionTests {
  @Test("modes and moments")
  func modes() throws {
    let chi = try NoncentralChiSquaredDistribution(
      degreesOfFreedom: 5, noncentrality: 3)
    // Flat at the mode: the derivative is what is accurate.
    #expect(relativeError(chi.mode, 5.32614293731786155) <= 1e-14)
    let t = try NoncentralStudentTDistribution(
      degreesOfFreedom: 5, noncentrality: 2)
    #expect(relativeError(t.mode, 1.76791246492278217) <= 1e-14)
    #expect(relativeError(t.mean, 2.37883215487036149) <= 2 * .ulpOfOne)
    #expect(relativeError(t.variance, 2.67449091228816584) <= 8 * .ulpOfOne)
  }

  @Test("a table of ten")
  func smallTable() throws {
    let central = try HypergeometricDistribution(
      total: 10, successes: 4, draws: 3)
    // C(4, k) C(6, 3 − k) / 120.
    for (k, ways) in [20.0, 60, 36, 4].enumerated() {
      #expect(
        relativeError(central.probability(of: Double(k)), ways / 120)
          <= 2 * .ulpOfOne)
    }
    let fisher = try FisherNoncentralHypergeometricDistribution(
      total: 10, successes: 4, draws: 3, oddsRatio: 2)
    // 20 + 60·2 + 36·4 + 4·8 = 316.
    #expect(
      relativeError(fisher.survivalProbability(at: 1), 176.0 / 316)
        <= 2 * .ulpOfOne)
    #expect(relativeError(fisher.mean, 504.0 / 316) <= 2 * .ulpOfOne)
  }

  @Test("parameters out of range")
  func parameters() {
    #expect(throws: ParameterError.self) {
      try NoncentralStudentTDistribution(
        degreesOfFreedom: 3, noncentrality: 101)
    }
    #expect(throws: ParameterError.self) {
      try NoncentralChiSquaredDistribution(
        degreesOfFreedom: 3, noncentrality: -1)
    }
    #expect(throws: ParameterError.self) {
      try HypergeometricDistribution(total: 10, successes: 11, draws: 3)
    }
    #expect(throws: ParameterError.self) {
      try HypergeometricDistribution(total: 10, successes: 2, draws: 2.5)
    }
    #expect(throws: ParameterError.self) {
      try FisherNoncentralHypergeometricDistribution(
        total: 10, successes: 2, draws: 2, oddsRatio: .nan)
    }
  }
}
