/// Why studies cannot enter a model, with the study and the value at fault.
public enum StudyDataError: Error, Hashable, Sendable {
  /// A cell of the two-by-two table.
  public enum Cell: String, Hashable, Sendable, Codable, CaseIterable {
    /// Diseased subjects with a positive test.
    case truePositives
    /// Healthy subjects with a positive test.
    case falsePositives
    /// Diseased subjects with a negative test.
    case falseNegatives
    /// Healthy subjects with a negative test.
    case trueNegatives
  }

  /// One of the two groups of subjects.
  public enum Arm: String, Hashable, Sendable, Codable {
    /// The diseased subjects.
    case diseased
    /// The healthy subjects.
    case nonDiseased

    /// The arm of the first or the second outcome of the models below.
    internal init(outcome: Int) {
      self = outcome == 1 ? .diseased : .nonDiseased
    }
  }

  /// A count is negative, fractional, not finite, or larger than
  /// ``TwoByTwoTable/largestCount``.
  case invalidCount(study: String, cell: Cell, value: Double)
  /// All four counts of a study are zero.
  case emptyStudy(study: String)
  /// A study has no subjects in one arm, and ``IncompleteStudyPolicy/refuse``
  /// holds, as it does by default under the normal approximation.
  case emptyArm(study: String, arm: Arm)
  /// A study has a zero cell, and the chosen rule adds nothing to it, so that
  /// a logit is infinite.
  case uncorrectedZeroCell(study: String, cell: Cell)
  /// The binomial likelihood grows with the between-study variance of an arm
  /// up to a standard deviation of ten logits, as where all subjects of one
  /// study tested positive and all of another negative.
  case infiniteVariance(arm: Arm)
  /// Fewer studies report an arm than the estimator needs.
  case tooFewStudies(arm: Arm, reporting: Int, needed: Int)
}
