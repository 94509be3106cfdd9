/// Estimates of two outcomes from independent studies, with their
/// within-study variances, laid out for the likelihood kernel.
///
/// Study *i* reports `(y₁, y₂)` with independent sampling errors of variances
/// `(s₁, s₂)`. An outcome that a study does not report is marked by an
/// infinite variance; its value is then ignored.
///
/// The storage can be refilled without an allocation, which is what a
/// bootstrap needs:
/// ```
/// var outcomes = PairedOutcomes(studyCount: 14)
/// outcomes.set(0, values: SIMD2(1.6, 2.0), variances: SIMD2(0.13, 0.01))
/// ```
///
/// - Complexity: 32 bytes a study, in one allocation.
public struct PairedOutcomes: Sendable {
  /// Two studies, side by side.
  internal struct Lanes: Sendable {
    internal var firstValue = SIMD2<Double>.zero
    internal var secondValue = SIMD2<Double>.zero
    internal var firstVariance = SIMD2<Double>(
      repeating: unreportedVariance)
    internal var secondVariance = SIMD2<Double>(
      repeating: unreportedVariance)
  }

  /// The stand-in for an infinite variance, 2⁶⁰.
  ///
  /// With it the general formulas hold without a branch: the weight of the
  /// unreported outcome is 2⁻⁶⁰, which no sum of weights above 2⁻⁷ notices,
  /// and log|S + Ψ| exceeds that of the reported outcomes by 60 log 2 to
  /// within rounding. Lanes beyond the last study are unreported in both.
  internal static let unreportedVariance = 0x1p60

  /// The least variance for which the kernel's products of determinants
  /// cannot underflow.
  internal static let leastKernelVariance = 0x1p-48

  /// Whether 2⁶⁰ is as good as infinity for data with these moments.
  ///
  /// The weights of an outcome sum to at least its number of studies over
  /// the mean of s + Ψ, thus to 2⁻⁷ or more; and the deviation of an
  /// unreported value, which is stored as zero, from the mean adds no more
  /// than 2⁻⁴⁴ to the sum of squares.
  internal static func kernelSuits(_ moments: UnweightedMoments) -> Bool {
    (moments.scale * moments.scale).max() <= 0x1p7
      && max(moments.means.max(), -moments.means.min()) <= 0x1p8
  }

  internal var lanes: [Lanes]

  /// The number of studies.
  public let studyCount: Int

  /// How many studies report each outcome.
  public private(set) var reportedCounts = (first: 0, second: 0)

  /// The number of estimates that are reported, over both outcomes.
  internal var reportedCount: Int {
    reportedCounts.first + reportedCounts.second
  }

  /// Creates room for a number of studies, none of which reports anything
  /// yet.
  ///
  /// - Precondition: `studyCount` is not negative.
  public init(studyCount: Int) {
    precondition(studyCount >= 0, "A negative study count, \(studyCount)")
    self.studyCount = studyCount
    lanes = Array(repeating: Lanes(), count: (studyCount + 1) / 2)
  }

  /// The values, the first outcome first, of one study.
  ///
  /// The value of an unreported outcome is zero.
  public func values(of study: Int) -> SIMD2<Double> {
    checkIndex(study)
    let pair = lanes[study >> 1]
    return SIMD2(pair.firstValue[study & 1], pair.secondValue[study & 1])
  }

  /// The within-study variances of one study, infinite where the outcome is
  /// not reported.
  public func variances(of study: Int) -> SIMD2<Double> {
    checkIndex(study)
    let pair = lanes[study >> 1]
    let stored = SIMD2(
      pair.firstVariance[study & 1], pair.secondVariance[study & 1])
    return stored.replacing(
      with: .infinity, where: stored .== Self.unreportedVariance)
  }

  /// Sets what one study reports.
  ///
  /// - Parameters:
  ///   - study: The index of the study.
  ///   - values: The two estimates; finite where reported.
  ///   - variances: Their within-study variances, positive; infinite marks an
  ///     outcome that is not reported.
  /// - Precondition: `study` is a valid index.
  public mutating func set(
    _ study: Int, values: SIMD2<Double>, variances: SIMD2<Double>
  ) {
    checkIndex(study)
    let unreported = variances .== .infinity
    let old = self.variances(of: study)
    reportedCounts.first +=
      (unreported[0] ? 0 : 1) - (old.x == .infinity ? 0 : 1)
    reportedCounts.second +=
      (unreported[1] ? 0 : 1) - (old.y == .infinity ? 0 : 1)
    let value = values.replacing(with: 0, where: unreported)
    // A reported variance that equals the stand-in gives way to it.
    let variance = variances.replacing(
      with: Self.unreportedVariance.nextUp,
      where: variances .== Self.unreportedVariance
    ).replacing(with: Self.unreportedVariance, where: unreported)
    lanes[study >> 1].firstValue[study & 1] = value.x
    lanes[study >> 1].secondValue[study & 1] = value.y
    lanes[study >> 1].firstVariance[study & 1] = variance.x
    lanes[study >> 1].secondVariance[study & 1] = variance.y
  }

  private func checkIndex(_ study: Int) {
    precondition(
      study >= 0 && study < studyCount,
      "Study \(study) is not among \(studyCount)")
  }
}
