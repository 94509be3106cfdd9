internal import DxLinearAlgebra
internal import RealModule

/// The designs of both outcomes in an orthonormal basis of their columns.
///
/// Over the studies that report outcome *j*, `Xⱼ = Qⱼ Rⱼ`. The likelihood is
/// computed with Q, whose information matrix is as well conditioned as the
/// weights allow whatever the units of the regressors are; its restricted
/// form with Q is the one of an orthonormal set of error contrasts, since
/// `log|QᵀWQ| = log|XᵀWX| − log|XᵀX|`.
internal struct RegressionDesign: Sendable {
  /// Qᵀ: the columns 2*i* and 2*i* + 1 belong to the two outcomes of study
  /// *i*, and are zero where the outcome is not reported.
  private(set) var rows: Matrix
  /// R⁻¹, which turns coefficients of Q into those of X.
  private(set) var toCoefficients: Matrix
  /// ½ log|XᵀX|.
  private(set) var halfLogDeterminant = 0.0

  /// The number of coefficients.
  var coefficientCount: Int { rows.rowCount }

  /// Factors the designs of a regression, whose regressors are finite.
  init(
    _ regression: PairedRegression, _ backend: any LinearAlgebraBackend
  ) throws(PairedRegressionError) {
    let count =
      regression.firstColumns.count + regression.secondColumns.count
    rows = Matrix(rowCount: count, columnCount: 2 * regression.studyCount)
    toCoefficients = Matrix(rowCount: count, columnCount: count)
    for outcome in 0..<2 where !regression.columns(outcome).isEmpty {
      let columns = Self.columns(of: regression, outcome)
      guard let factor = OrthonormalColumns(columns, backend) else {
        let dependent = OrthonormalColumns.firstDependent(columns, backend)
        throw .dependentColumn(
          outcome: outcome + 1, column: regression.columns(outcome)[dependent])
      }
      add(factor, of: regression, outcome)
    }
  }

  /// The design of an intercept for each outcome and nothing else.
  init(interceptsOf outcomes: PairedOutcomes) {
    let counts = SIMD2(
      Double(outcomes.reportedCounts.first),
      Double(outcomes.reportedCounts.second))
    let entries = 1 / counts.squareRoot()
    rows = Matrix(rowCount: 2, columnCount: 2 * outcomes.studyCount)
    for study in 0..<outcomes.studyCount {
      let variances = outcomes.variances(of: study)
      if variances.x < .infinity { rows[0, 2 * study] = entries.x }
      if variances.y < .infinity { rows[1, 2 * study + 1] = entries.y }
    }
    toCoefficients = .diagonal([entries.x, entries.y])
    halfLogDeterminant = 0.5 * .log(counts.x * counts.y)
  }

  /// Adds the factor of one outcome's design.
  private mutating func add(
    _ factor: OrthonormalColumns, of regression: PairedRegression,
    _ outcome: Int
  ) {
    let first = outcome == 0 ? 0 : regression.firstColumns.count
    let count = factor.basis.columnCount
    var row = 0
    for study in 0..<regression.studyCount
    where regression.reports(study, outcome) {
      for column in 0..<count {
        rows[first + column, 2 * study + outcome] = factor.basis[row, column]
      }
      row += 1
    }
    for row in 0..<count {
      for column in 0..<count {
        toCoefficients[first + row, first + column] =
          factor.toCoefficients[row, column]
      }
    }
    halfLogDeterminant += factor.halfLogDeterminant
  }

  /// The columns of an outcome over the studies that report it.
  private static func columns(
    of regression: PairedRegression, _ outcome: Int
  ) -> [[Double]] {
    let studies = (0..<regression.studyCount).filter {
      regression.reports($0, outcome)
    }
    return regression.columns(outcome).indices.map { column in
      studies.map { regression.regressor($0, outcome, column) }
    }
  }
}
