internal import DxSpecialFunctions
internal import RealModule

/// The gamma distribution.
///
/// Its density at a positive x, with shape a and scale θ, is
/// ```
/// xᵃ⁻¹ e^(−x/θ) / (Γ(a) θᵃ)
/// ```
/// A rate is the reciprocal of the scale.
///
/// Accuracy: see <doc:GammaFamily>; densities, probabilities, quantiles and
/// their logarithms have a measured maximum error of 3 ulp where the problem is
/// well conditioned.
public struct GammaDistribution: Sendable, Hashable {
  /// The shape a, positive.
  public let shape: Double
  /// The scale θ, positive, in the units of the variable.
  public let scale: Double
  private let kernel: GammaKernel

  /// Creates a gamma distribution.
  ///
  /// - Throws: ``ParameterError`` unless both parameters are positive and
  ///   finite.
  public init(shape: Double, scale: Double = 1) throws(ParameterError) {
    try requireFinitePositive(shape, "shape")
    try requireFinitePositive(scale, "scale")
    self.init(checkedShape: shape, scale: scale)
  }

  /// Creates a gamma distribution of positive and finite parameters.
  internal init(checkedShape shape: Double, scale: Double) {
    self.shape = shape
    self.scale = scale
    kernel = GammaKernel(shape: shape)
  }
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension GammaDistribution: ContinuousDistribution {
  public var mean: Double { shape * scale }

  public var variance: Double { shape * scale * scale }

  public var mode: Double { Swift.max(0, shape - 1) * scale }

  public var support: ClosedRange<Double> { 0 ... .infinity }

  public func density(at x: Double) -> Double {
    if let edge = densityAtEdge(x) { return edge }
    return kernel.densityOfLogarithm(standardized(x), over: x)
  }

  public func logDensity(at x: Double) -> Double {
    if let edge = densityAtEdge(x) { return .log(edge) }
    return
      (kernel.logDensityOfLogarithm(standardized(x)) - DoubleDouble.log(x)).high
  }

  public func cumulativeProbability(at x: Double) -> Double {
    guard x > 0 && x < .infinity else { return x > 0 ? 1 : x.isNaN ? x : 0 }
    return kernel.tail(at: standardized(x)).lower
  }

  public func survivalProbability(at x: Double) -> Double {
    guard x > 0 && x < .infinity else { return x > 0 ? 0 : x.isNaN ? x : 1 }
    return kernel.tail(at: standardized(x)).upper
  }

  public func logCumulativeProbability(at x: Double) -> Double {
    guard x > 0 && x < .infinity else {
      return x > 0 ? 0 : x.isNaN ? x : -.infinity
    }
    return kernel.tail(at: standardized(x)).logLower
  }

  public func logSurvivalProbability(at x: Double) -> Double {
    guard x > 0 && x < .infinity else {
      return x > 0 ? -.infinity : x.isNaN ? x : 0
    }
    return kernel.tail(at: standardized(x)).logUpper
  }

  public func quantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else {
      return p == 0 ? 0 : p == 1 ? .infinity : .nan
    }
    return kernel.inverse(probability: p, upper: false, scale: scale)
  }

  public func upperQuantile(_ q: Double) -> Double {
    guard q > 0 && q < 1 else {
      return q == 0 ? .infinity : q == 1 ? 0 : .nan
    }
    return kernel.inverse(probability: q, upper: true, scale: scale)
  }

  private func standardized(_ x: Double) -> DoubleDouble {
    // By a power of two the division is exact.
    scale.significandBitPattern == 0
      ? DoubleDouble(high: x / scale, low: 0) : DoubleDouble(x) / scale
  }

  private func densityAtEdge(_ x: Double) -> Double? {
    if x.isNaN { return x }
    if x < 0 || x == .infinity { return 0 }
    if x > 0 { return nil }
    return shape < 1 ? .infinity : shape == 1 ? 1 / scale : 0
  }
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension GammaDistribution: ClosedFormEntropy {
  public var entropy: Double {
    // a + log Γ(a) + (1 − a) ψ(a) with what cancels for a large shape left
    // out.
    .log(scale) + 0.5 * .log(2 * .pi * shape) + stirlingError(shape)
      + (shape - 1) * logarithmMinusDigamma(shape)
  }
}
