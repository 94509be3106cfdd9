internal import RealModule

extension NoncentralChiSquaredKernel {
  /// A tail at a positive, finite z, and z times the density over it.
  package func tail(
    at z: Double, upper isUpper: Bool
  ) -> (tail: ScaledTail, slope: Double) {
    isUpper ? upperTail(at: z) : lowerTail(at: z)
  }

  /// The probability below or above z, from the smaller tail.
  package func probability(at z: Double, upper isUpper: Bool) -> Double {
    let computed = tail(at: z, upper: z >= shape + poissonMean).tail
    let probability = computed.probability
    if computed.isUpper == isUpper { return probability }
    if probability <= 0.6 { return 1 - probability }
    if isUpper && probability < 0.85 {
      // The lower tail's logarithm has digits to spare.
      return -.expMinusOne(computed.logProbability)
    }
    return tail(at: z, upper: isUpper).tail.probability
  }

  /// The logarithm of the probability below or above z.
  package func logProbability(at z: Double, upper isUpper: Bool) -> Double {
    if (z >= shape + poissonMean) == isUpper {
      let computed = tail(at: z, upper: isUpper).tail
      if computed.logDensity.high < -6 || computed.probability <= 0.5 {
        return computed.logProbability
      }
    }
    let other = probability(at: z, upper: !isUpper)
    return other < 0.5
      ? .log(onePlus: -other) : tail(at: z, upper: isUpper).tail.logProbability
  }

  /// Upwards from the first index that counts.
  private func lowerTail(at z: Double) -> (tail: ScaledTail, slope: Double) {
    let y = DoubleDouble(product: poissonMean, z)
    var i = largestIndex(z)
    var ratio = 1.0
    while i > 0 && ratio > 0x1p-67 {
      ratio *= i * (shape + i) / y.high
      i -= 1
    }
    let weight = self.weight(i, at: z)
    // (p₀ + … + pᵢ)/pᵢ and pᵢ gᵢ in units of the first one.
    var below = poissonBelow(i)
    var product = DoubleDouble(1)
    var sum = below
    var slope = shape + i
    var term = below
    while below.high < Self.saturated && y.high > Self.leastProduct {
      let last = term.high
      i += 1
      let power = DoubleDouble(sum: shape, i)
      product = product * y / (power * i)
      below = below * i / poissonMean + 1
      term = product * below
      sum = sum + term
      slope += product.high * power.high
      if Self.isNegligible(term.high, after: last, in: sum.high) {
        return result(weight, sum, slope, isUpper: false)
      }
    }
    // The Poisson tail is 1 from here on: P(a + i + 1, z) is left.
    if z > Self.longest * Self.longest {
      sum = sum + gammaTail(i + 1, z, weight, isUpper: false)
      return result(weight, sum, slope, isUpper: false)
    }
    while true {
      let last = term.high
      i += 1
      term = term * z / DoubleDouble(sum: shape, i)
      sum = sum + term
      if Self.isNegligible(term.high, after: last, in: sum.high) { break }
    }
    return result(weight, sum, slope, isUpper: false)
  }

