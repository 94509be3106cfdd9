/// Counts of successes in two groups of trials, study by study.
///
/// A group without trials says nothing, and the study stays in with the other.
public struct PairedCounts: Hashable, Sendable, Codable {
  internal var successCounts: [SIMD2<Double>]
  internal var trialCounts: [SIMD2<Double>]

  /// The number of studies.
  public var studyCount: Int { successCounts.count }

  /// Creates room for a number of studies without trials.
  public init(studyCount: Int) {
    precondition(studyCount >= 0, "A negative study count, \(studyCount)")
    successCounts = Array(repeating: .zero, count: studyCount)
    trialCounts = successCounts
  }

  /// The successes of one study, the first outcome first.
  public func successes(of study: Int) -> SIMD2<Double> { successCounts[study] }

  /// The trials of one study, the first outcome first.
  public func trials(of study: Int) -> SIMD2<Double> { trialCounts[study] }

  /// Sets what one study reports.
  public mutating func set(
    _ study: Int, successes: SIMD2<Double>, trials: SIMD2<Double>
  ) {
    successCounts[study] = successes
    trialCounts[study] = trials
  }
}
