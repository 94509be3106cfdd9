import DxLinearAlgebra
import DxMixedModels
import _DxTestSupport

/// The largest scaled error of a list of numbers.
func largestError(_ values: [Double], _ reference: [Double]) -> Double {
  guard values.count == reference.count else { return .infinity }
  return zip(values, reference).map(scaledError).max() ?? 0
}

/// The largest error of a list of numbers relative to the largest of them.
func normwiseError(_ values: [Double], _ reference: [Double]) -> Double {
  guard values.count == reference.count else { return .infinity }
  let scale = reference.map(\.magnitude).max() ?? 1
  let error =
    zip(values, reference).map { ($0 - $1).magnitude }.max() ?? 0
  if error == 0 { return 0 }
  return error.isNaN ? .infinity : error / scale
}

extension SymmetricMatrix2x2 {
  /// The lower triangle, column by column.
  var vech: [Double] { [m11, m21, m22] }

  /// The rows of a matrix, of which the lower triangle is read.
  init(rows: [[Double]]) {
    self.init(rows[0][0], rows[1][0], rows[1][1])
  }

  var correlation: Double { m21 / (m11 * m22).squareRoot() }
}

extension SymmetricMatrix3x3 {
  /// The lower triangle, column by column.
  var vech: [Double] { [m11, m21, m31, m22, m32, m33] }
}

extension SIMD2<Double> {
  var elements: [Double] { [x, y] }
}

extension SIMD3<Double> {
  var elements: [Double] { [x, y, z] }
}

extension Matrix {
  /// The rows.
  var rows: [[Double]] { (0..<rowCount).map(row) }
}
