internal import DxSpecialFunctions

/// How an interval is computed.
///
/// The first two are of the form estimate ± c · SE, and differ in the reference
/// distribution.
public enum IntervalMethod: String, Hashable, Sendable, Codable {
  /// The standard normal distribution, whatever the number of studies.
  case wald
  /// Student's *t* with two degrees of freedom less than there are studies.
  ///
  /// It is undefined for two studies and fewer.
  case t
  /// All values at which the profile likelihood is no further below its
  /// maximum than half of the χ² quantile with one degree of freedom.
  ///
  /// It is the method of the one-sided interval of an infinite estimate,
  /// whatever was asked for. Asked for of other estimates, it gives no
  /// interval, with ``UndefinedReason/profileLikelihoodUnavailable``.
  case profileLikelihood

  /// The factor `c` by which the standard error is multiplied.
  ///
  /// - Throws: ``UndefinedReason/tooFewStudies(count:)`` if the method is
  ///   ``t`` and there are two studies or fewer, and
  ///   ``UndefinedReason/profileLikelihoodUnavailable`` if it is
  ///   ``profileLikelihood``, which multiplies no standard error.
  public func criticalValue(
    level: ConfidenceLevel, studyCount: Int
  ) throws(UndefinedReason) -> Double {
    switch self {
    case .wald: return standardNormalQuantile(level.upperTailPoint)
    case .t:
      guard studyCount > 2 else { throw .tooFewStudies(count: studyCount) }
      return studentTQuantile(
        level.upperTailPoint, degreesOfFreedom: Double(studyCount - 2))
    case .profileLikelihood: throw .profileLikelihoodUnavailable
    }
  }
}
