internal import DxDistributions

/// The probability that χ² exceeds a value; NaN for degrees of freedom that
/// are not positive.
internal func chiSquaredTail(
  _ value: Double, _ degreesOfFreedom: Double
) -> Double {
  let distribution = try? ChiSquaredDistribution(
    degreesOfFreedom: degreesOfFreedom)
  return distribution?.survivalProbability(at: value) ?? .nan
}

/// The value that χ² exceeds with a probability; NaN for degrees of freedom
/// that are not positive.
internal func chiSquaredUpperQuantile(
  _ probability: Double, _ degreesOfFreedom: Double
) -> Double {
  let distribution = try? ChiSquaredDistribution(
    degreesOfFreedom: degreesOfFreedom)
  return distribution?.upperQuantile(probability) ?? .nan
}

/// The probability that F exceeds a value; NaN for degrees of freedom that are
/// not positive.
internal func fTail(
  _ value: Double, _ numerator: Double, _ denominator: Double
) -> Double {
  let distribution = try? FDistribution(
    numeratorDegreesOfFreedom: numerator,
    denominatorDegreesOfFreedom: denominator)
  return distribution?.survivalProbability(at: value) ?? .nan
}

/// The probability that the magnitude of t exceeds that of a value; NaN for
/// degrees of freedom that are not positive.
internal func twoSidedTail(
  _ value: Double, _ degreesOfFreedom: Double
) -> Double {
  let distribution = try? StudentTDistribution(
    degreesOfFreedom: degreesOfFreedom)
  guard let distribution else { return .nan }
  return 2 * distribution.survivalProbability(at: value.magnitude)
}

/// The quantile that the magnitude of t stays below with a probability.
internal func twoSidedQuantile(
  _ level: Double, _ degreesOfFreedom: Double
) -> Double {
  precondition(
    level > 0 && level < 1, "A confidence level of \(level) is not in (0, 1)")
  let distribution = try? StudentTDistribution(
    degreesOfFreedom: degreesOfFreedom)
  return distribution?.upperQuantile(0.5 * (1 - level)) ?? .nan
}
