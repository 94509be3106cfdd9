/// What is added to the cells so that logits of zero counts are finite.
///
/// Programs differ in the rule, and on sparse data the rule moves the result;
/// so a fit states the rule and how many studies it touched. The exact
/// binomial likelihood needs none.
public struct ContinuityCorrection: Hashable, Sendable, Codable {
  /// Which studies are corrected.
  public enum Rule: String, Hashable, Sendable, Codable, CaseIterable {
    /// No study: a zero cell is an error.
    case none
    /// Each study with a zero cell; what metafor does by default.
    case zeroStudies
    /// Every study if any study has a zero cell, otherwise none; what mada
    /// does by default.
    case allIfAny
    /// Every study, always.
    case all
  }

  /// Which studies are corrected.
  public var rule: Rule
  /// What is added to each of the four cells of a corrected study; positive.
  public var amount: Double

  /// Creates a correction.
  ///
  /// - Precondition: `amount` is positive and finite.
  public init(rule: Rule = .allIfAny, amount: Double = 0.5) {
    precondition(
      amount > 0 && amount.isFinite,
      "A correction of \(amount) is not a positive number")
    self.rule = rule
    self.amount = amount
  }

  /// What is added to a study.
  ///
  /// - Parameters:
  ///   - hasZeroCell: Whether the study has a zero cell.
  ///   - anyZeroCell: Whether any study of the review has one.
  internal func amount(hasZeroCell: Bool, anyZeroCell: Bool) -> Double {
    switch rule {
    case .none: 0
    case .zeroStudies: hasZeroCell ? amount : 0
    case .allIfAny: anyZeroCell ? amount : 0
    case .all: amount
    }
  }

  /// The tables after correction.
  ///
  /// - Complexity: O(*k*) for *k* tables.
  public func corrected(_ tables: [TwoByTwoTable]) -> CorrectedTables {
    let anyZeroCell = tables.contains { $0.hasZeroCell }
    var result = CorrectedTables(
      tables: [], correction: self, touchedStudyCount: 0)
    result.tables.reserveCapacity(tables.count)
    for table in tables {
      let amount = amount(
        hasZeroCell: table.hasZeroCell, anyZeroCell: anyZeroCell)
      result.tables.append(table.adding(amount))
      result.touchedStudyCount += amount > 0 ? 1 : 0
    }
    return result
  }
}

/// Tables after a continuity correction.
public struct CorrectedTables: Hashable, Sendable, Codable {
  /// The corrected tables, in the order of the studies.
  public var tables: [TwoByTwoTable]
  /// The correction that was applied.
  public var correction: ContinuityCorrection
  /// How many tables it changed.
  public var touchedStudyCount: Int
}
