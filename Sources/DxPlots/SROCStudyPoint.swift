public import DxAccuracy

/// The observed accuracy of one study, as a plot shows it.
public struct SROCStudyPoint: Hashable, Sendable {
  /// The share of the healthy with a positive test.
  public var falsePositiveRate: Double
  /// The share of the diseased with a positive test.
  public var sensitivity: Double

  /// Creates a point.
  ///
  /// - Precondition: Both are in [0, 1].
  public init(falsePositiveRate: Double, sensitivity: Double) {
    precondition(
      (0...1).contains(falsePositiveRate) && (0...1).contains(sensitivity),
      "No proportions: \(falsePositiveRate), \(sensitivity)")
    self.falsePositiveRate = falsePositiveRate
    self.sensitivity = sensitivity
  }
  /// Creates the point of a study, or nothing if it has an empty arm.
  public init?(_ study: Study) {
    let table = study.table
    guard table.diseased > 0, table.nonDiseased > 0 else { return nil }
    self.init(
      falsePositiveRate: table.falsePositives / table.nonDiseased,
      sensitivity: table.truePositives / table.diseased)
  }
}
