internal import RealModule

// The ziggurat method draws a point under a density from 256 layers of one
// area. All but some 2 % of the points are in the part of their layer that
// the layer above covers, and cost one word, one product and one comparison.
//
// Exactness: a word gives 8 bits to the layer and 56 to the place in it, and
// the decisions in the remaining points compare with the density itself, to
// the rounding of a double. No value is further apart from its neighbours
// than 2⁻⁵⁵ of the width of a layer.
//
// > G. Marsaglia and W. W. Tsang. "The ziggurat method for generating random
// > variables." *Journal of Statistical Software* 5(8), 2000, 1–7.
// > doi:10.18637/jss.v005.i08
//
// Departing from it, the bits of the layer are not those of the place in it,
// which would make the values dependent.
//
// > J. A. Doornik. "An improved ziggurat method to generate normal random
// > samples." University of Oxford, 2005.

extension RandomNumberGenerator {
  /// A value of the normal distribution with mean 0 and standard deviation 1.
  @inline(__always)
  internal mutating func standardNormal() -> Double {
    let word = Int64(bitPattern: next())
    let layer = Int(truncatingIfNeeded: word & 0xff)
    // An odd number: never 0, and symmetric about it.
    let x = Double(word >> 8 | 1) * (0x1p-55 * normalLayerEdges[layer])
    if x.magnitude < normalLayerEdges[layer + 1] { return x }
    return standardNormal(layer: layer, candidate: x)
  }

  /// The value where the point is not below the layer above.
  @inline(never)
  private mutating func standardNormal(
    layer: Int, candidate: Double
  ) -> Double {
    if layer == 0 { return candidate < 0 ? -normalTail() : normalTail() }
    let low = normalLayerHeights[layer]
    let high = normalLayerHeights[layer + 1]
    let height = low + openUniform() * (high - low)
    if height < Double.exp(-0.5 * candidate * candidate) { return candidate }
    return standardNormal()
  }

  /// A value beyond the edge of the lowest layer.
  ///
  /// > G. Marsaglia. "Generating a variable from the tail of the normal
  /// > distribution." *Technometrics* 6, 1964, 101–102.
  /// > doi:10.1080/00401706.1964.10490150
  private mutating func normalTail() -> Double {
    let edge = normalLayerEdges[1]
    while true {
      let x = standardExponential() / edge
      if 2 * standardExponential() >= x * x { return edge + x }
    }
  }

  /// A value of the exponential distribution with mean 1.
  @inline(__always)
  internal mutating func standardExponential() -> Double {
    let word = next()
    let layer = Int(truncatingIfNeeded: word & 0xff)
    let u = Double(Int64(bitPattern: word >> 8 | 1))
    let x = u * (0x1p-56 * exponentialLayerEdges[layer])
    if x < exponentialLayerEdges[layer + 1] { return x }
    return standardExponential(layer: layer, candidate: x)
  }

  /// The value where the point is not below the layer above.
  @inline(never)
  private mutating func standardExponential(
    layer: Int, candidate: Double
  ) -> Double {
    // The tail of the distribution is the distribution again.
    if layer == 0 { return exponentialLayerEdges[1] + standardExponential() }
    let low = exponentialLayerHeights[layer]
    let high = exponentialLayerHeights[layer + 1]
    let height = low + openUniform() * (high - low)
    return height < Double.exp(-candidate) ? candidate : standardExponential()
  }
}

/// The standard normal distribution, shifted and scaled.
internal struct NormalSampler: UnivariateSampler {
  internal let mean: Double
  internal let standardDeviation: Double

  @inline(__always)
  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    mean + standardDeviation * generator.standardNormal()
  }
}

/// The exponential distribution.
internal struct ExponentialSampler: UnivariateSampler {
  internal let rate: Double

  @inline(__always)
  internal func next<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Double {
    generator.standardExponential() / rate
  }
}
