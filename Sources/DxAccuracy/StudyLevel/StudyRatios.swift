internal import RealModule

/// The odds ratio and likelihood ratios of one study.
///
/// All intervals are symmetric on the log scale, with the standard errors
/// ```
/// ln LR+  √(1/TP − 1/n₁ + 1/FP − 1/n₀)
/// ln LR−  √(1/FN − 1/n₁ + 1/TN − 1/n₀)
/// ln DOR  √(1/TP + 1/FP + 1/FN + 1/TN)
/// ```
/// where n₁ = TP + FN and n₀ = FP + TN. The counts are used as they are; a
/// continuity correction is the caller's choice, and counts may be fractional.
///
/// Edge cases: where a cell in a formula is zero, the estimate is zero,
/// infinite or NaN, and its interval is missing because of
/// ``UndefinedReason/zeroCell``.
///
/// > J. J. Deeks. Systematic reviews of evaluations of diagnostic and
/// > screening tests. *BMJ* 323 (2001) 157–162.
/// > doi:10.1136/bmj.323.7305.157
public struct StudyRatios: Hashable, Sendable, Codable {
  /// The likelihood ratio of a positive test.
  public var positiveLikelihoodRatio: IntervalEstimate
  /// The likelihood ratio of a negative test.
  public var negativeLikelihoodRatio: IntervalEstimate
  /// The diagnostic odds ratio.
  public var diagnosticOddsRatio: IntervalEstimate

  /// Computes the ratios of a study.
  ///
  /// - Precondition: No count is negative or NaN.
  public init(
    truePositives tp: Double, falsePositives fp: Double,
    falseNegatives fn: Double, trueNegatives tn: Double,
    level: ConfidenceLevel = .ninetyFivePercent
  ) {
    precondition(
      tp >= 0 && fp >= 0 && fn >= 0 && tn >= 0,
      "Counts \(tp), \(fp), \(fn), \(tn)")
    let builder = IntervalBuilder(level: level, method: .wald, studyCount: 1)
    func ratio(
      _ logarithm: Double, variance: Double, cells: [Double]
    ) -> IntervalEstimate {
      cells.contains(0)
        ? builder.undefined(logarithm, scale: .log, reason: .zeroCell)
        : builder.interval(logarithm, variance: variance, scale: .log)
    }
    let diseased = tp + fn
    let healthy = fp + tn
    let sizes = 1 / diseased + 1 / healthy
    // max: a variance that is exactly zero must not round to −0.0…1.
    positiveLikelihoodRatio = ratio(
      .log(tp / diseased) - .log(fp / healthy),
      variance: max(1 / tp + 1 / fp - sizes, 0), cells: [tp, fp])
    negativeLikelihoodRatio = ratio(
      .log(fn / diseased) - .log(tn / healthy),
      variance: max(1 / fn + 1 / tn - sizes, 0), cells: [fn, tn])
    diagnosticOddsRatio = ratio(
      .log(tp) + .log(tn) - .log(fp) - .log(fn),
      variance: 1 / tp + 1 / fp + 1 / fn + 1 / tn, cells: [tp, fp, fn, tn])
  }
}
