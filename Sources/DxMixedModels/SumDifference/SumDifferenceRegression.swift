/// Counts of two outcomes, with regressors for the scaled sum and difference
/// of their logits and for the ratio of their scales.
///
/// Study *i* has the random logits
/// ```
/// η₁ =  e^(−γ/2) (d + s/2)    s ~ N(xₛᵀβₛ, σ²s)
/// η₂ = −e^(γ/2) (d − s/2)     d ~ N(x_dᵀβ_d, σ²d)    γ = x_γᵀβ_γ
/// ```
/// and given them the counts are binomial. Each of the three predictors has
/// its own regressors, a constant among them only if it is given as a column
/// of ones; without columns γ is zero, and both logits have one variance.
/// ``SumDifferenceParameters`` has the relation to means and covariances.
///
/// With constants alone this is the model of ``PairedCounts`` in other
/// coordinates. With the same regressors for s and d and a constant for γ it
/// is that with these regressors for both means. Other sets of regressors
/// make models of their own.
///
/// > C. M. Rutter, C. A. Gatsonis. A hierarchical regression approach to
/// > meta-analysis of diagnostic test accuracy evaluations. *Stat Med*
/// > 20:2865–2884, 2001. doi:10.1002/sim.942. There the sum is called
/// > accuracy, the half difference threshold and γ shape.
public struct SumDifferenceRegression: Sendable {
  /// The names of the regressors of the sum.
  public let sumColumns: [String]
  /// The names of the regressors of the half difference.
  public let halfDifferenceColumns: [String]
  /// The names of the regressors of the logarithm of the scale ratio.
  public let logScaleRatioColumns: [String]

  internal var counts: PairedCounts
  // The rows of the three designs, one after the other.
  private var rows: [[Double]]

  /// The number of studies.
  public var studyCount: Int { counts.studyCount }

  /// Creates room for a number of studies, none of which has trials yet.
  ///
  /// - Precondition: `studyCount` is not negative.
  public init(
    studyCount: Int, sumColumns: [String], halfDifferenceColumns: [String],
    logScaleRatioColumns: [String]
  ) {
    counts = PairedCounts(studyCount: studyCount)
    self.sumColumns = sumColumns
    self.halfDifferenceColumns = halfDifferenceColumns
    self.logScaleRatioColumns = logScaleRatioColumns
    rows = [sumColumns, halfDifferenceColumns, logScaleRatioColumns].map {
      Array(repeating: 0, count: studyCount * $0.count)
    }
  }

  /// Counts with one sum, one half difference and one scale ratio for all
  /// studies.
  public init(_ counts: PairedCounts) {
    self.init(
      studyCount: counts.studyCount, sumColumns: ["constant"],
      halfDifferenceColumns: ["constant"],
      logScaleRatioColumns: ["constant"])
    for study in 0..<studyCount {
      set(
        study, successes: counts.successes(of: study),
        trials: counts.trials(of: study), sumRow: [1],
        halfDifferenceRow: [1], logScaleRatioRow: [1])
    }
  }

  /// Sets what one study reports.
  ///
  /// - Parameters:
  ///   - study: The index of the study.
  ///   - successes: The numbers of successes, between zero and the trials.
  ///   - trials: The numbers of trials; zero where the outcome was not
  ///     observed.
  ///   - sumRow: The regressors of the sum.
  ///   - halfDifferenceRow: The regressors of the half difference.
  ///   - logScaleRatioRow: The regressors of the logarithm of the scale ratio.
  /// - Precondition: `study` is a valid index, and each row has an entry for
  ///   each column.
  public mutating func set(
    _ study: Int, successes: SIMD2<Double>, trials: SIMD2<Double>,
    sumRow: [Double], halfDifferenceRow: [Double], logScaleRatioRow: [Double]
  ) {
    counts.set(study, successes: successes, trials: trials)
    for (index, row) in [
      sumRow, halfDifferenceRow, logScaleRatioRow,
    ].enumerated() {
      let count = columns(SumDifferencePredictor.allCases[index]).count
      precondition(
        row.count == count, "\(row.count) regressors for \(count) columns")
      rows[index].replaceSubrange(
        (study * count)..<((study + 1) * count), with: row)
    }
  }

  /// The names of the regressors of a predictor.
  public func columns(_ predictor: SumDifferencePredictor) -> [String] {
    switch predictor {
    case .sum: sumColumns
    case .halfDifference: halfDifferenceColumns
    case .logScaleRatio: logScaleRatioColumns
    }
  }

  /// A regressor.
  internal func regressor(
    _ study: Int, _ predictor: SumDifferencePredictor, _ column: Int
  ) -> Double {
    rows[predictor.index][study * columns(predictor).count + column]
  }
}
