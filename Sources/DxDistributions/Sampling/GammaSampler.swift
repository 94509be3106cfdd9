internal import RealModule

/// The gamma distribution of scale 1.
///
/// Exactness: rejection from a transformed normal value, with the decision
/// taken on the density to the rounding of a double for every shape: where
/// the paper's d (1 − v + log v) + x²/2 cancels, a series takes its place. A
/// shape below 1 takes a value of the shape one higher times a power of a
/// uniform number, of which the logarithm is at hand, so that ratios of
/// values that underflow still have their law. A shape of 1 is exponential.
///
/// > G. Marsaglia and W. W. Tsang. "A simple method for generating gamma
/// > variables." *ACM Transactions on Mathematical Software* 26, 2000,
/// > 363–372. doi:10.1145/358407.358414
internal struct GammaSampler: UnivariateSampler, Sendable, Hashable {
  /// The paper's d.
  private let size: Double
  /// The paper's c, 1 / √(9 d).
  private let step: Double
  /// 1 / shape where the shape is below 1, and otherwise 0.
  internal let power: Double
  private let isExponential: Bool

  internal init(shape: Double) {
    // Halved, so that a product with an exponential value stays finite.
    let largest = 0x1p-7 * Double.greatestFiniteMagnitude
    power = shape < 1 ? Swift.min(1 / shape, largest) : 0
    isExponential = shape == 1
    size = (shape < 1 ? shape + 1 : shape) - 1 / 3
    step = 1 / (3 * size.squareRoot())
  }

  @inline(__always)
  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    let (value, exponent) = parts(using: &generator)
    return power == 0 ? value : value * Double.exp(-exponent)
  }

  /// A value as x exp(−y), with y = 0 for a shape of at least 1.
  @inline(__always)
  internal func parts<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> (value: Double, exponent: Double) {
    let value = large(using: &generator)
    guard power > 0 else { return (value, 0) }
    return (value, generator.standardExponential() * power)
  }

  /// A value of the same shape, or of the shape one higher if it is below 1.
  @inline(__always)
  internal func large<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    if isExponential { return generator.standardExponential() }
    while true {
      let x = generator.standardNormal()
      let t = step * x
      guard t > -1 else { continue }
      let v = (1 + t) * (1 + t) * (1 + t)
      let u = generator.openUniform()
      let square = x * x
      if u < 1 - 0.0331 * square * square { return size * v }
      if Double.log(u) < 3 * size * thirdRemainder(t) { return size * v }
    }
  }
}

/// log(1 + t) − t + t²/2 − t³/3.
@inline(never)
private func thirdRemainder(_ t: Double) -> Double {
  let square = t * t
  guard t.magnitude < 0x1p-5 else {
    return Double.log(onePlus: t) - t + square * (0.5 - t / 3)
  }
  // The Taylor series; t⁹ of the next term is below 2⁻⁴⁵, and the sum matters
  // to an absolute error in the logarithm of a probability.
  var sum = 1 / 11.0 - t * (1 / 12.0)
  sum = 1 / 10.0 - t * sum
  sum = 1 / 9.0 - t * sum
  sum = 1 / 8.0 - t * sum
  sum = 1 / 7.0 - t * sum
  sum = 1 / 6.0 - t * sum
  sum = 1 / 5.0 - t * sum
  sum = 1 / 4.0 - t * sum
  return -square * square * sum
}

/// The gamma distribution.
internal struct ScaledGammaSampler: UnivariateSampler {
  internal let gamma: GammaSampler
  internal let scale: Double

  @inline(__always)
  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    scale * gamma.next(using: &generator)
  }
}

/// The inverse gamma distribution.
internal struct InverseGammaSampler: UnivariateSampler {
  internal let gamma: GammaSampler
  internal let scale: Double

  @inline(__always)
  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    let (value, exponent) = gamma.parts(using: &generator)
    return exponent == 0
      ? scale / value : scale / value * Double.exp(exponent)
  }
}
