// Expected values: mpmath 1.3.0 at 40 digits (entropies) and 60 digits
// (logarithms of tails, by a continued fraction), and exact arithmetic.

import DxDistributions
import Testing
import _DxTestSupport

@Suite("Beta and F distributions")
struct BetaFamilyTests {
  @Test(
    "entropies",
    arguments: [
      (0.1, 0.2, -4.977341706556579, -0.7111631772125225),
      (1, 1, 0, 2), (2, 5, -0.4845307149954887, 1.1650933502119998),
      (300, 4, -3.698612856392874, 0.9024278188978788),
      (1000, 0.5, -6.817395494922296, 3.3242327388760615),
      (1e6, 2e7, -8.557734575903147, -5.464421971629339),
    ] as [(Double, Double, Double, Double)])
  func entropies(a: Double, b: Double, beta: Double, ratio: Double) throws {
    let bound = 16 * Double.ulpOfOne
    let distribution = try BetaDistribution(alpha: a, beta: b)
    // The terms are of the order of one where the entropy is zero.
    #expect((distribution.entropy - beta).magnitude <= bound * max(1, -beta))
    let fisher = try FDistribution(
      numeratorDegreesOfFreedom: 2 * a, denominatorDegreesOfFreedom: 2 * b)
    #expect(
      (fisher.entropy - ratio).magnitude <= bound * max(1, ratio.magnitude))
  }

  @Test("logarithms of tails beyond 44 standard deviations")
  func farTails() throws {
    let wide = try BetaDistribution(alpha: 1e6, beta: 4e6)
    #expect(
      ulpError(wide.logCumulativeProbability(at: 0.19), -1608.157234283409977)
        <= 1)
    #expect(
      ulpError(wide.logCumulativeProbability(at: 0.17), -15269.07818395307350)
        <= 1)
    let narrow = try BetaDistribution(alpha: 1e4, beta: 3e4)
    #expect(
      ulpError(narrow.logSurvivalProbability(at: 0.5), -5238.149496403686620)
        <= 1)
  }

  @Test("the entropy of F goes over into those of its limits")
  func entropyLimits() throws {
    for d in [1, 3.5, 40] {
      for flips in [false, true] {
        func entropy(_ other: Double) throws -> Double {
          try FDistribution(
            numeratorDegreesOfFreedom: flips ? other : d,
            denominatorDegreesOfFreedom: flips ? d : other
          ).entropy
        }
        let difference = try entropy(1e14) - entropy(.infinity)
        #expect(difference.magnitude < 1e-12)
      }
    }
  }

  @Test("an F so small or large that no point of [0, 1] belongs to it")
  func extremeRatios() throws {
    // P(F ≤ x) = x^(1/4) × a constant for d₁ = 1/2 and tiny x.
    let fisher = try FDistribution(
      numeratorDegreesOfFreedom: 0.5, denominatorDegreesOfFreedom: 3)
    let one = fisher.cumulativeProbability(at: 0x1p-1000)
    let other = fisher.cumulativeProbability(at: 0x1p-1060)
    #expect(relativeError(one / other, 0x1p15) <= 4 * .ulpOfOne)
    #expect(
      relativeError(
        fisher.density(at: 0x1p-1060),
        0.25 * (other * 0x1p1000) * 0x1p60) <= 4 * .ulpOfOne)
    // And with 1/x for the other tail.
    let reciprocal = try FDistribution(
      numeratorDegreesOfFreedom: 3, denominatorDegreesOfFreedom: 0.5)
    #expect(
      relativeError(
        reciprocal.survivalProbability(at: 0x1p1000), one) <= 4 * .ulpOfOne)
    let logarithms = (
      fisher.logCumulativeProbability(at: 0x1p-1060),
      fisher.logCumulativeProbability(at: 0x1p-1074)
    )
    // 14 / 4 times log 2.
    #expect(
      (logarithms.0 - logarithms.1 - 2.4260151319598084).magnitude < 1e-13)
  }

  @Test("the uniform distribution is exact")
  func uniform() throws {
    let uniform = try BetaDistribution(alpha: 1, beta: 1)
    for x in [1e-300, 0.125, 0.5, 0.75, 1 - 0x1p-53] {
      #expect(uniform.logDensity(at: x) == 0)
      #expect(
        relativeError(uniform.cumulativeProbability(at: x), x)
          <= 2 * .ulpOfOne)
      #expect(relativeError(uniform.quantile(x), x) <= 2 * .ulpOfOne)
    }
  }

  @Test("logarithms of the tails at the ends and beyond")
  func logarithmsAtEnds() throws {
    let beta = try BetaDistribution(alpha: 2, beta: 3)
    #expect(beta.logCumulativeProbability(at: -1) == -.infinity)
    #expect(beta.logCumulativeProbability(at: 1) == 0)
    #expect(beta.logSurvivalProbability(at: 0) == 0)
    #expect(beta.logSurvivalProbability(at: 2) == -.infinity)
    #expect(beta.logSurvivalProbability(at: .nan).isNaN)
    let fisher = try FDistribution(
      numeratorDegreesOfFreedom: 4, denominatorDegreesOfFreedom: 6)
    #expect(fisher.logCumulativeProbability(at: 0) == -.infinity)
    #expect(fisher.logCumulativeProbability(at: .infinity) == 0)
    #expect(fisher.logSurvivalProbability(at: -3) == 0)
    #expect(fisher.logSurvivalProbability(at: .infinity) == -.infinity)
    #expect(fisher.logSurvivalProbability(at: .nan).isNaN)
  }
}
