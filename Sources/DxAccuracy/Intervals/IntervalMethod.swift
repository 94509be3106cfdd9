internal import DxSpecialFunctions

/// The reference distribution of an interval of the form estimate ± c · SE.
public enum IntervalMethod: String, Hashable, Sendable, Codable {
  /// The standard normal distribution, whatever the number of studies.
  case wald
  /// Student's *t* with two degrees of freedom less than there are studies.
  ///
  /// It is undefined for two studies and fewer.
  case t

  /// The factor `c` by which the standard error is multiplied.
  ///
  /// - Throws: ``UndefinedReason/tooFewStudies(count:)`` if the method is
  ///   ``t`` and there are two studies or fewer.
  public func criticalValue(
    level: ConfidenceLevel, studyCount: Int
  ) throws(UndefinedReason) -> Double {
    switch self {
    case .wald: return standardNormalQuantile(level.upperTailPoint)
    case .t:
      guard studyCount > 2 else { throw .tooFewStudies(count: studyCount) }
      return studentTQuantile(
        level.upperTailPoint, degreesOfFreedom: Double(studyCount - 2))
    }
  }
}
