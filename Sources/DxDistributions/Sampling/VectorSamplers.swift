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
  internal let trials: Double
  internal let probabilities: [Double]

  @inline(__always)
  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> [Double] {
    // First what each category and those after it have together, added up
    // from the end, so that what is small keeps its digits.
    var values = probabilities
    for i in values.indices.dropLast().reversed() { values[i] += values[i + 1] }
    var left = trials
    for i in values.indices {
      let rest = i + 1 < values.count ? values[i + 1] : 0
      guard left > 0, rest > 0 else {
        values[i] = left
        left = 0
        continue
      }
      let count = BinomialSampler(
        trials: left, probability: probabilities[i] / values[i],
        complement: rest / values[i]
      ).next(using: &generator)
      values[i] = count
      left -= count
    }
    return values
  }
}

/// The Dirichlet distribution: gamma values over their sum.
///
/// Exactness: that of ``GammaSampler``. Where a concentration is below 1, the
/// values are formed relative to the largest one, so that not all of them can
/// underflow.
internal struct DirichletSampler: Sendable, Hashable {
  private let gammas: [GammaSampler]
  private let usesLogarithms: Bool

  internal init(concentrations: [Double]) {
    gammas = concentrations.map { GammaSampler(shape: $0) }
    usesLogarithms = concentrations.contains { $0 < 1 }
  }

  @inline(__always)
  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(gammas.count)
    if usesLogarithms {
      appendByLogarithms(to: &values, using: &generator)
    } else {
      for gamma in gammas { values.append(gamma.large(using: &generator)) }
    }
    let total = values.reduce(0, +)
    for i in values.indices { values[i] /= total }
    return values
  }

  /// Appends gamma values relative to the largest one.
  @inline(never)
  private func appendByLogarithms<Generator: RandomNumberGenerator>(
    to values: inout [Double], using generator: inout Generator
  ) {
    for gamma in gammas {
      let (value, exponent) = gamma.parts(using: &generator)
      values.append(Double.log(value) - exponent)
    }
    let largest = values.max() ?? 0
    for i in values.indices { values[i] = Double.exp(values[i] - largest) }
  }
}
