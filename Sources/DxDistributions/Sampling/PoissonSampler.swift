internal import DxSpecialFunctions
internal import RealModule

/// The Poisson distribution.
///
/// Exactness: below a mean of 10 by inversion, a search from 0 on, which is
/// exact to the 2⁻⁵³ that separate the uniform numbers. From there on by
/// transformed rejection, of which the decisions compare with the probability
/// itself, to the rounding of a double.
///
/// > W. Hörmann. "The transformed rejection method for generating Poisson
/// > random variables." *Insurance: Mathematics and Economics* 12, 1993,
/// > 39–45, algorithm PTRD. doi:10.1016/0167-6687(93)90997-4
internal struct PoissonSampler: UnivariateSampler {
  internal let mean: Double
  private let hat: TransformedRejection
  /// The probability of 0, where it is searched from.
  private let start: Double

  internal init(mean: Double) {
    self.mean = mean
    if mean < 10 {
      hat = TransformedRejection(
        width: 0, slope: 0, center: 0, squeeze: 0,
        isCut: true)
      start = Double.exp(-mean)
      return
    }
    let b = 0.931 + 2.53 * mean.squareRoot()
    hat = TransformedRejection(
      width: b, slope: -0.059 + 0.02483 * b, center: mean + 0.445,
      squeeze: 0.9277 - 3.6224 / (b - 2), isCut: true)
    start = 1.1239 + 1.1328 / (b - 3.4)
  }

  @inline(__always)
  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    if mean < 10 { return search(using: &generator) }
    let word = generator.openUniform()
    if let k = hat.immediate(word) { return k }
    return rejection(first: word, using: &generator)
  }

  @inline(__always)
  private func search<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    while true {
      var rest = generator.openUniform()
      var probability = start
      var k = 0.0
      while rest > probability {
        rest -= probability
        k += 1
        probability *= mean / k
        // Beyond all that rounding has left over.
        if probability < 0x1p-80 && k > mean { break }
      }
      if rest <= probability { return k }
    }
  }

  @inline(never)
  private func rejection<Generator: RandomNumberGenerator>(
    first word: Double, using generator: inout Generator
  ) -> Double {
    var word = word
    while true {
      if let (k, height) = hat.candidate(word, using: &generator), k >= 0 {
        if accepts(k, height * start) { return k }
      }
      word = generator.openUniform()
      if let k = hat.immediate(word) { return k }
    }
  }

  /// Whether a height is at most the probability.
  private func accepts(_ k: Double, _ height: Double) -> Bool {
    if k == 0 { return Double.log(height) <= -mean }
    let logRoot = Double.log(height * (2 * .pi * k).squareRoot())
    let deviance = DoubleDouble.deviance(k, from: DoubleDouble(mean)).high
    return logRoot <= -stirlingError(k) - deviance
  }
}
