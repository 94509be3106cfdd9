internal import DxSpecialFunctions
internal import RealModule

/// The inverse-gamma distribution, of the reciprocal of a gamma variable.
///
/// Its density at a positive x, with shape a and scale β, is
/// ```
/// βᵃ / Γ(a) x⁻ᵃ⁻¹ e^(−β/x)
/// ```
/// β over the variable has the gamma distribution of shape a and scale 1. It
/// is a prior of variances, such as those between studies.
///
/// Accuracy: that of ``GammaDistribution``; see <doc:GammaFamily>.
public struct InverseGammaDistribution: Sendable, Hashable {
  /// The shape a, positive.
  public let shape: Double
  /// The scale β, positive, in the units of the variable.
  public let scale: Double
  private let kernel: GammaKernel

  /// Creates an inverse-gamma distribution.
  ///
  /// - Throws: ``ParameterError`` unless both parameters are positive and
  ///   finite.
  public init(shape: Double, scale: Double = 1) throws(ParameterError) {
    try requireFinitePositive(shape, "shape")
    try requireFinitePositive(scale, "scale")
    self.shape = shape
    self.scale = scale
    kernel = GammaKernel(shape: shape)
  }
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension InverseGammaDistribution: ContinuousDistribution {
  public var mean: Double { shape > 1 ? scale / (shape - 1) : .infinity }

  public var variance: Double {
    guard shape > 2 else { return .infinity }
    let mean = scale / (shape - 1)
    return mean * mean / (shape - 2)
  }

  public var mode: Double { scale / (shape + 1) }

  public var support: ClosedRange<Double> { 0 ... .infinity }

  public func density(at x: Double) -> Double {
    guard x > 0 && x < .infinity else { return x.isNaN ? x : 0 }
    let z = reciprocal(x)
    guard z.high > 0 && z.high < .infinity else { return 0 }
    return kernel.densityOfLogarithm(z, over: x)
  }

  public func logDensity(at x: Double) -> Double {
    guard x > 0 && x < .infinity else { return x.isNaN ? x : -.infinity }
    let logDensity = kernel.logDensityOfLogarithm(reciprocal(x))
    guard logDensity.high.isFinite else { return -.infinity }
    return (logDensity - DoubleDouble.log(x)).high
  }

  public func cumulativeProbability(at x: Double) -> Double {
    guard x > 0 && x < .infinity else { return x > 0 ? 1 : x.isNaN ? x : 0 }
    return kernel.tail(at: reciprocal(x)).upper
  }

  public func survivalProbability(at x: Double) -> Double {
    guard x > 0 && x < .infinity else { return x > 0 ? 0 : x.isNaN ? x : 1 }
    return kernel.tail(at: reciprocal(x)).lower
  }

  public func logCumulativeProbability(at x: Double) -> Double {
    guard x > 0 && x < .infinity else {
      return x > 0 ? 0 : x.isNaN ? x : -.infinity
    }
    return kernel.tail(at: reciprocal(x)).logUpper
  }

  public func logSurvivalProbability(at x: Double) -> Double {
    guard x > 0 && x < .infinity else {
      return x > 0 ? -.infinity : x.isNaN ? x : 0
    }
    return kernel.tail(at: reciprocal(x)).logLower
  }

  public func quantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else {
      return p == 0 ? 0 : p == 1 ? .infinity : .nan
    }
    return scale / kernel.inverse(probability: p, upper: true)
  }

  public func upperQuantile(_ q: Double) -> Double {
    guard q > 0 && q < 1 else {
      return q == 0 ? .infinity : q == 1 ? 0 : .nan
    }
    return scale / kernel.inverse(probability: q, upper: false)
  }

  /// β/x, which may overflow.
  private func reciprocal(_ x: Double) -> DoubleDouble {
    let quotient = scale / x
    return quotient > 0x1p-900 && quotient < 0x1p900
      ? DoubleDouble(scale) / x : DoubleDouble(quotient)
  }
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension InverseGammaDistribution: ClosedFormEntropy {
  public var entropy: Double {
    // a + log Γ(a) − (1 + a) ψ(a) with what cancels for a large shape left
    // out.
    .log(scale) + 0.5 * .log(2 * .pi) - 1.5 * .log(shape)
      + stirlingError(shape) + (shape + 1) * logarithmMinusDigamma(shape)
  }
}