  /// Downwards from the last index that counts.
  private func upperTail(at z: Double) -> (tail: ScaledTail, slope: Double) {
    let y = DoubleDouble(product: poissonMean, z)
    guard y.high > Self.leastProduct else {
      let weight = self.weight(0, at: z)
      let sum = gammaTail(0, z, weight, isUpper: true)
      return result(weight, sum, shape, isUpper: true)
    }
    var i = largestIndex(z)
    if i > Self.largestStart { return extremeUpperTail(at: z, i) }
    var ratio = 1.0
    while ratio > 0x1p-67 {
      i += 1
      ratio *= y.high / (i * (shape + i))
    }
    let weight = self.weight(i, at: z)
    // (pᵢ₊₁ + pᵢ₊₂ + …)/pᵢ and pᵢ gᵢ in units of the first one.
    var above = poissonAbove(i)
    var product = DoubleDouble(1)
    var term = above
    var sum = above
    var slope = shape + i
    while i > 0 && above.high < Self.saturated {
      let last = term.high
      let power = DoubleDouble(sum: shape, i)
      product = product * (power * i) / y
      above = (above + 1) * poissonMean / i
      i -= 1
      term = product * above
      sum = sum + term
      slope += product.high * (shape + i)
      if Self.isNegligible(term.high, after: last, in: sum.high) {
        return result(weight, sum, slope, isUpper: true)
      }
    }
    // The Poisson tail is 1 from here on: Q(a + i, z) is left.
    while i > 0 && i < Self.longest {
      let last = term.high
      term = term * DoubleDouble(sum: shape, i) / z
      i -= 1
      sum = sum + term
      if Self.isNegligible(term.high, after: last, in: sum.high) {
        return result(weight, sum, slope, isUpper: true)
      }
    }
    sum = sum + gammaTail(i, z, weight, isUpper: true)
    return result(weight, sum, slope, isUpper: true)
  }

  /// The density over what it falls by, where both have underflowed.
  private func extremeUpperTail(
    at z: Double, _ i: Double
  ) -> (tail: ScaledTail, slope: Double) {
    let fall = z * (1 - (poissonMean / z).squareRoot())
    let sum = terms(around: i) * ((shape + i) / fall)
    return (
      Self.scaled(weight(i, at: z), by: DoubleDouble(sum), isUpper: true), fall
    )
  }

  private func result(
    _ weight: ScaledWeight, _ sum: DoubleDouble, _ slope: Double, isUpper: Bool
  ) -> (tail: ScaledTail, slope: Double) {
    (Self.scaled(weight, by: sum, isUpper: isUpper), slope / sum.high)
  }

  /// Poisson tails over the last probability from which on they are 1.
  private static var saturated: Double { 0x1p70 }

  /// μz up to which all but the first term vanishes.
  private static var leastProduct: Double { 0x1p-900 }

  /// The greatest number of terms that take the place of a gamma tail.
  private static var longest: Double { 1000 }

  /// (p₀ + … + pᵢ)/pᵢ.
  private func poissonBelow(_ i: Double) -> DoubleDouble {
    var sum = DoubleDouble(1)
    var term = DoubleDouble(1)
    var j = i
    while j > 0 {
      let last = term.high
      term = term * j / poissonMean
      sum = sum + term
      j -= 1
      if Self.isNegligible(term.high, after: last, in: sum.high) { break }
    }
    return sum
  }

  /// (pᵢ₊₁ + pᵢ₊₂ + …)/pᵢ.
  private func poissonAbove(_ i: Double) -> DoubleDouble {
    var j = i + 1
    var term = DoubleDouble(poissonMean) / j
    var sum = term
    while true {
      let last = term.high
      j += 1
      term = term * poissonMean / j
      sum = sum + term
      if Self.isNegligible(term.high, after: last, in: sum.high) { break }
    }
    return sum
  }

  /// A tail of the gamma distribution of shape a + i, in units of a weight.
  private func gammaTail(
    _ i: Double, _ z: Double, _ weight: ScaledWeight, isUpper: Bool
  ) -> DoubleDouble {
    let power = DoubleDouble(sum: shape, i)
    let tail = GammaKernel(shape: power.high).tail(at: DoubleDouble(z))
    let isHeld = tail.isUpper == isUpper
    let exponent =
      (isHeld ? tail.logDensity : DoubleDouble(0)) - weight.exponent
    let factor = isHeld ? tail.factor : 1 - tail.probability
    // What rounding took off the shape counts far out in the tail, where the
    // logarithm of the tail has the slope log(z/A).
    let correction = power.low * .log(z / power.high)
    return DoubleDouble((exponent + correction).exponential(times: factor))
      / weight.factor
  }
}
