/// An estimate with its standard error and interval.
///
/// The interval is symmetric on ``scale``, and its ends are carried back to
/// the natural scale of the quantity. A standard error that does not exist is
/// `nil`, and then ``undefinedReason`` says why. The estimate itself exists,
/// but for a quantity that is not defined on the scale of the fit, where it is
/// NaN.
///
/// Edge cases: an infinite estimate on ``scale``, such as the logit of a
/// sensitivity of 1, has no standard error. Where the likelihood bounds it from
/// one side it has an interval, which ends in the estimate; ``method`` is then
/// ``IntervalMethod/profileLikelihood``.
public struct IntervalEstimate: Hashable, Sendable, Codable {
  /// The estimate on its natural scale.
  public var estimate: Double
  /// The scale on which the interval is symmetric.
  public var scale: EstimateScale
  /// The estimate on ``scale``.
  public var estimateOnScale: Double
  /// The standard error on ``scale``.
  public var standardErrorOnScale: Double?
  /// The lower end of the interval on the natural scale.
  public var lower: Double?
  /// The upper end of the interval on the natural scale.
  public var upper: Double?
  /// The level of the interval.
  public var level: ConfidenceLevel
  /// How the interval is computed.
  public var method: IntervalMethod
  /// Why the standard error or the interval does not exist.
  public var undefinedReason: UndefinedReason?

  /// Creates an estimate from its parts.
  public init(
    estimate: Double, scale: EstimateScale, estimateOnScale: Double,
    standardErrorOnScale: Double?, lower: Double?, upper: Double?,
    level: ConfidenceLevel, method: IntervalMethod,
    undefinedReason: UndefinedReason? = nil
  ) {
    self.estimate = estimate
    self.scale = scale
    self.estimateOnScale = estimateOnScale
    self.standardErrorOnScale = standardErrorOnScale
    self.lower = lower
    self.upper = upper
    self.level = level
    self.method = method
    self.undefinedReason = undefinedReason
  }

  /// The standard error on the natural scale, by the delta method.
  public var standardError: Double? {
    standardErrorOnScale.map {
      $0 * scale.naturalDerivative(atScale: estimateOnScale)
    }
  }

  /// The estimate of the complement, one minus a probability.
  ///
  /// - Precondition: ``scale`` is ``EstimateScale/logit`` or another
  ///   transformation of probabilities.
  public var complement: IntervalEstimate {
    guard let other = scale.ofComplement else {
      preconditionFailure("No complement on the scale \(scale)")
    }
    var result = self
    result.scale = other
    result.estimate = other.natural(fromScale: -estimateOnScale)
    result.estimateOnScale = -estimateOnScale
    result.lower = upper.map { 1 - $0 }
    result.upper = lower.map { 1 - $0 }
    return result
  }
}
