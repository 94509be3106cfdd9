internal import DxSpecialFunctions

/// Counts of successes of two outcomes in independent studies, laid out for
/// the likelihood kernels.
///
/// In study *i*, outcome *j* has yᵢⱼ successes in nᵢⱼ trials. An outcome
/// without trials says nothing, and the study stays in with the other.
///
/// The storage, and the memory that a fit works in, can be reused without an
/// allocation, which is what a bootstrap needs:
/// ```
/// var counts = PairedCounts(studyCount: 14)
/// counts.set(0, successes: SIMD2(47, 738), trials: SIMD2(56, 839))
/// let estimate = try counts.fit()
/// ```
///
/// - Complexity: 104 bytes a study, in one allocation, and at the first fit
///   some kilobytes that do not depend on the number of studies.
public struct PairedCounts: Sendable {
  internal var lanes: [CountLanes]
  internal var workspace: BinomialWorkspace?

  /// The number of studies.
  public let studyCount: Int

  /// Creates room for a number of studies, none of which has trials yet.
  ///
  /// - Precondition: `studyCount` is not negative.
  public init(studyCount: Int) {
    precondition(studyCount >= 0, "A negative study count, \(studyCount)")
    self.studyCount = studyCount
    var empty = CountLanes()
    empty.resetMode()
    lanes = Array(repeating: empty, count: (studyCount + 1) / 2)
  }

  /// The numbers of successes in one study, those of the first outcome first.
  public func successes(of study: Int) -> SIMD2<Double> {
    checkIndex(study)
    let pair = lanes[study >> 1]
    return SIMD2(
      pair.first.successes[study & 1], pair.second.successes[study & 1])
  }

  /// The numbers of trials in one study, those of the first outcome first.
  public func trials(of study: Int) -> SIMD2<Double> {
    checkIndex(study)
    let pair = lanes[study >> 1]
    return SIMD2(pair.first.trials[study & 1], pair.second.trials[study & 1])
  }

  /// Sets what one study reports.
  ///
  /// - Parameters:
  ///   - study: The index of the study.
  ///   - successes: The numbers of successes, between zero and the trials.
  ///   - trials: The numbers of trials; zero where the outcome was not
  ///     observed.
  /// - Precondition: `study` is a valid index. The counts are checked by the
  ///   fit, which names the study at fault.
  public mutating func set(
    _ study: Int, successes: SIMD2<Double>, trials: SIMD2<Double>
  ) {
    checkIndex(study)
    let lane = study & 1
    var pair = lanes[study >> 1]
    pair.set(lane, successes: successes, trials: trials)
    pair.resetMode()
    lanes[study >> 1] = pair
  }

  private func checkIndex(_ study: Int) {
    precondition(
      study >= 0 && study < studyCount,
      "Study \(study) is not among \(studyCount)")
  }
}

extension PairedCounts: Hashable {
  /// Whether the counts are the same.
  public static func == (left: Self, right: Self) -> Bool {
    left.studyCount == right.studyCount
      && (0..<left.studyCount).allSatisfy {
        left.successes(of: $0) == right.successes(of: $0)
          && left.trials(of: $0) == right.trials(of: $0)
      }
  }

  /// Hashes the counts.
  public func hash(into hasher: inout Hasher) {
    for study in 0..<studyCount {
      hasher.combine(successes(of: study))
      hasher.combine(trials(of: study))
    }
  }
}

extension PairedCounts: Codable {
  private enum CodingKeys: String, CodingKey {
    case successes, trials
  }

  /// Encodes the counts.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(
      (0..<studyCount).map { successes(of: $0) }, forKey: .successes)
    try container.encode(
      (0..<studyCount).map { trials(of: $0) }, forKey: .trials)
  }

  /// Decodes counts.
  ///
  /// - Throws: `DecodingError` if there are not as many successes as trials.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let successes = try container.decode(
      [SIMD2<Double>].self, forKey: .successes)
    let trials = try container.decode([SIMD2<Double>].self, forKey: .trials)
    guard successes.count == trials.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .trials, in: container,
        debugDescription: "\(successes.count) and \(trials.count) studies")
    }
    self.init(studyCount: successes.count)
    for study in 0..<studyCount {
      set(study, successes: successes[study], trials: trials[study])
    }
  }
}
