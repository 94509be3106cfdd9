public import DxLinearAlgebra

/// Estimates of two outcomes from independent studies, with regressors and
/// the full within-study covariance.
///
/// Study *i* reports `yᵢ = (y₁, y₂)`, and the model is
/// ```
/// yᵢ ~ N(Xᵢ β, Sᵢ + Ψ),   Xᵢ = ⎡ x₁ᵀ  0  ⎤,   β = (β₁, β₂)
///                              ⎣ 0   x₂ᵀ ⎦
/// ```
/// Each outcome has its own regressors, an intercept among them only if it is
/// given as a column of ones. An outcome that a study does not report is
/// marked by an infinite variance and enters as missing at random.
///
/// ```
/// var regression = PairedRegression(
///   studyCount: 5, firstColumns: ["intercept", "year"],
///   secondColumns: ["intercept"])
/// regression.set(
///   0, values: SIMD2(0.47, -0.32),
///   covariance: SymmetricMatrix2x2(0.0075, 0.003, 0.0077),
///   firstRow: [1, 1983], secondRow: [1])
/// ```
/// With intercepts alone and no within-study covariance, ``PairedOutcomes``
/// computes the same with less work.
public struct PairedRegression: Sendable {
  /// The names of the regressors of the first outcome.
  public let firstColumns: [String]
  /// The names of the regressors of the second outcome.
  public let secondColumns: [String]
  /// The number of studies.
  public let studyCount: Int

  internal var values: [SIMD2<Double>]
  internal var covariances: [SymmetricMatrix2x2]
  // The rows of the designs, one after the other.
  private var firstRows: [Double]
  private var secondRows: [Double]

  /// Creates room for a number of studies, none of which reports anything
  /// yet.
  ///
  /// - Parameters:
  ///   - studyCount: The number of studies.
  ///   - firstColumns: A name for each regressor of the first outcome.
  ///   - secondColumns: A name for each regressor of the second outcome.
  /// - Precondition: `studyCount` is not negative.
  public init(
    studyCount: Int, firstColumns: [String], secondColumns: [String]
  ) {
    precondition(studyCount >= 0, "A negative study count, \(studyCount)")
    self.studyCount = studyCount
    self.firstColumns = firstColumns
    self.secondColumns = secondColumns
    values = Array(repeating: .zero, count: studyCount)
    covariances = Array(
      repeating: SymmetricMatrix2x2(.infinity, 0, .infinity),
      count: studyCount)
    firstRows = Array(repeating: 0, count: studyCount * firstColumns.count)
    secondRows = Array(repeating: 0, count: studyCount * secondColumns.count)
  }

  /// Sets what one study reports.
  ///
  /// What belongs to an outcome that is not reported is ignored: its value,
  /// its row and the covariance.
  ///
  /// - Parameters:
  ///   - study: The index of the study.
  ///   - values: The two estimates.
  ///   - covariance: Their within-study covariance; an infinite variance
  ///     marks an outcome that is not reported.
  ///   - firstRow: The regressors of the first outcome.
  ///   - secondRow: The regressors of the second outcome.
  /// - Precondition: `study` is a valid index, and each row has an entry for
  ///   each column.
  public mutating func set(
    _ study: Int, values: SIMD2<Double>, covariance: SymmetricMatrix2x2,
    firstRow: [Double], secondRow: [Double]
  ) {
    precondition(
      study >= 0 && study < studyCount,
      "Study \(study) is not among \(studyCount)")
    precondition(
      firstRow.count == firstColumns.count
        && secondRow.count == secondColumns.count,
      """
      Rows of \(firstRow.count) and \(secondRow.count) regressors for \
      \(firstColumns.count) and \(secondColumns.count) columns
      """)
    self.values[study] = values
    covariances[study] = covariance
    let q1 = firstColumns.count
    firstRows.replaceSubrange((study * q1)..<(study * q1 + q1), with: firstRow)
    let q2 = secondColumns.count
    secondRows.replaceSubrange(
      (study * q2)..<(study * q2 + q2), with: secondRow)
  }

  /// Whether a study reports an outcome, counted from zero.
  internal func reports(_ study: Int, _ outcome: Int) -> Bool {
    let covariance = covariances[study]
    return (outcome == 0 ? covariance.m11 : covariance.m22) != .infinity
  }

  /// How many studies report an outcome, counted from zero.
  internal func reportedCount(_ outcome: Int) -> Int {
    (0..<studyCount).count { reports($0, outcome) }
  }

  /// The names of the regressors of an outcome, counted from zero.
  internal func columns(_ outcome: Int) -> [String] {
    outcome == 0 ? firstColumns : secondColumns
  }

  /// A regressor of an outcome, all counted from zero.
  internal func regressor(
    _ study: Int, _ outcome: Int, _ column: Int
  ) -> Double {
    outcome == 0
      ? firstRows[study * firstColumns.count + column]
      : secondRows[study * secondColumns.count + column]
  }
}
