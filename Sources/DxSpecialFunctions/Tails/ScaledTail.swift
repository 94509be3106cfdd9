internal import RealModule

/// One tail of a distribution, as a density times a factor of moderate size.
///
/// The density is that of the logarithm (gamma family) or of the logit (beta
/// family) of the variable, or the probability of a count, of which only the
/// logarithm is held, so that a tail far below the smallest double still has
/// a logarithm, and a quotient tail / density never divides two underflowed
/// numbers.
@frozen
package struct ScaledTail: Sendable {
  /// The logarithm of the density.
  package var logDensity: DoubleDouble
  /// Tail over density.
  package var factor: Double
  /// Whether this is the upper tail.
  package var isUpper: Bool

  /// Creates a tail from its parts.
  @inlinable
  package init(logDensity: DoubleDouble, factor: Double, isUpper: Bool) {
    self.logDensity = logDensity
    self.factor = factor
    self.isUpper = isUpper
  }

  /// The probability of the tail that is held.
  @inlinable
  package var probability: Double {
    Swift.min(1, logDensity.exponential(times: factor))
  }

  /// The probability of the lower tail.
  @inlinable
  package var lower: Double { isUpper ? 1 - probability : probability }

  /// The probability of the upper tail.
  @inlinable
  package var upper: Double { isUpper ? probability : 1 - probability }
}

extension ScaledTail {
  /// The logarithm of the probability of the tail that is held, for one that
  /// may be next to certainty.
  package var logProbability: Double {
    (logDensity + DoubleDouble.log(factor)).high
  }

  /// The logarithm of the probability of the lower tail.
  package var logLower: Double { logarithm(upper: false) }

  /// The logarithm of the probability of the upper tail.
  package var logUpper: Double { logarithm(upper: true) }

  private func logarithm(upper: Bool) -> Double {
    if upper != isUpper { return .log(onePlus: -probability) }
    // Where the tail is not small, its logarithm and that of the density may
    // be of either sign.
    return logDensity.high > -30
      ? .log(probability) : (logDensity + .log(factor)).high
  }
}
