internal import DxLinearAlgebra
internal import RealModule

/// The designs of the three predictors in orthogonal bases of their columns,
/// of mean square 1.
///
/// The climb is then the same whatever the units of the regressors, and
/// coefficients are of the size of logits.
internal struct SumDifferenceDesign {
  /// The rows of each study, one entry a coefficient.
  private(set) var rows: [[Double]]
  /// What turns coefficients of the bases into those of the regressors.
  private(set) var toCoefficients: Matrix

  /// The diagonal of R, with columns of unit norm, below which a column
  /// counts as dependent: half the digits of the rest are then still right.
  private static let rankTolerance = 0x1p-40

  init(
    _ regression: SumDifferenceRegression, _ layout: SumDifferenceLayout,
    _ backend: any LinearAlgebraBackend
  ) throws(SumDifferenceError) {
    rows = Array(
      repeating: Array(repeating: 0, count: layout.coefficientCount),
      count: regression.studyCount)
    toCoefficients = Matrix(
      rowCount: layout.coefficientCount,
      columnCount: layout.coefficientCount)
    for predictor in SumDifferencePredictor.allCases {
      let columns = ScaledColumns(regression, predictor)
      if columns.count == 0 { continue }
      do throws(FactorizationError) {
        let factor = try PivotedQRFactor(
          columns.design, rankTolerance: Self.rankTolerance, backend: backend)
        if factor.rank == columns.count {
          try add(
            factor, columns, first: layout.range(predictor).lowerBound,
            backend)
          continue
        }
      } catch {
        // Regressors are finite here, and QR fails for nothing else.
      }
      throw .dependentColumn(
        predictor: predictor,
        column: regression.columns(predictor)[
          columns.firstDependent(Self.rankTolerance, backend)])
    }
  }

  private mutating func add(
    _ factor: PivotedQRFactor, _ columns: ScaledColumns, first: Int,
    _ backend: any LinearAlgebraBackend
  ) throws(FactorizationError) {
    let count = columns.count
    let root = Double(columns.studies.count).squareRoot()
    var identity = Matrix(
      rowCount: columns.studies.count, columnCount: count)
    for column in 0..<count { identity[column, column] = root }
    let basis = try factor.multiplyByQ(.plain, identity)
    for (row, study) in columns.studies.enumerated() {
      for column in 0..<count {
        rows[study][first + column] = basis[row, column]
      }
    }
    var inverse = Matrix.identity(order: count)
    try backend.solveTriangular(
      factor.upperTriangle.transposed, .transposed, &inverse)
    for row in 0..<count {
      let original = factor.permutation[row]
      for column in 0..<count {
        toCoefficients[first + original, first + column] =
          root * inverse[row, column] / columns.norms[original]
      }
    }
  }
}

/// The columns of a design over the studies that have trials, each divided by
/// its norm; a column of zeros stays.
private struct ScaledColumns {
  let studies: [Int]
  let design: Matrix
  let norms: [Double]

  var count: Int { norms.count }

  init(
    _ regression: SumDifferenceRegression, _ predictor: SumDifferencePredictor
  ) {
    studies = (0..<regression.studyCount).filter {
      regression.counts.trials(of: $0).max() > 0
    }
    var entries: [Double] = []
    var norms: [Double] = []
    for column in regression.columns(predictor).indices {
      let values = studies.map { regression.regressor($0, predictor, column) }
      // The largest entry first, so that no square overflows or underflows.
      let largest = values.reduce(0) { max($0, $1.magnitude) }
      let scale = largest > 0 ? largest : 1
      let squares = values.reduce(0) { $0 + ($1 / scale) * ($1 / scale) }
      let root = squares > 0 ? squares.squareRoot() : 1
      norms.append(scale * root)
      entries += values.map { $0 / scale / root }
    }
    self.norms = norms
    design = Matrix(
      rowCount: studies.count, columnCount: norms.count, columnMajor: entries)
  }

  /// The first column that is a combination of the ones before it.
  func firstDependent(
    _ tolerance: Double, _ backend: any LinearAlgebraBackend
  ) -> Int {
    for count in 1..<count {
      let leading = Matrix(
        rowCount: design.rowCount, columnCount: count,
        columnMajor: Array(design.elements.prefix(design.rowCount * count)))
      let rank = try? PivotedQRFactor(
        leading, rankTolerance: tolerance, backend: backend
      ).rank
      if rank != count { return count - 1 }
    }
    return count - 1
  }
}
