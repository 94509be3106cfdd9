internal import DxLinearAlgebra

/// The regressors of one outcome in coordinates in which they are orthogonal,
/// with a mean square of one, and of which those that have no finite estimate
/// are left out.
internal struct BinomialDesign {
  /// The regressors of each study in the coordinates that are left.
  let rows: [[Double]]
  /// Whether the trials of each study inform them.
  let isInformative: [Bool]
  /// The matrix that takes the coordinates to the finite part of the
  /// coefficients.
  let toCoefficients: Matrix
  /// The directions in which coefficients are infinite, in columns.
  let directions: Matrix
  /// The lengths of the rows that take all coordinates to the coefficients.
  let scales: [Double]
  /// The cone of these directions, by its inner normals.
  let normals: [[Double]]

  /// The number of coordinates.
  var count: Int { toCoefficients.columnCount }

  init(
    _ design: RegressionDesign, _ regression: BinomialRegression, outcome: Int
  ) {
    let count = regression.columns(outcome).count
    let first = outcome == 0 ? 0 : regression.firstColumns.count
    let studies = 0..<regression.studyCount
    let reporting = studies.count { regression.reports($0, outcome) }
    let scale = Double(reporting).squareRoot()
    let whole = studies.map { study in
      (0..<count).map { scale * design.rows[first + $0, 2 * study + outcome] }
    }
    let combinations = (0..<count).map { row in
      (0..<count).map {
        scale * design.toCoefficients[first + row, first + $0]
      }
    }
    let separated = SeparatedStudies(
      rows: whole,
      counts: studies.map {
        (regression.successes[$0][outcome], regression.trials[$0][outcome])
      }, dimension: count)
    let axes =
      separated.isEmpty
      ? Matrix.identity(order: count).rows : separated.finite.basis
    rows = whole.map { row in axes.map { dot($0, row) } }
    isInformative = studies.map {
      regression.reports($0, outcome) && !separated.isSeparated[$0]
    }
    toCoefficients = Self.products(combinations, axes)
    directions = Self.products(
      combinations, separated.isEmpty ? [] : separated.complement)
    scales = combinations.map { dot($0, $0).squareRoot() }
    var seen: Set<[Double]> = []
    normals =
      separated.isEmpty
      ? [] : separated.cone.normals.filter { seen.insert($0).inserted }
  }

  /// The inner products of vectors, as a matrix with a row for each of the
  /// first.
  private static func products(
    _ rows: [[Double]], _ columns: [[Double]]
  ) -> Matrix {
    Matrix(
      rowCount: rows.count, columnCount: columns.count,
      columnMajor: columns.flatMap { column in rows.map { dot($0, column) } })
  }
}

extension Matrix {
  /// The rows.
  fileprivate var rows: [[Double]] { (0..<rowCount).map { row($0) } }
}
