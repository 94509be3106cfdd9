/// Makes intervals of one level and method, so that the critical value is
/// computed once for all quantities of a report.
internal struct IntervalBuilder {
  let level: ConfidenceLevel
  let method: IntervalMethod
  private let criticalValue: Result<Double, UndefinedReason>

  init(level: ConfidenceLevel, method: IntervalMethod, studyCount: Int) {
    self.level = level
    self.method = method
    do throws(UndefinedReason) {
      criticalValue = .success(
        try method.criticalValue(level: level, studyCount: studyCount))
    } catch {
      criticalValue = .failure(error)
    }
  }

  /// The interval about a value and its variance, both on `scale`.
  func interval(
    _ value: Double, variance: Double, scale: EstimateScale
  ) -> IntervalEstimate {
    guard value.isFinite else {
      return undefined(value, scale: scale, reason: .infiniteEstimate)
    }
    guard variance >= 0, variance.isFinite else {
      return undefined(
        value, scale: scale, reason: .invalidVariance(variance))
    }
    let standardError = variance.squareRoot()
    var result = undefined(value, scale: scale, reason: nil)
    result.standardErrorOnScale = standardError
    switch criticalValue {
    case .success(let critical):
      result.lower = scale.natural(
        fromScale: value - critical * standardError)
      result.upper = scale.natural(
        fromScale: value + critical * standardError)
    case .failure(let reason):
      result.undefinedReason = reason
    }
    return result
  }

  /// The interval from a limit to an infinite value, both on `scale`.
  func oneSided(
    _ value: Double, limit: Double, scale: EstimateScale
  ) -> IntervalEstimate {
    var result = undefined(value, scale: scale, reason: .infiniteEstimate)
    guard !limit.isNaN else { return result }
    result.method = .profileLikelihood
    result.lower = scale.natural(fromScale: min(value, limit))
    result.upper = scale.natural(fromScale: max(value, limit))
    return result
  }

  /// The estimate alone, with the reason why it has no standard error.
  func undefined(
    _ value: Double, scale: EstimateScale, reason: UndefinedReason?
  ) -> IntervalEstimate {
    IntervalEstimate(
      estimate: scale.natural(fromScale: value), scale: scale,
      estimateOnScale: value, standardErrorOnScale: nil, lower: nil,
      upper: nil, level: level, method: method, undefinedReason: reason)
  }
}
