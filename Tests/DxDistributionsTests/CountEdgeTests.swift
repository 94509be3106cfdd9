// Expected values: exact arithmetic; for the negative binomial and the
// beta-binomial, closed forms of geometric and uniform counts.

import DxDistributions
import Testing
import _DxTestSupport

@Suite("Counts at their edges")
struct CountEdgeTests {
  @Test("parameters out of range are refused by name and value")
  func parameters() {
    #expect(throws: ParameterError.notCount(name: "trials", value: 2.5)) {
      try BinomialDistribution(trials: 2.5, successProbability: 0.5)
    }
    #expect(
      throws: ParameterError.notProbability(
        name: "successProbability", value: 1.5)
    ) { try BinomialDistribution(trials: 2, successProbability: 1.5) }
    #expect(
      throws: ParameterError.notPositive(name: "successProbability", value: 0)
    ) {
      try NegativeBinomialDistribution(successes: 2, successProbability: 0)
    }
    #expect(throws: ParameterError.notPositive(name: "alpha", value: 0)) {
      try BetaBinomialDistribution(trials: 2, alpha: 0, beta: 1)
    }
  }

  @Test("a mode that two values share is the smaller one")
  func sharedMode() throws {
    let binomial = try BinomialDistribution(trials: 7, successProbability: 0.5)
    #expect(binomial.mode == 3)
    // (r − 1) q/p − 1 = 5.
    let negative = try NegativeBinomialDistribution(
      successes: 3, successProbability: 0.25)
    #expect(negative.mode == 5)
    let flat = try BetaBinomialDistribution(trials: 9, alpha: 1, beta: 1)
    #expect(flat.mode == 0)
  }

  @Test("tiny probabilities of a success")
  func tinyProbability() throws {
    let rare = try BinomialDistribution(
      trials: 1e9, successProbability: .leastNonzeroMagnitude)
    #expect(rare.survivalProbability(at: 0) == 1e9 * .leastNonzeroMagnitude)
    #expect(rare.quantile(0.3) == 0 && rare.quantile(0.3).sign == .plus)
    let small = try BinomialDistribution(
      trials: 1e9, successProbability: 1e-17)
    #expect(ulpError(small.logCumulativeProbability(at: 0), -1e-8) <= 1)
  }

  @Test("one success is a geometric count")
  func geometric() throws {
    let d = try NegativeBinomialDistribution(
      successes: 1, successProbability: 0.25)
    #expect(ulpError(d.probability(of: 2), 0.25 * 0.5625) <= 2)
    #expect(ulpError(d.survivalProbability(at: 3), 0.31640625) <= 2)
    #expect(d.mean == 3 && d.variance == 12)
  }

  @Test("a uniform success probability gives uniform counts")
  func uniform() throws {
    let d = try BetaBinomialDistribution(trials: 9, alpha: 1, beta: 1)
    for k in 0...9 {
      #expect(ulpError(d.probability(of: Double(k)), 0.1) <= 4)
    }
    #expect(relativeError(d.cumulativeProbability(at: 6), 0.7) <= 1e-15)
    #expect(d.mean == 4.5 && relativeError(d.variance, 8.25) <= 1e-15)
    #expect(d.quantile(0.65) == 6)
  }
}
