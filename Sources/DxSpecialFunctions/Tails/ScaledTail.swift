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

  /// A Newton step towards the point where one tail has a given probability.
  ///
  /// Both tails of a log-concave density are log-concave, so that Newton's
  /// iteration on the *logarithm* of the tail converges from any point.
  ///
  /// - Parameters:
  ///   - target: The logarithm of the probability wanted.
  ///   - upper: Whether the target belongs to the upper tail.
  /// - Returns: What to add to the logarithm or logit of the variable.
  internal func step(toward target: DoubleDouble, upper: Bool) -> Double {
    if upper == isUpper {
      // log(tail / target), of which the large parts cancel first.
      let difference = logDensity - target
      let gap = difference.high + .log(factor)
      return (upper ? gap : -gap) * factor
    }
    let other = probability
    let wanted = target.exponential()
    let tail = 1 - other
    guard tail > 0 else { return upper ? -1 : 1 }
    let density = logDensity.exponential()
    let ratio = (tail - wanted) / wanted
    let gap = Double.log(onePlus: ratio) * (tail / density)
    return upper ? gap : -gap
  }
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
