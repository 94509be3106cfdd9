internal import RealModule

/// The chi-squared distribution: the square of a normal value for one degree
/// of freedom, and otherwise twice a gamma value.
internal struct ChiSquaredSampler: UnivariateSampler {
  private let gamma: GammaSampler
  private let isSquare: Bool

  internal init(degreesOfFreedom: Double) {
    gamma = GammaSampler(shape: 0.5 * degreesOfFreedom)
    isSquare = degreesOfFreedom == 1
  }

  @inline(__always)
  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    if isSquare {
      let z = generator.standardNormal()
      return z * z
    }
    return 2 * gamma.next(using: &generator)
  }
}

/// The non-central chi-squared distribution.
///
/// From one degree of freedom on it is the sum of a central value with one
/// degree less and the square of a shifted normal value; below, a central one
/// whose degrees of freedom a Poisson value raises.
internal struct NoncentralChiSquaredSampler: UnivariateSampler {
  private let degreesOfFreedom: Double
  private let shift: Double
  private let rest: ChiSquaredSampler
  private let poisson: PoissonSampler

  internal init(degreesOfFreedom: Double, noncentrality: Double) {
    self.degreesOfFreedom = degreesOfFreedom
    shift = noncentrality.squareRoot()
    rest = ChiSquaredSampler(degreesOfFreedom: degreesOfFreedom - 1)
    poisson = PoissonSampler(
      mean: degreesOfFreedom < 1 ? 0.5 * noncentrality : 0)
  }

  @inline(__always)
  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    guard degreesOfFreedom >= 1 else {
      let raised = degreesOfFreedom + 2 * poisson.next(using: &generator)
      return ChiSquaredSampler(degreesOfFreedom: raised)
        .next(using: &generator)
    }
    let z = generator.standardNormal() + shift
    guard degreesOfFreedom > 1 else { return z * z }
    return z * z + rest.next(using: &generator)
  }
}

/// Student's t distribution, central and not: a normal value over the root of
/// a chi-squared one.
internal struct StudentTSampler: UnivariateSampler {
  private let gamma: GammaSampler
  private let halfDegreesOfFreedom: Double
  private let noncentrality: Double
  private let location: Double
  private let scale: Double

  internal init(
    degreesOfFreedom: Double, noncentrality: Double = 0, location: Double = 0,
    scale: Double = 1
  ) {
    halfDegreesOfFreedom = 0.5 * degreesOfFreedom
    gamma = GammaSampler(shape: halfDegreesOfFreedom)
    self.noncentrality = noncentrality
    self.location = location
    self.scale = scale
  }

  @inline(__always)
  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    let z = generator.standardNormal() + noncentrality
    guard halfDegreesOfFreedom < .infinity else { return location + scale * z }
    let (value, exponent) = gamma.parts(using: &generator)
    let t = z * (halfDegreesOfFreedom / value).squareRoot()
    return location + scale * (exponent == 0 ? t : t * .exp(0.5 * exponent))
  }
}

/// The F distribution: the ratio of two gamma values over their shapes.
internal struct FSampler: UnivariateSampler {
  private let numerator: GammaSampler
  private let denominator: GammaSampler
  private let numeratorShape: Double
  private let denominatorShape: Double

  internal init(
    numeratorDegreesOfFreedom: Double, denominatorDegreesOfFreedom: Double
  ) {
    numeratorShape = 0.5 * numeratorDegreesOfFreedom
    denominatorShape = 0.5 * denominatorDegreesOfFreedom
    numerator = GammaSampler(shape: numeratorShape)
    denominator = GammaSampler(shape: denominatorShape)
  }

  @inline(__always)
  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    let above = Self.ratio(numerator, numeratorShape, &generator)
    let below = Self.ratio(denominator, denominatorShape, &generator)
    let exponent = below.exponent - above.exponent
    let ratio = above.value / below.value
    return exponent == 0 ? ratio : ratio * Double.exp(exponent)
  }

  /// A gamma value over its shape, which is 1 where the shape is infinite.
  @inline(__always)
  private static func ratio<Generator: RandomNumberGenerator>(
    _ gamma: GammaSampler, _ shape: Double, _ generator: inout Generator
  ) -> (value: Double, exponent: Double) {
    guard shape < .infinity else { return (1, 0) }
    let (value, exponent) = gamma.parts(using: &generator)
    return (value / shape, exponent)
  }
}

/// A mixture of chi-squared distributions with 0, 1, 2, … degrees of freedom,
/// of which that with 0 is an atom at 0.
internal struct ChiBarSquaredSampler: UnivariateSampler {
  internal let weights: [Double]

  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    var rest = generator.openUniform()
    var degreesOfFreedom = 0
    for weight in weights.dropLast() {
      if rest < weight { break }
      rest -= weight
      degreesOfFreedom += 1
    }
    guard degreesOfFreedom > 0 else { return 0 }
    return ChiSquaredSampler(degreesOfFreedom: Double(degreesOfFreedom))
      .next(using: &generator)
  }
}
