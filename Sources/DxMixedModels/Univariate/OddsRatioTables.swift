/// The 2×2 tables of independent studies of two groups, for a common odds
/// ratio.
///
/// ```
/// var tables = OddsRatioTables()
/// try tables.append(
///   "Aronson", events: 4, nonEvents: 119, controlEvents: 11,
///   controlNonEvents: 128)
/// ```
/// For the diagnostic odds ratio, the events are positive tests, and the
/// groups the diseased and the healthy.
///
/// Nothing is ever added to a cell. A table in which a group is empty, or in
/// which all or none of the subjects have the event, tells nothing about the
/// odds ratio; it is kept, and contributes exactly zero to each sum.
public struct OddsRatioTables: Hashable, Sendable {
  /// The counts of a study.
  internal struct Table: Hashable, Sendable {
    /// Events and non-events of the first group.
    var a: Double
    var b: Double
    /// Events and non-events of the controls.
    var c: Double
    var d: Double

    var total: Double { a + b + c + d }
    /// The expected number of events of the first group, given the margins.
    var expected: Double {
      total > 0 ? (a + b) * ((a + c) / total) : 0
    }
    /// The variance of that number, which is hypergeometric; zero where the
    /// margins leave no choice.
    var variance: Double {
      guard total > 1 else { return 0 }
      return ((a + b) / total) * ((c + d) / total) * (a + c)
        * ((b + d) / (total - 1))
    }
    /// a − E(a), without the rounding error of the difference.
    var excess: Double {
      total > 0 ? (a * d - b * c) / total : 0
    }
  }

  /// The names of the studies.
  public private(set) var studyNames: [String] = []
  internal private(set) var tables: [Table] = []

  /// Creates an empty set of tables.
  public init() {}

  /// The number of studies.
  public var studyCount: Int { tables.count }

  /// Adds a study.
  ///
  /// - Parameters:
  ///   - study: Its name.
  ///   - events: The events of the first group.
  ///   - nonEvents: Its subjects without the event.
  ///   - controlEvents: The events of the controls.
  ///   - controlNonEvents: The controls without the event.
  /// - Throws: ``OddsRatioError/negativeCount(study:count:)``.
  public mutating func append(
    _ study: String, events: Int, nonEvents: Int, controlEvents: Int,
    controlNonEvents: Int
  ) throws(OddsRatioError) {
    for count in [events, nonEvents, controlEvents, controlNonEvents]
    where count < 0 {
      throw .negativeCount(study: study, count: count)
    }
    studyNames.append(study)
    tables.append(
      Table(
        a: Double(events), b: Double(nonEvents), c: Double(controlEvents),
        d: Double(controlNonEvents)))
  }
}

/// The reason a common odds ratio does not exist.
public enum OddsRatioError: Error, Hashable, Sendable {
  /// A count was negative.
  case negativeCount(study: String, count: Int)
  /// No table has events and non-events, and subjects in both groups.
  case noInformation(studies: Int)
  /// The estimate is zero or infinite: the sum of the products of one or the
  /// other diagonal is zero over all tables.
  case notFinite(oddsRatio: Double)
}

extension OddsRatioError: CustomStringConvertible {
  /// A sentence for a person to read.
  public var description: String {
    switch self {
    case .negativeCount(let study, let count):
      "A count of study \(study) is negative: \(count)"
    case .noInformation(let studies):
      "None of \(studies) tables tells anything about the odds ratio"
    case .notFinite(let oddsRatio):
      "The common odds ratio is \(oddsRatio)"
    }
  }
}
