internal import RealModule

/// Cochran's test of homogeneity of the logits of each outcome, and of both.
public struct HomogeneityTests: Hashable, Sendable, Codable {
  /// The test of the logit sensitivities.
  public var sensitivity: CochranQ
  /// The test of the logit specificities.
  public var specificity: CochranQ

  /// Tests tables after their continuity correction.
  ///
  /// A table enters the test of each arm that has subjects; its weight is the
  /// inverse of 1/TP + 1/FN or of 1/TN + 1/FP.
  ///
  /// - Throws: ``UndefinedReason/zeroCell`` if a cell of such an arm is zero.
  /// - Complexity: O(*k*) for *k* tables.
  public init(_ corrected: CorrectedTables) throws(UndefinedReason) {
    let tables = corrected.tables
    sensitivity = try CochranQ(
      successesAndFailures: tables.map { ($0.truePositives, $0.falseNegatives) }
    )
    specificity = try CochranQ(
      successesAndFailures: tables.map { ($0.trueNegatives, $0.falsePositives) }
    )
  }

  /// The joint test, whose statistics and degrees of freedom add.
  public var joint: CochranQ { .joint(sensitivity, specificity) }
}

extension CochranQ {
  /// Tests the homogeneity of the logits of proportions.
  fileprivate init(
    successesAndFailures counts: [(Double, Double)]
  ) throws(UndefinedReason) {
    let observed = counts.filter { $0.0 + $0.1 > 0 }
    if observed.contains(where: { $0.0 <= 0 || $0.1 <= 0 }) { throw .zeroCell }
    self.init(
      estimates: observed.map { .log($0.0 / $0.1) },
      variances: observed.map { 1 / $0.0 + 1 / $0.1 })
  }
}
