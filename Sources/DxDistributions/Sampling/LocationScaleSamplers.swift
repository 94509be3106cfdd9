internal import RealModule

/// The uniform distribution on an interval without its upper end, unless the
/// rounding to a double leads there.
internal struct UniformSampler: UnivariateSampler {
  internal let lower: Double
  internal let width: Double

  @inline(__always)
  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    lower + width * generator.halfOpenUniform()
  }
}

/// The logistic distribution, by inversion of its smaller tail.
///
/// Exactness: the probability of the tail is an odd multiple of 2⁻⁶⁴, refined
/// by another word where that would be coarse, so that the law is exact to
/// the rounding of doubles for tails down to 2⁻⁹⁶.
internal struct LogisticSampler: UnivariateSampler {
  internal let mean: Double
  internal let scale: Double

  @inline(__always)
  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    let word = generator.next()
    var tail = Double(Int64(bitPattern: word >> 1 | 1)) * 0x1p-64
    if tail < 0x1p-32 {
      tail = (Double(Int64(bitPattern: word >> 1)) + generator.openUniform())
      tail *= 0x1p-64
    }
    let x = Double.log((1 - tail) / tail)
    return word & 1 == 0 ? mean - scale * x : mean + scale * x
  }
}

/// The log-normal distribution: the exponential of a normal value.
internal struct LogNormalSampler: UnivariateSampler {
  internal let normal: NormalSampler

  @inline(__always)
  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    Double.exp(normal.next(using: &generator))
  }
}

/// The logit-normal distribution: the expit of a normal value.
internal struct LogitNormalSampler: UnivariateSampler {
  internal let normal: NormalSampler

  @inline(__always)
  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    let x = normal.next(using: &generator)
    let small = Double.exp(-x.magnitude)
    return (x < 0 ? small : 1) / (1 + small)
  }
}
