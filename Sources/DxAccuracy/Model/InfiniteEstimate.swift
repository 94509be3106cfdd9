public import DxMixedModels
internal import DxSpecialFunctions

/// What remains known of a mean that has no finite estimate.
///
/// Where the diseased of all studies have the same test result, the likelihood
/// grows with the mean logit sensitivity without end, and likewise for the
/// healthy and the specificity. The likelihood still excludes values far from
/// that end, which gives a one-sided interval.
public struct InfiniteEstimate: Hashable, Sendable, Codable {
  /// The true positives of the diseased and the true negatives of the
  /// healthy, study by study.
  public var counts: PairedCounts

  /// Creates the description of an infinite estimate.
  ///
  /// - Parameter counts: True positives among the diseased first, true
  ///   negatives among the healthy second.
  public init(counts: PairedCounts) { self.counts = counts }

  /// The finite limit of the interval of an infinite mean, on the logit scale.
  ///
  /// There the profile likelihood is so far below its supremum that twice the
  /// difference of the logarithms is the quantile of χ² with one degree of
  /// freedom, as at either limit of a two-sided profile-likelihood interval
  /// of the same level. The interval reaches from it to the infinite mean.
  ///
  /// Edge cases: the opposite infinity where the likelihood excludes nothing,
  /// as with one or two studies.
  ///
  /// - Parameters:
  ///   - outcome: The outcome with the infinite mean.
  ///   - level: The level of the interval.
  /// - Complexity: A search with one maximisation a step.
  public func limit(
    of outcome: AccuracyOutcome, level: ConfidenceLevel
  ) -> Double {
    // χ² with one degree of freedom is the square of a normal variate.
    let z = standardNormalQuantile(level.upperTailPoint)
    return counts.limitOfInfiniteMean(
      outcome: outcome == .sensitivity ? 1 : 2, deviance: z * z)
  }
}
