import DxDistributions

// Every algorithm on both sides of each of its borders: shapes below and
// above 1, means below and above 10, counts of rarer outcomes of both kinds,
// steep and flat, small and large populations.

extension SamplerBattery {
  /// Draws from a grid of parameters of all distributions.
  mutating func runAll() throws {
    try runLocationScale()
    try runGammas()
    try runBetas()
    try runNoncentral()
    try runBinomials()
    try runPoissons()
    try runHypergeometrics()
    try runVectors()
  }

  mutating func runLocationScale() throws {
    try check("uniform", try UniformDistribution(on: -2...3))
    try check("exponential", try ExponentialDistribution(rate: 3))
    try check("normal", NormalDistribution.standard)
    try check(
      "normal(3, 2)", try NormalDistribution(mean: 3, standardDeviation: 2))
    try check("logistic", try LogisticDistribution(mean: -1, scale: 2))
    for s in [0.3, 1.0] {
      try check(
        "log-normal(\(s))",
        try LogNormalDistribution(logMean: 1, logStandardDeviation: s),
        moments: s < 1)
      try check(
        "logit-normal(\(s))",
        try LogitNormalDistribution(logitMean: 1, logitStandardDeviation: s))
    }
  }

  mutating func runGammas() throws {
    for shape in [0.05, 0.3, 0.9999, 1, 1.3, 4, 30, 1e3, 1e6] {
      try check(
        "gamma(\(shape))", try GammaDistribution(shape: shape, scale: 2),
        moments: shape > 0.1)
      try check(
        "inverse gamma(\(shape))",
        try InverseGammaDistribution(shape: shape, scale: 2),
        moments: shape > 10)
    }
    for degrees in [0.1, 1, 2, 3, 51, 1e4] {
      try check(
        "chi-squared(\(degrees))",
        try ChiSquaredDistribution(degreesOfFreedom: degrees),
        moments: degrees > 0.5)
    }
  }

  mutating func runBetas() throws {
    for (a, b) in [
      (0.1, 0.2), (0.3, 5), (0.5, 0.5), (1, 1), (1, 4), (2, 3), (7, 0.8),
      (40, 3), (1000, 2000), (1e6, 3e5),
    ] {
      try check(
        "beta(\(a), \(b))", try BetaDistribution(alpha: a, beta: b))
    }
    for (d1, d2) in [(0.4, 3.0), (1, 1), (3, 10), (20, 1), (100, 300)] {
      try check(
        "F(\(d1), \(d2))",
        try FDistribution(
          numeratorDegreesOfFreedom: d1, denominatorDegreesOfFreedom: d2),
        moments: d2 > 30)
    }
    for degrees in [0.3, 1, 2.5, 12, 300, .infinity] {
      try check(
        "t(\(degrees))",
        try StudentTDistribution(degreesOfFreedom: degrees),
        moments: degrees > 10)
    }
  }

  mutating func runNoncentral() throws {
    for (degrees, lambda) in [(0.4, 3.0), (1, 2), (3.5, 0.7), (10, 90)] {
      try check(
        "noncentral chi-squared(\(degrees), \(lambda))",
        try NoncentralChiSquaredDistribution(
          degreesOfFreedom: degrees, noncentrality: lambda),
        everywhere: false)
    }
    for (degrees, delta) in [(0.7, 1.0), (3, -2), (25, 4)] {
      try check(
        "noncentral t(\(degrees), \(delta))",
        try NoncentralStudentTDistribution(
          degreesOfFreedom: degrees, noncentrality: delta),
        moments: degrees > 10, everywhere: false)
    }
    try checkCells(
      "chi-bar-squared",
      try ChiBarSquaredDistribution(weights: [0.3, 0.5, 0.2]))
  }

  mutating func runBinomials() throws {
    for (n, p) in [
      (1.0, 0.3), (7, 0.9), (30, 0.2), (100, 0.0999), (25, 0.5), (100, 0.101),
      (100, 0.9), (150, 0.37), (1e4, 0.002), (1e5, 0.7), (1e9, 1e-8),
      (1e9, 0.3),
    ] {
      try checkCells(
        "binomial(\(n), \(p))",
        try BinomialDistribution(trials: n, successProbability: p))
    }
    for (n, a, b) in [(10.0, 0.4, 0.3), (30, 2, 3), (1000, 20, 1.5)] {
      try checkCells(
        "beta-binomial(\(n), \(a), \(b))",
        try BetaBinomialDistribution(trials: n, alpha: a, beta: b))
    }
  }

  mutating func runPoissons() throws {
    for mean in [0.01, 0.7, 4, 9.99, 10, 13, 26, 150, 1e4, 1e9] {
      try checkCells("Poisson(\(mean))", try PoissonDistribution(mean: mean))
    }
    for (r, p) in [(0.3, 0.2), (3, 0.4), (20.5, 0.1), (1e3, 0.01)] {
      try checkCells(
        "negative binomial(\(r), \(p))",
        try NegativeBinomialDistribution(
          successes: r, successProbability: p))
    }
  }

  mutating func runHypergeometrics() throws {
    for (total, successes, draws) in [
      (10.0, 4.0, 3.0), (50, 20, 10), (50, 30, 45), (100, 50, 50),
      (1200, 500, 100), (3e5, 1e5, 5e4), (1e9, 3e8, 1e6), (1e6, 20, 5e5),
    ] {
      try checkCells(
        "hypergeometric(\(total), \(successes), \(draws))",
        try HypergeometricDistribution(
          total: total, successes: successes, draws: draws))
    }
    for (total, successes, draws, odds) in [
      (20.0, 8.0, 6.0, 4.0), (50, 30, 45, 0.1), (300, 100, 150, 2.5),
      (300, 100, 150, 1e-3), (1e5, 4e4, 3e4, 30), (1000, 700, 600, 0.02),
    ] {
      try checkCells(
        "Fisher(\(total), \(successes), \(draws), \(odds))",
        try FisherNoncentralHypergeometricDistribution(
          total: total, successes: successes, draws: draws, oddsRatio: odds))
    }
  }

  mutating func runVectors() throws {
    let shares = [0.1, 0.25, 0.4, 0.25, 0]
    for trials in [3.0, 50, 1e6] {
      try check(
        "multinomial(\(trials))",
        try MultinomialDistribution(trials: trials, probabilities: shares),
        marginals: try shares.filter { $0 > 0 }.map {
          try BinomialDistribution(trials: trials, successProbability: $0)
        })
    }
    for scale in [0.1, 1, 30] {
      let weights = [1.0, 2, 0.5].map { $0 * scale }
      try check(
        "Dirichlet(\(scale))",
        try DirichletDistribution(concentrations: weights),
        marginals: try weights.map {
          try BetaDistribution(alpha: $0, beta: 3.5 * scale - $0)
        })
    }
  }
}
