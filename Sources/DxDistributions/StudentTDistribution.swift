internal import DxSpecialFunctions
internal import RealModule

/// Student's t distribution.
///
/// Infinite degrees of freedom give the standard normal distribution.
///
/// Accuracy: density, measured maximum error 1.1 ulp; probabilities, 8.3 ulp;
/// quantiles, 7.4 ulp, for degrees of freedom from 0.5 to 1e14 and tails down
/// to 1e−300.
public struct StudentTDistribution: Sendable, Hashable {
  /// The degrees of freedom, positive, not necessarily an integer, possibly
  /// infinite.
  public let degreesOfFreedom: Double
  /// The median, and the mean and the mode where they exist.
  public let location: Double
  /// The unit of the deviation from the location, positive; not the standard
  /// deviation.
  public let scale: Double
  /// The distribution of ν / (ν + t²); `nil` next to the normal limit.
  private let kernel: BetaKernel?

  /// Creates the distribution of `location` + `scale` · T, where T has
  /// Student's t distribution.
  ///
  /// - Throws: ``ParameterError`` unless the degrees of freedom and the scale
  ///   are positive and the location and the scale are finite.
  public init(
    degreesOfFreedom: Double, location: Double = 0, scale: Double = 1
  ) throws(ParameterError) {
    try requirePositive(degreesOfFreedom, "degreesOfFreedom")
    try requireFinite(location, "location")
    try requirePositive(scale, "scale")
    try requireFinite(scale, "scale")
    self.degreesOfFreedom = degreesOfFreedom
    self.location = location
    self.scale = scale
    // From here on the first correction to the normal limit is all that a
    // double can see, down to the smallest probability: the second is of
    // the relative size t⁶/ν², with t below 39.
    kernel =
      degreesOfFreedom < 1e13
      ? BetaKernel(0.5 * degreesOfFreedom, 0.5) : nil
  }
}

// The protocol documents its requirements.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension StudentTDistribution: ContinuousDistribution {
  public var mean: Double { degreesOfFreedom > 1 ? 0 : .nan }

  public var variance: Double {
    if degreesOfFreedom == .infinity { return 1 }
    if degreesOfFreedom > 2 {
      return degreesOfFreedom / (degreesOfFreedom - 2)
    }
    return degreesOfFreedom > 1 ? .infinity : .nan
  }

  public var mode: Double { 0 }

  public var support: ClosedRange<Double> { -.infinity ... .infinity }

  public func density(at x: Double) -> Double {
    guard let kernel else {
      return NormalDistribution.standard.density(at: x)
        * (1 + logDensityCorrection(x))
    }
    guard x.isFinite else { return x.isNaN ? x : 0 }
    return logDensity(at: x, kernel).exponential(times: 1)
  }

  public func logDensity(at x: Double) -> Double {
    guard let kernel else {
      return NormalDistribution.standard.logDensity(at: x)
        + logDensityCorrection(x)
    }
    guard x.isFinite else { return x.isNaN ? x : -.infinity }
    return logDensity(at: x, kernel).high
  }

  public func cumulativeProbability(at x: Double) -> Double {
    guard let kernel else {
      guard x.magnitude < 40 else { return standardNormalProbability(x) }
      return standardNormalProbability(
        DoubleDouble(sum: x, -quantileCorrection(x)))
    }
    guard x.isFinite else { return x.isNaN ? x : x < 0 ? 0 : 1 }
    if x == 0 { return 0.5 }
    let tail = self.tail(at: x, kernel)
    return x < 0
      ? tail.probabilityBelow(half: true)
      : tail.probabilityBelow(half: false)
  }

  public func survivalProbability(at x: Double) -> Double {
    cumulativeProbability(at: -x)
  }

  public func quantile(_ p: Double) -> Double {
    if p == 0 { return -.infinity }
    if p == 1 { return .infinity }
    guard p > 0 && p < 1 else { return .nan }
    guard let kernel else {
      let z = standardNormalQuantile(p)
      return z + quantileCorrection(z)
    }
    if p == 0.5 { return 0 }
    return p < 0.5
      ? -magnitude(ofTail: p, kernel) : magnitude(ofTail: 1 - p, kernel)
  }

  public func upperQuantile(_ q: Double) -> Double { -quantile(q) }
}

