internal import DxSpecialFunctions

/// The distributions to which the statistics of pooling are referred.
internal enum PoolingReference {
  /// The probability that a χ² variate exceeds `x`; NaN without a degree of
  /// freedom.
  static func chiSquaredUpperTail(
    _ x: Double, degreesOfFreedom: Int
  ) -> Double {
    guard degreesOfFreedom > 0 else { return .nan }
    return regularizedGammaQ(0.5 * Double(degreesOfFreedom), 0.5 * x)
  }

  /// The value that a χ² variate exceeds with a probability.
  static func chiSquaredUpperQuantile(
    _ q: Double, degreesOfFreedom: Int
  ) -> Double {
    2 * inverseRegularizedGammaQ(0.5 * Double(degreesOfFreedom), q)
  }

  /// The value that a normal variate, or one of Student's distribution,
  /// exceeds with a probability of at most one half; NaN without a degree of
  /// freedom.
  static func upperQuantile(_ q: Double, degreesOfFreedom: Int?) -> Double {
    guard let degreesOfFreedom else { return -standardNormalQuantile(q) }
    guard degreesOfFreedom > 0 else { return .nan }
    let kernel = StudentKernel(degreesOfFreedom: Double(degreesOfFreedom))
    return kernel.upperQuantile(q).high
  }

  /// The probability of a normal variate, or one of Student's distribution,
  /// at least as far from zero.
  static func twoSidedTail(_ t: Double, degreesOfFreedom: Int?) -> Double {
    guard let degreesOfFreedom else {
      return 2 * standardNormalProbability(-t.magnitude)
    }
    guard degreesOfFreedom > 0, !t.isNaN else { return .nan }
    let nu = Double(degreesOfFreedom)
    // 1/(1 + t²/ν) keeps what t² would overflow.
    let ratio = t.magnitude / nu.squareRoot()
    return regularizedBeta(0.5 * nu, 0.5, 1 / (1 + ratio * ratio))
  }

  /// The probability that an F variate exceeds `x`, or, without degrees of
  /// freedom of a denominator, χ²/ν.
  static func upperTailOfF(
    _ x: Double, numerator: Int, denominator: Int?
  ) -> Double {
    guard let denominator else {
      return chiSquaredUpperTail(
        x * Double(numerator), degreesOfFreedom: numerator)
    }
    guard denominator > 0, numerator > 0, !x.isNaN else { return .nan }
    let ratio = Double(numerator) / Double(denominator) * x
    return regularizedBeta(
      0.5 * Double(denominator), 0.5 * Double(numerator), 1 / (1 + ratio))
  }
}
