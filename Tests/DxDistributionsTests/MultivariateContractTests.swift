import DxDistributions
import DxLinearAlgebra
import Testing

@Suite("Contract of multivariate distributions")
struct MultivariateContractTests {
  @Test("multivariate normal")
  func normal() throws {
    let laws: [([Double], Matrix)] = [
      ([0], [[1]]),
      ([3, -1e3], [[4, -1.5], [-1.5, 1]]),
      (
        [1, -2, 0.5], [[2, 0.5, -0.25], [0.5, 1, 0.125], [-0.25, 0.125, 4]]
      ),
    ]
    for (mean, covariance) in laws {
      checkMultivariateDistributionContract(
        try MultivariateNormalDistribution(mean: mean, covariance: covariance))
    }
  }

  @Test("bivariate normal", arguments: [-0.999, -0.3, 0, 0.8])
  func bivariateNormal(correlation: Double) throws {
    checkMultivariateDistributionContract(
      try BivariateNormalDistribution(
        means: (10, -0.5), standardDeviations: (3, 0.01),
        correlation: correlation))
  }

  @Test("multinomial", arguments: [1, 2, 30, 1e4])
  func multinomial(trials: Double) throws {
    for probabilities in [[1], [0.3, 0.7], [0.125, 0.5, 0.25, 0.125]] {
      checkMultivariateDistributionContract(
        try MultinomialDistribution(
          trials: trials, probabilities: probabilities),
        isDiscrete: true)
    }
  }

  @Test(
    "Dirichlet",
    arguments: [[0.5, 0.5], [1, 1, 1], [3, 0.75, 12], [200, 100, 50, 0.8]])
  func dirichlet(concentrations: [Double]) throws {
    checkMultivariateDistributionContract(
      try DirichletDistribution(concentrations: concentrations))
  }
}
