internal import DxLinearAlgebra

/// The regressors of several outcomes, orthonormal within the sets of outcomes
/// that share a coefficient.
///
/// A coefficient is a column of regressors together with the outcomes it
/// applies to: Xᵢ has zᵢ in the rows of those and zero elsewhere. So the
/// memory is that of the columns, whatever the number of outcomes.
internal struct FixedDesign: Sendable {
  /// A coefficient.
  struct Coefficient: Hashable, Sendable {
    /// The column of regressors.
    var column: Int
    /// Whether it applies to each outcome.
    let applies: [Bool]
    /// The outcomes to which it applies.
    let outcomes: [Int]

    init(column: Int, applies: [Bool]) {
      self.column = column
      self.applies = applies
      outcomes = applies.indices.filter { applies[$0] }
    }
  }

  /// One row for each study, one column for each regressor.
  var regressors: Matrix
  /// The coefficients.
  var coefficients: [Coefficient]

  /// The number of coefficients.
  var coefficientCount: Int { coefficients.count }
  /// The number of columns of regressors.
  var columnCount: Int { regressors.columnCount }

  /// The row of an outcome of a study in the design matrix.
  func row(_ study: Int, _ outcome: Int) -> [Double] {
    coefficients.map {
      $0.applies[outcome] ? regressors[study, $0.column] : 0
    }
  }

  /// A matrix indexed by packed pairs of outcomes and by columns, summed over
  /// the outcomes of each pair of coefficients.
  ///
  /// - Parameter sums: Row `a · columnCount + c` and column `d` hold
  ///   Σᵢ (Wᵢ)ₐ zᵢc zᵢd, with a the packed index of two outcomes.
  func crossProduct(_ sums: Matrix) -> Matrix {
    let count = coefficientCount
    let rows = sums.rowCount
    let elements = sums.elements
    var result = [Double](repeating: 0, count: count * count)
    for (column, second) in coefficients.enumerated() {
      for row in column..<count {
        let first = coefficients[row]
        var sum = 0.0
        for j in first.outcomes {
          for l in second.outcomes {
            sum +=
              elements[
                packedIndex(j, l) * columnCount + first.column
                  + rows * second.column]
          }
        }
        result[row + count * column] = sum
        result[column + count * row] = sum
      }
    }
    return Matrix(rowCount: count, columnCount: count, columnMajor: result)
  }

  /// Σ over the outcomes of each coefficient of a matrix with a row for each
  /// column of regressors and a column for each outcome.
  func sum(_ sums: Matrix) -> [Double] {
    coefficients.map { coefficient in
      coefficient.outcomes.reduce(0) { $0 + sums[coefficient.column, $1] }
    }
  }

  /// The coefficients as a matrix with a row for each column of regressors and
  /// a column for each outcome.
  func spread(_ values: [Double], outcomeCount p: Int) -> Matrix {
    var result = Matrix(rowCount: columnCount, columnCount: p)
    for (coefficient, value) in zip(coefficients, values) {
      for j in coefficient.outcomes { result[coefficient.column, j] += value }
    }
    return result
  }

  /// A matrix over pairs of coefficients, spread over packed pairs of outcomes
  /// and columns: row c and column `a · columnCount + d`.
  func spread(_ covariance: Matrix, outcomeCount p: Int) -> Matrix {
    let width = packedCount(order: p) * columnCount
    let elements = covariance.elements
    var result = [Double](repeating: 0, count: columnCount * width)
    for (column, second) in coefficients.enumerated() {
      for (row, first) in coefficients.enumerated() {
        for j in first.outcomes {
          for l in second.outcomes where l <= j {
            result[
              first.column
                + columnCount
                * (packedIndex(j, l) * columnCount + second.column)] +=
              elements[row + coefficientCount * column]
          }
        }
      }
    }
    return Matrix(
      rowCount: columnCount, columnCount: width, columnMajor: result)
  }
}
