internal import RealModule

/// The multinomial distribution, as binomial counts among the trials that the
/// categories before have left.
///
/// Exactness: that of ``BinomialSampler``, to the rounding of the conditional
/// probabilities.
///
/// > L. Devroye. *Non-Uniform Random Variate Generation*, Springer, 1986,
/// > §XI.1. doi:10.1007/978-1-4613-8643-8
internal struct MultinomialSampler {
  private let trials: Double
  /// The share of each category in what it and those after it have.
  private let shares: [(probability: Double, complement: Double)]

  internal init(trials: Double, probabilities: [Double]) {
    self.trials = trials
    var rest = 0.0
    var shares: [(Double, Double)] = []
    for p in probabilities.reversed() {
      let total = rest + p
      shares.append(total > 0 ? (p / total, rest / total) : (1, 0))
      rest = total
    }
    self.shares = shares.reversed()
  }

  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> [Double] {
    var left = trials
    return shares.map { share in
      guard left > 0 else { return 0 }
      guard share.complement > 0 else {
        defer { left = 0 }
        return left
      }
      let count = BinomialSampler(
        trials: left, probability: share.probability,
        complement: share.complement
      ).next(using: &generator)
      left -= count
      return count
    }
  }
}

/// The Dirichlet distribution: gamma values over their sum.
///
/// Exactness: that of ``GammaSampler``. Where a concentration is below 1, the
/// values are formed relative to the largest one, so that not all of them can
/// underflow.
internal struct DirichletSampler {
  private let gammas: [GammaSampler]
  private let hasPower: Bool

  internal init(concentrations: [Double]) {
    gammas = concentrations.map { GammaSampler(shape: $0) }
    hasPower = gammas.contains { $0.power > 0 }
  }

  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(gammas.count)
    for gamma in gammas {
      let (value, exponent) = gamma.parts(using: &generator)
      values.append(hasPower ? Double.log(value) - exponent : value)
    }
    if hasPower {
      let largest = values.max() ?? 0
      for i in values.indices { values[i] = Double.exp(values[i] - largest) }
    }
    let factor = 1 / values.reduce(0, +)
    for i in values.indices { values[i] *= factor }
    return values
  }
}
