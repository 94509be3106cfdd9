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

  /// The diagonal of R, with columns of unit norm, below which a column
  /// counts as dependent: half the digits of the rest are then still right.
  private static let rankTolerance = 0x1p-40

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
      do throws(FactorizationError) {
        if try addFactor(of: regression, outcome, backend) { continue }
      } catch {
        // Validated regressors are finite, and QR fails for nothing else.
      }
      throw .dependentColumn(
        outcome: outcome + 1,
        column: Self.dependentColumn(of: regression, outcome, backend))
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
  ///
  /// - Returns: Whether the columns are independent.
  private mutating func addFactor(
    of regression: PairedRegression, _ outcome: Int,
    _ backend: any LinearAlgebraBackend
  ) throws(FactorizationError) -> Bool {
    let (design, norms) = Self.scaledDesign(of: regression, outcome)
    let factor = try PivotedQRFactor(
      design, rankTolerance: Self.rankTolerance, backend: backend)
    let count = design.columnCount
    guard factor.rank == count else { return false }
    let first = outcome == 0 ? 0 : regression.firstColumns.count

    var identity = Matrix(rowCount: design.rowCount, columnCount: count)
    for column in 0..<count { identity[column, column] = 1 }
    let basis = try factor.multiplyByQ(.plain, identity)
    var row = 0
    for study in 0..<regression.studyCount
    where regression.reports(study, outcome) {
      for column in 0..<count {
        rows[first + column, 2 * study + outcome] = basis[row, column]
      }
      row += 1
    }

    let upper = factor.upperTriangle
    var inverse = Matrix.identity(order: count)
    try backend.solveTriangular(upper.transposed, .transposed, &inverse)
    for row in 0..<count {
      let original = factor.permutation[row]
      for column in 0..<count {
        toCoefficients[first + original, first + column] =
          inverse[row, column] / norms[original]
      }
      halfLogDeterminant +=
        .log(upper[row, row].magnitude) + .log(norms[original])
    }
    return true
  }

  /// The design of an outcome over the studies that report it, each column
  /// divided by its norm; a column of zeros stays.
  private static func scaledDesign(
    of regression: PairedRegression, _ outcome: Int
  ) -> (design: Matrix, norms: [Double]) {
    let studies = (0..<regression.studyCount).filter {
      regression.reports($0, outcome)
    }
    let columns = regression.columns(outcome).indices
    var entries: [Double] = []
    var norms: [Double] = []
    for column in columns {
      let values = studies.map { regression.regressor($0, outcome, column) }
      // The largest entry first, so that no square overflows or underflows.
      let largest = values.reduce(0) { max($0, $1.magnitude) }
      let squares = values.reduce(0) {
        $0 + ($1 / largest) * ($1 / largest)
      }
      norms.append(largest > 0 ? largest * squares.squareRoot() : 1)
      entries += values.map {
        largest > 0 ? ($0 / largest) / squares.squareRoot() : 0
      }
    }
    return (
      Matrix(
        rowCount: studies.count, columnCount: columns.count,
        columnMajor: entries),
      norms
    )
  }

  /// The first column that is a combination of the ones before it.
  private static func dependentColumn(
    of regression: PairedRegression, _ outcome: Int,
    _ backend: any LinearAlgebraBackend
  ) -> String {
    let design = scaledDesign(of: regression, outcome).design
    let names = regression.columns(outcome)
    for count in 1..<names.count {
      let leading = Matrix(
        rowCount: design.rowCount, columnCount: count,
        columnMajor: Array(design.elements.prefix(design.rowCount * count)))
      let rank = try? PivotedQRFactor(
        leading, rankTolerance: rankTolerance, backend: backend
      ).rank
      if rank != count { return names[count - 1] }
    }
    return names[names.count - 1]
  }
}
