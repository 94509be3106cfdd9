import DxDistributions
import Testing

@Suite("Contract of noncentral and hypergeometric distributions")
struct NoncentralContractTests {
  @Test(
    "noncentral chi-squared",
    arguments: [
      (0.25, 0), (0.25, 3), (1, 0.5), (2, 1), (2, 40), (3.5, 900),
      (700, 1e-9), (1e5, 20),
    ])
  func chiSquared(degreesOfFreedom: Double, noncentrality: Double) throws {
    checkContinuousDistributionContract(
      try NoncentralChiSquaredDistribution(
        degreesOfFreedom: degreesOfFreedom, noncentrality: noncentrality))
  }

  @Test(
    "noncentral t",
    arguments: [
      (0.5, 1), (1, -6), (5, -3), (1e6, 30), (.infinity, 5),
    ])
  func studentT(degreesOfFreedom: Double, noncentrality: Double) throws {
    checkContinuousDistributionContract(
      try NoncentralStudentTDistribution(
        degreesOfFreedom: degreesOfFreedom, noncentrality: noncentrality))
  }

  @Test(
    "hypergeometric",
    arguments: [
      (0, 0, 0), (1, 1, 0), (12, 5, 4), (200, 199, 150), (1000, 400, 30),
      (1e6, 100, 5e5), (1e9, 3e8, 7e8),
    ])
  func hypergeometric(
    total: Double, successes: Double, draws: Double
  ) throws {
    checkDiscreteDistributionContract(
      try HypergeometricDistribution(
        total: total, successes: successes, draws: draws),
      longestSum: 500)
  }

  @Test(
    "Fisher's noncentral hypergeometric",
    arguments: [
      (12, 5, 4, 0.3), (200, 199, 150, 1e-7),
      (200, 199, 150, 1e12), (4000, 1500, 300, 2.5),
    ])
  func fisher(
    total: Double, successes: Double, draws: Double, oddsRatio: Double
  ) throws {
    checkDiscreteDistributionContract(
      try FisherNoncentralHypergeometricDistribution(
        total: total, successes: successes, draws: draws,
        oddsRatio: oddsRatio),
      longestSum: 200)
  }
}
