/// Counts of successes of two outcomes in independent studies, with
/// regressors.
///
/// In study *i* of group *g*, outcome *j* has yᵢⱼ successes in nᵢⱼ trials, and
/// the model is
/// ```
/// yᵢⱼ ~ Bin(nᵢⱼ, expit(xᵢⱼᵀ βⱼ + uᵢⱼ)),   uᵢ ~ N(0, Ψ_g)
/// ```
/// Each outcome has its own regressors, an intercept among them only if it is
/// given as a column of ones, and each group of studies its own Ψ; by default
/// there is one group. An outcome without trials says nothing, and the study
/// stays in with the other.
///
/// ```
/// var regression = BinomialRegression(
///   studyCount: 5, firstColumns: ["intercept", "year"],
///   secondColumns: ["intercept"])
/// regression.set(
///   0, successes: SIMD2(47, 738), trials: SIMD2(56, 839),
///   firstRow: [1, 1983], secondRow: [1])
/// ```
/// With intercepts alone and one group, ``PairedCounts`` computes the same
/// with less work.
public struct BinomialRegression: Hashable, Sendable, Codable {
  /// The names of the regressors of the first outcome.
  public let firstColumns: [String]
  /// The names of the regressors of the second outcome.
  public let secondColumns: [String]
  /// The number of studies.
  public let studyCount: Int
  /// The number of groups with a covariance matrix of their own.
  public let groupCount: Int

  internal private(set) var successes: [SIMD2<Double>]
  internal private(set) var trials: [SIMD2<Double>]
  internal private(set) var groups: [Int]
  // The rows of the designs, one after the other.
  private var firstRows: [Double]
  private var secondRows: [Double]

  /// Creates room for a number of studies, none of which has trials yet.
  ///
  /// - Parameters:
  ///   - studyCount: The number of studies.
  ///   - firstColumns: A name for each regressor of the first outcome.
  ///   - secondColumns: A name for each regressor of the second outcome.
  ///   - groupCount: The number of covariance matrices.
  /// - Precondition: `studyCount` is not negative and `groupCount` positive.
  public init(
    studyCount: Int, firstColumns: [String], secondColumns: [String],
    groupCount: Int = 1
  ) {
    precondition(studyCount >= 0, "A negative study count, \(studyCount)")
    precondition(groupCount > 0, "\(groupCount) groups")
    self.studyCount = studyCount
    self.firstColumns = firstColumns
    self.secondColumns = secondColumns
    self.groupCount = groupCount
    successes = Array(repeating: .zero, count: studyCount)
    trials = successes
    groups = Array(repeating: 0, count: studyCount)
    firstRows = Array(repeating: 0, count: studyCount * firstColumns.count)
    secondRows = Array(repeating: 0, count: studyCount * secondColumns.count)
  }

  /// Sets what one study reports.
  ///
  /// The row of an outcome without trials is ignored.
  ///
  /// - Parameters:
  ///   - study: The index of the study.
  ///   - successes: The numbers of successes, between zero and the trials.
  ///   - trials: The numbers of trials; zero where the outcome was not
  ///     observed.
  ///   - firstRow: The regressors of the first outcome.
  ///   - secondRow: The regressors of the second outcome.
  ///   - group: The group of the study, counted from zero.
  /// - Precondition: `study` and `group` are valid indices, and each row has
  ///   an entry for each column. The counts and the regressors are checked by
  ///   the fit, which names the study at fault.
  public mutating func set(
    _ study: Int, successes: SIMD2<Double>, trials: SIMD2<Double>,
    firstRow: [Double], secondRow: [Double], group: Int = 0
  ) {
    precondition(
      study >= 0 && study < studyCount,
      "Study \(study) is not among \(studyCount)")
    precondition(
      group >= 0 && group < groupCount,
      "Group \(group) is not among \(groupCount)")
    precondition(
      firstRow.count == firstColumns.count
        && secondRow.count == secondColumns.count,
      """
      Rows of \(firstRow.count) and \(secondRow.count) regressors for \
      \(firstColumns.count) and \(secondColumns.count) columns
      """)
    self.successes[study] = successes
    self.trials[study] = trials
    groups[study] = group
    let q1 = firstColumns.count
    firstRows.replaceSubrange((study * q1)..<(study * q1 + q1), with: firstRow)
    let q2 = secondColumns.count
    secondRows.replaceSubrange(
      (study * q2)..<(study * q2 + q2), with: secondRow)
  }

  /// The names of the regressors of an outcome, counted from zero.
  internal func columns(_ outcome: Int) -> [String] {
    outcome == 0 ? firstColumns : secondColumns
  }

  /// The regressors of an outcome, counted from zero, in one study.
  internal func row(_ study: Int, _ outcome: Int) -> [Double] {
    let count = columns(outcome).count
    let rows = outcome == 0 ? firstRows : secondRows
    return Array(rows[(study * count)..<(study * count + count)])
  }

  /// Whether a study reports an outcome, counted from zero.
  internal func reports(_ study: Int, _ outcome: Int) -> Bool {
    trials[study][outcome] > 0
  }
}
