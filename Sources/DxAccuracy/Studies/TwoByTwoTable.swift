/// The counts of a diagnostic study: test result against reference standard.
///
/// The cells are stored as floating-point numbers because a continuity
/// correction makes them fractional; a study must report whole numbers, which
/// is checked where the study enters a model.
public struct TwoByTwoTable: Hashable, Sendable, Codable {
  /// Diseased subjects with a positive test.
  public var truePositives: Double
  /// Healthy subjects with a positive test.
  public var falsePositives: Double
  /// Diseased subjects with a negative test.
  public var falseNegatives: Double
  /// Healthy subjects with a negative test.
  public var trueNegatives: Double

  /// Creates a table from its cells.
  @inlinable
  public init(
    truePositives: Double, falsePositives: Double, falseNegatives: Double,
    trueNegatives: Double
  ) {
    self.truePositives = truePositives
    self.falsePositives = falsePositives
    self.falseNegatives = falseNegatives
    self.trueNegatives = trueNegatives
  }

  /// The largest count that a model takes, 1e10, more than there are people.
  ///
  /// With within-study variances much below its inverse, the likelihood of a
  /// nearly singular between-study covariance is no longer resolved in double
  /// precision.
  public static let largestCount = 1e10

  /// The number of diseased subjects.
  @inlinable
  public var diseased: Double { truePositives + falseNegatives }

  /// The number of healthy subjects.
  @inlinable
  public var nonDiseased: Double { falsePositives + trueNegatives }

  /// Whether a cell is zero in an arm that has subjects.
  ///
  /// An arm without subjects has no proportion to correct, so its zeros do
  /// not count.
  @inlinable
  public var hasZeroCell: Bool {
    let diseasedZero = truePositives == 0 || falseNegatives == 0
    let nonDiseasedZero = falsePositives == 0 || trueNegatives == 0
    return (diseasedZero && diseased != 0)
      || (nonDiseasedZero && nonDiseased != 0)
  }

  /// The table with the same amount added to each cell.
  @inlinable
  public func adding(_ amount: Double) -> Self {
    Self(
      truePositives: truePositives + amount,
      falsePositives: falsePositives + amount,
      falseNegatives: falseNegatives + amount,
      trueNegatives: trueNegatives + amount)
  }
}