extension StudentTDistribution {
  /// The first term of the expansion of t − z in 1/ν, where t and z have the
  /// same probability under the two distributions.
  ///
  /// > M. Abramowitz and I. A. Stegun. *Handbook of Mathematical Functions*,
  /// > 1964, 26.7.5.
  private func quantileCorrection(_ z: Double) -> Double {
    0.25 * z * (z * z + 1) / degreesOfFreedom
  }

  /// The first term of the expansion in 1/ν of the logarithm of the density
  /// over that of the normal one.
  private func logDensityCorrection(_ x: Double) -> Double {
    guard x.magnitude < 1e50, degreesOfFreedom < .infinity else { return 0 }
    let square = x * x
    return 0.25 * (square * (square - 2) - 1) / degreesOfFreedom
  }

  /// −(ν + 1)/2 log(1 + t²/ν) − log B(ν/2, 1/2) − (log ν)/2.
  private func logDensity(at x: Double, _ kernel: BetaKernel) -> DoubleDouble {
    let nu = degreesOfFreedom
    let halfLogNu = DoubleDouble.log(nu) * 0.5
    if x.magnitude > 1e140 {
      // t² may overflow, and ν is nothing beside it as soon as it does.
      let logRatio = DoubleDouble.log(x.magnitude) - halfLogNu
      return -(logRatio * DoubleDouble(sum: nu, 1)) - kernel.logBeta - halfLogNu
    }
    let square = DoubleDouble(product: x, x)
    let ratio = (square + nu) / DoubleDouble(nu)
    let power = DoubleDouble(sum: 0.5 * nu, 0.5)
    return -(ratio.logarithm() * power) - kernel.logBeta - halfLogNu
  }

  /// The tails of ν / (ν + t²), the lower of which is that of |T| > |t|.
  private func tail(at x: Double, _ kernel: BetaKernel) -> ScaledTail {
    let nu = DoubleDouble(degreesOfFreedom)
    if x.magnitude > 1e140 {
      return kernel.extremeLowerTail(
        logX: nu.logarithm() - DoubleDouble.log(x.magnitude) * 2)
    }
    return kernel.tail(
      at: UnitPoint(nu, against: DoubleDouble(product: x, x)))
  }

  /// The t > 0 above which the probability is `q`, in (0, 1/2).
  private func magnitude(ofTail q: Double, _ kernel: BetaKernel) -> Double {
    let nu = degreesOfFreedom
    // The cotangent of π q, from the end where the argument is exact.
    if nu == 1 { return q < 0.25 ? 1 / .tan(.pi * q) : .tan(.pi * (0.5 - q)) }
    if nu == 2 {
      // 2q − 1 is exact from 1/4 on, and q (1 − q) is positive.
      return (1 - 2 * q) / (2 * q * (1 - q)).squareRoot()
    }
    // Far out I = xᵃ / (a B) with a = ν/2, to all digits once x < 10⁻²⁰⁰.
    let logX =
      (DoubleDouble.log(2 * q) + kernel.logBeta + DoubleDouble.log(kernel.a))
      / DoubleDouble(kernel.a)
    if logX.high < -460 {
      return (logX * -0.5).exponential(times: nu.squareRoot())
    }
    let odds = kernel.inverseOdds(
      probability: 2 * q, upper: false,
      start: startingOdds(q, logX: logX.high))
    return (nu / odds).squareRoot()
  }

  private func startingOdds(_ q: Double, logX: Double) -> Double {
    // The power of the far tail, or the normal quantile with the first
    // correction of Cornish and Fisher, whichever is in its range.
    if logX < -2 { return .exp(logX) }
    let z = -standardNormalQuantile(q)
    let t = z + quantileCorrection(z)
    return degreesOfFreedom / (t * t)
  }
}

extension ScaledTail {
  /// P(T ≤ t) from the tails of ν / (ν + t²), for t < 0 or t > 0.
  fileprivate func probabilityBelow(half isNegative: Bool) -> Double {
    // The upper tail held here is that of |T| ≤ |t|.
    let p = 0.5 * probability
    if isUpper { return isNegative ? 0.5 - p : 0.5 + p }
    if isNegative {
      return logDensity.exponential(times: 0.5 * factor)
    }
    return 1 - p
  }
}
