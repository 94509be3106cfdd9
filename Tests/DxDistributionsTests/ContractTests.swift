import DxDistributions
import Testing

@Suite("Contract of continuous distributions")
struct ContractTests {
  @Test("normal", arguments: [(0, 1), (-2.5, 0.125), (1e6, 40)])
  func normal(mean: Double, standardDeviation: Double) throws {
    checkContinuousDistributionContract(
      try NormalDistribution(
        mean: mean, standardDeviation: standardDeviation))
  }

  @Test(
    "Student's t",
    arguments: [
      0.5, 1, 2, 3, 4.5, 12, 40, 1000, 1e5, 1e8, 1e12, 1e13, 1e15, .infinity,
    ])
  func studentT(degreesOfFreedom: Double) throws {
    checkContinuousDistributionContract(
      try StudentTDistribution(degreesOfFreedom: degreesOfFreedom))
  }

  @Test(
    "chi-squared",
    arguments: [0.5, 1, 2, 2.5, 7, 59, 61, 300, 1e5, 1e8])
  func chiSquared(degreesOfFreedom: Double) throws {
    checkContinuousDistributionContract(
      try ChiSquaredDistribution(degreesOfFreedom: degreesOfFreedom))
  }

  @Test(
    "gamma", arguments: [0.25, 0.9, 1, 2.5, 7, 59, 1e5, 1e8],
    [1, 0.3, 1e5])
  func gamma(shape: Double, scale: Double) throws {
    checkContinuousDistributionContract(
      try GammaDistribution(shape: shape, scale: scale))
  }

  @Test("inverse gamma", arguments: [0.25, 1, 2.5, 59, 1e5], [1, 0.3])
  func inverseGamma(shape: Double, scale: Double) throws {
    checkContinuousDistributionContract(
      try InverseGammaDistribution(shape: shape, scale: scale))
  }

  @Test(
    "F",
    arguments: [0.5, 1, 2, 3.3, 41, 1e4, .infinity],
    [0.5, 2, 7.5, 45, 1e5, 1e8, .infinity])
  func fisher(numerator: Double, denominator: Double) throws {
    if numerator == .infinity && denominator == .infinity { return }
    checkContinuousDistributionContract(
      try FDistribution(
        numeratorDegreesOfFreedom: numerator,
        denominatorDegreesOfFreedom: denominator))
  }

  @Test(
    "beta", arguments: [0.25, 1, 3.5, 19, 22, 1e3, 1e7],
    [0.5, 1, 2.25, 21, 60, 1e5])
  func beta(alpha: Double, beta: Double) throws {
    // Next to an infinite density at 1 the doubles are too far apart for the
    // integrals over the quantile function.
    if alpha >= 1e3 && beta < 1 { return }
    checkContinuousDistributionContract(
      try BetaDistribution(alpha: alpha, beta: beta))
  }

  @Test("logistic", arguments: [(0, 1), (-2.5, 0.125), (1e6, 40)])
  func logistic(mean: Double, scale: Double) throws {
    checkContinuousDistributionContract(
      try LogisticDistribution(mean: mean, scale: scale))
  }

  @Test("logit-normal", arguments: [(0, 1), (-2.5, 0.125), (4, 2.5)])
  func logitNormal(mean: Double, standardDeviation: Double) throws {
    checkContinuousDistributionContract(
      try LogitNormalDistribution(
        logitMean: mean, logitStandardDeviation: standardDeviation))
  }

  @Test("log-normal", arguments: [(0, 1), (-2.5, 0.125), (40, 6)])
  func logNormal(mean: Double, standardDeviation: Double) throws {
    checkContinuousDistributionContract(
      try LogNormalDistribution(
        logMean: mean, logStandardDeviation: standardDeviation))
  }

  @Test("uniform", arguments: [(0.0, 1.0), (-2.5, 0.125), (1e6, 1e6 + 40)])
  func uniform(lower: Double, upper: Double) throws {
    checkContinuousDistributionContract(
      try UniformDistribution(on: lower...upper))
  }

  @Test("exponential", arguments: [1, 0.001, 42])
  func exponential(rate: Double) throws {
    checkContinuousDistributionContract(
      try ExponentialDistribution(rate: rate))
  }
}

@Suite("Contract of discrete distributions")
struct DiscreteContractTests {
  @Test(
    "binomial", arguments: [0, 1, 2, 10, 37, 1000, 1e5, 1e9],
    [0, 1e-300, 1e-7, 0.03, 0.25, 0.5, 0.9, 1 - 0x1p-40, 1])
  func binomial(trials: Double, successProbability: Double) throws {
    checkDiscreteDistributionContract(
      try BinomialDistribution(
        trials: trials, successProbability: successProbability),
      longestSum: 3000)
  }

  @Test(
    "negative binomial", arguments: [1e-5, 0.05, 0.3, 1, 2.5, 40, 1000],
    [1e-4, 0.03, 0.25, 0.5, 0.9, 1 - 0x1p-40, 1])
  func negativeBinomial(successes: Double, successProbability: Double) throws {
    checkDiscreteDistributionContract(
      try NegativeBinomialDistribution(
        successes: successes, successProbability: successProbability),
      longestSum: 3000)
  }

  @Test(
    "beta-binomial", arguments: [0, 1, 2, 10, 137, 1000],
    [(0.01, 0.02), (0.5, 3), (1, 1), (2.5, 1.5), (40, 3), (1e5, 1e6)])
  func betaBinomial(trials: Double, shapes: (Double, Double)) throws {
    checkDiscreteDistributionContract(
      try BetaBinomialDistribution(
        trials: trials, alpha: shapes.0, beta: shapes.1),
      longestSum: 3000)
  }
}
