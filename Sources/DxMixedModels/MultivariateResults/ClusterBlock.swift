internal import DxLinearAlgebra

/// What is reported by studies that are not independent of each other, with
/// its covariance and its regressors.
internal struct ClusterBlock {
  /// A value that is reported.
  struct Row: Hashable, Sendable {
    var study: Int
    var outcome: Int
  }

  /// The studies, those without any value included.
  let studies: [Int]
  /// What is reported, study by study.
  let rows: [Row]
  /// What is reported, as a column.
  let values: Matrix
  /// X, in the columns of the basis.
  let design: Matrix
  /// V.
  let covariance: Matrix
  /// W = V⁻¹.
  let precision: Matrix
  /// W X.
  let weightedDesign: Matrix

  var count: Int { rows.count }

  /// The rows of a study.
  func indices(of study: Int) -> [Int] {
    rows.indices.filter { rows[$0].study == study }
  }
}

/// What was collected cluster by cluster, study by study.
///
/// Clusters may interleave; the order within a study is kept.
internal func inOrderOfStudies<Element>(
  _ collected: [(study: Int, element: Element)]
) -> [Element] {
  collected.enumerated().sorted {
    ($0.element.study, $0.offset) < ($1.element.study, $1.offset)
  }.map(\.element.element)
}

extension Matrix {
  /// The symmetric part of a square matrix that is symmetric but for rounding.
  internal var symmetrized: Matrix {
    var result = self
    for column in 0..<columnCount {
      for row in 0..<column {
        let mean = 0.5 * (self[row, column] + self[column, row])
        result[row, column] = mean
        result[column, row] = mean
      }
    }
    return result
  }

  /// Some rows and columns.
  internal func submatrix(_ rows: [Int], _ columns: [Int]) -> Matrix {
    var result = Matrix(rowCount: rows.count, columnCount: columns.count)
    for (column, source) in columns.enumerated() {
      for (row, from) in rows.enumerated() {
        result[row, column] = self[from, source]
      }
    }
    return result
  }

  /// Some rows.
  internal func selectingRows(_ rows: [Int]) -> Matrix {
    submatrix(rows, Array(0..<columnCount))
  }
}
