// Expected values: exact arithmetic, and limits of the functions. Those of
// high precision are in ReferenceTests.swift.

import DxSpecialFunctions
import Testing
import _DxTestSupport

@Suite("Binomial coefficients and likelihoods")
struct BinomialCoefficientTests {
  @Test("coefficients are those of Pascal's triangle")
  func pascal() {
    var row = [1.0]
    // Up to 56 all coefficients are exact in a double.
    for n in 1...56 {
      row = [1] + zip(row, row.dropFirst()).map { $0 + $1 } + [1]
      for y in 0...n {
        let got = logBinomialCoefficient(
          trials: Double(n), successes: Double(y))
        let want = DoubleDouble.log(row[y]).high
        #expect(relativeError(got, want) <= 4 * .ulpOfOne, "C(\(n), \(y))")
      }
    }
  }

  @Test("the saturated likelihood is symmetric, and certain at the ends")
  func symmetry() {
    for n in [1.0, 2, 17, 50, 1234, 1e10] {
      #expect(saturatedBinomialLogLikelihood(successes: 0, trials: n) == 0)
      #expect(saturatedBinomialLogLikelihood(successes: n, trials: n) == 0)
      #expect(logBinomialCoefficient(trials: n, successes: 0) == 0)
      #expect(logBinomialCoefficient(trials: n, successes: n) == 0)
      for y in [1.0, 3, 16, 700] where 2 * y < n {
        let one = saturatedBinomialLogLikelihood(successes: y, trials: n)
        let other = saturatedBinomialLogLikelihood(
          successes: n - y, trials: n)
        #expect(relativeError(one, other) <= 2 * .ulpOfOne)
        #expect(one < 0)
        #expect(
          logBinomialCoefficient(trials: n, successes: y)
            == logBinomialCoefficient(trials: n, successes: n - y))
      }
    }
  }

  @Test("no trials, and what is no count")
  func edges() {
    let pairs = [
      (1, 0), (-1, 3), (4, 3), (.nan, 3), (1, .nan), (1, .infinity),
      (0, .infinity), (.infinity, .infinity), (0, -1),
    ]
    for (y, n) in pairs as [(Double, Double)] {
      let likelihood = saturatedBinomialLogLikelihood(successes: y, trials: n)
      #expect(likelihood.isNaN, "\(y) of \(n)")
      let coefficient = logBinomialCoefficient(trials: n, successes: y)
      #expect(coefficient.isNaN, "\(y) of \(n)")
    }
    #expect(saturatedBinomialLogLikelihood(successes: 0, trials: 0) == 0)
    #expect(logBinomialCoefficient(trials: 0, successes: 0) == 0)
  }

  @Test("Stirling's error at the ends, and where its method changes")
  func stirling() {
    #expect(stirlingError(0) == .infinity)
    #expect(stirlingError(.infinity) == 0)
    #expect(relativeError(stirlingError(1e300), 1e-300 / 12) <= .ulpOfOne)
    #expect(stirlingError(-1).isNaN)
    #expect(stirlingError(.nan).isNaN)
    // The function falls like 1/n: relative changes are those of n.
    for n in [1.0, 7, 23, 24] {
      let beside = stirlingError(n * (1 - 0x1p-45))
      #expect(relativeError(beside, stirlingError(n)) <= 0x1p-43)
    }
  }
}
