// Expected values: mpmath 1.3.0 at 40 digits.

import DxDistributions
import Testing
import _DxTestSupport

@Suite("Gamma family")
struct GammaFamilyTests {
  @Test("entropies")
  func entropies() throws {
    let bound = 8 * Double.ulpOfOne
    let gamma = try GammaDistribution(shape: 2.5, scale: 3)
    #expect(relativeError(gamma.entropy, 2.8285601981731640702) <= bound)
    let large = try GammaDistribution(shape: 1e8)
    #expect(relativeError(large.entropy, 10.629278901847522136) <= bound)
    let inverse = try InverseGammaDistribution(shape: 2.5, scale: 3)
    #expect(relativeError(inverse.entropy, 1.4222469168826776957) <= bound)
  }

  /// An eighth above the mean, where the series of the deviance ends.
  @Test("density far from the mean of a large shape")
  func farDensity() throws {
    let gamma = try GammaDistribution(shape: 42721, scale: 0.5)
    #expect(
      relativeError(gamma.density(at: 24031), 3.9203354681188365555e-137)
        <= 3 * .ulpOfOne)
  }

  @Test("moments exist or diverge")
  func moments() throws {
    let gamma = try GammaDistribution(shape: 4, scale: 0.5)
    #expect(gamma.mean == 2 && gamma.variance == 1 && gamma.mode == 1.5)
    let heavy = try InverseGammaDistribution(shape: 1, scale: 2)
    #expect(heavy.mean == .infinity && heavy.variance == .infinity)
    #expect(heavy.mode == 1)
  }

  @Test("parameters out of range")
  func parameters() {
    #expect(throws: ParameterError.notPositive(name: "shape", value: 0)) {
      try GammaDistribution(shape: 0)
    }
    #expect(throws: ParameterError.notPositive(name: "scale", value: -1)) {
      try InverseGammaDistribution(shape: 1, scale: -1)
    }
    #expect(throws: ParameterError.notFinite(name: "mean", value: .infinity)) {
      try PoissonDistribution(mean: .infinity)
    }
  }

  @Test("Poisson probabilities")
  func poisson() throws {
    let poisson = try PoissonDistribution(mean: 3.5)
    let bound = 3 * Double.ulpOfOne
    #expect(
      relativeError(poisson.probability(of: 3), 0.2157854690386509532) <= bound)
    #expect(
      relativeError(
        poisson.cumulativeProbability(at: 3.9), 0.53663266790078502356)
        <= bound)
    #expect(
      relativeError(
        poisson.survivalProbability(at: 40), 1.9954277895592308281e-29)
        <= bound)
    #expect(poisson.logProbability(of: 0) == -3.5)
    #expect(poisson.probability(of: 2.5) == 0)
    #expect(poisson.probability(of: -1) == 0)
    #expect(poisson.logProbability(of: -1) == -.infinity)
    #expect(poisson.mode == 3)
    #expect(poisson.probability(of: .nan).isNaN)
  }

  /// The smallest count k with F(k) ≥ p, in either tail.
  @Test("Poisson quantiles", arguments: [1e-3, 0.7, 3.5, 40, 1234.5, 1e6])
  func poissonQuantiles(mean: Double) throws {
    let poisson = try PoissonDistribution(mean: mean)
    for p in [1e-300, 1e-20, 1e-6, 0.01, 0.3, 0.5, 0.9, 0.999999] {
      let k = poisson.quantile(p)
      #expect(poisson.cumulativeProbability(at: k) >= p)
      #expect(k == 0 || poisson.cumulativeProbability(at: k - 1) < p)
      let upper = poisson.upperQuantile(p)
      #expect(poisson.survivalProbability(at: upper) <= p)
      #expect(upper == 0 || poisson.survivalProbability(at: upper - 1) > p)
    }
    #expect(poisson.quantile(0) == 0 && poisson.quantile(1) == .infinity)
    #expect(poisson.quantile(-0.1).isNaN)
  }
}
