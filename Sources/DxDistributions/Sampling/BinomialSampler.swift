internal import DxSpecialFunctions
internal import RealModule

/// The binomial distribution.
///
/// Exactness: where the rarer outcome is expected fewer than 10 times by
/// inversion, a search from 0 on, which is exact to the 2⁻⁵³ that separate
/// the uniform numbers. From there on by transformed rejection, of which the
/// decisions compare with the probability itself, to the rounding of a
/// double.
///
/// > W. Hörmann. "The generation of binomial random variates." *Journal of
/// > Statistical Computation and Simulation* 46, 1993, 101–110, algorithm
/// > BTRD. doi:10.1080/00949659308811496
internal struct BinomialSampler: UnivariateSampler {
  private let trials: Double
  /// Whether failures are counted, because they are rarer.
  private let isFlipped: Bool
  /// The odds of the rarer outcome.
  private let odds: Double
  private let mean: Double
  /// The probability of 0, or the α of the paper.
  private let start: Double
  private let variance: Double
  private let mode: Double
  private let rarer: Double
  private let hat: TransformedRejection

  internal init(trials: Double, probability: Double) {
    self.init(
      trials: trials, probability: probability, complement: 1 - probability)
  }

  /// - Parameter complement: One minus the probability.
  internal init(trials: Double, probability: Double, complement: Double) {
    self.trials = trials
    isFlipped = complement < probability
    rarer = isFlipped ? complement : probability
    let other = isFlipped ? probability : complement
    odds = rarer / other
    mean = trials * rarer
    variance = mean * other
    if mean < 10 {
      start = Double.exp(trials * Double.log(onePlus: -rarer))
      mode = 0
      hat = TransformedRejection(
        width: 0, slope: 0, center: 0, squeeze: 0,
        isCut: false)
      return
    }
    let deviation = variance.squareRoot()
    let b = 1.15 + 2.53 * deviation
    start = (2.83 + 5.1 / b) * deviation
    mode = ((trials + 1) * rarer).rounded(.down)
    hat = TransformedRejection(
      width: b, slope: -0.0873 + 0.0248 * b + 0.01 * rarer,
      center: mean + 0.5, squeeze: 0.92 - 4.2 / b, isCut: false)
  }

  @inline(__always)
  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    let k = rarerCount(using: &generator)
    return isFlipped ? trials - k : k
  }

  @inline(__always)
  private func rarerCount<Generator: RandomNumberGenerator>(
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
    let numerator = (trials + 1) * odds
    while true {
      var rest = generator.openUniform()
      var probability = start
      var k = 0.0
      while rest > probability {
        rest -= probability
        k += 1
        probability *= numerator / k - odds
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
      if let (k, height) = hat.candidate(word, using: &generator),
        k >= 0 && k <= trials, accepts(k, height * start)
      {
        return k
      }
      word = generator.openUniform()
      if let k = hat.immediate(word) { return k }
    }
  }

  /// Whether a height is at most the ratio of the probability to that of the
  /// mode.
  private func accepts(_ k: Double, _ height: Double) -> Bool {
    let distance = (k - mode).magnitude
    if distance <= 15 { return acceptsNearMode(k, height) }
    let logHeight = Double.log(height)
    // The squeeze of algorithm BTPE, step 5.2, in the range that it is for:
    //
    // > V. Kachitvichyanukul and B. W. Schmeiser. "Binomial random variate
    // > generation." *Communications of the ACM* 31, 1988, 216–222.
    // > doi:10.1145/42372.42381
    if distance > 20 && distance < 0.5 * variance - 1 {
      let bound =
        (distance / variance)
        * (((distance / 3 + 0.625) * distance + 1 / 6) / variance + 0.5)
      let normal = -0.5 * distance * distance / variance
      if logHeight < normal - bound { return true }
      if logHeight > normal + bound { return false }
    }
    return logHeight <= logProbability(k) - logProbability(mode)
  }

  /// The ratio as the product of those of neighbours.
  private func acceptsNearMode(_ k: Double, _ height: Double) -> Bool {
    let numerator = (trials + 1) * odds
    var ratio = 1.0
    var i = Swift.min(k, mode)
    while i < Swift.max(k, mode) {
      i += 1
      ratio *= numerator / i - odds
    }
    return k > mode ? height <= ratio : height * ratio <= 1
  }

  /// The logarithm of the probability, up to the same constant for all.
  private func logProbability(_ k: Double) -> Double {
    let mean = DoubleDouble(product: trials, rarer)
    return -factorialRemainder(k) - factorialRemainder(trials - k)
      - DoubleDouble.deviance(k, from: mean).high
      - DoubleDouble.deviance(trials - k, from: DoubleDouble(trials) - mean)
      .high
  }
}
