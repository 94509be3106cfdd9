internal import RealModule

extension TwoByTwoTable {
  /// The share of the diseased with a positive test.
  ///
  /// - Throws: ``BinomialProportionError/invalidCounts(successes:trials:)`` if
  ///   there are no diseased subjects or a count is negative.
  public func sensitivity() throws(BinomialProportionError)
    -> BinomialProportion
  {
    try BinomialProportion(successes: truePositives, trials: diseased)
  }

  /// The share of the healthy with a negative test.
  ///
  /// - Throws: ``BinomialProportionError/invalidCounts(successes:trials:)`` if
  ///   there are no healthy subjects or a count is negative.
  public func specificity() throws(BinomialProportionError)
    -> BinomialProportion
  {
    try BinomialProportion(successes: trueNegatives, trials: nonDiseased)
  }

  /// The logits of the observed sensitivity and specificity.
  ///
  /// They are infinite where a cell is zero, and NaN for an empty arm.
  public var logits: LogitPair {
    LogitPair(
      logitSensitivity: .log(truePositives / falseNegatives),
      logitSpecificity: .log(trueNegatives / falsePositives))
  }

  /// The likelihood ratios and the odds ratio, from the counts as they are.
  public func ratios(
    level: ConfidenceLevel = .ninetyFivePercent
  ) -> StudyRatios {
    StudyRatios(
      truePositives: truePositives, falsePositives: falsePositives,
      falseNegatives: falseNegatives, trueNegatives: trueNegatives,
      level: level)
  }
}
