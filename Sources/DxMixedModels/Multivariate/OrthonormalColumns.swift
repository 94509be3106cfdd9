internal import DxLinearAlgebra
internal import RealModule

/// An orthonormal basis Q of the columns of a design X = Q R.
///
/// The columns are divided by their norms before they are factored, so that
/// their units do not matter.
internal struct OrthonormalColumns {
  /// Q, with a row for each of the design.
  let basis: Matrix
  /// R⁻¹, which turns coefficients of Q into those of X.
  let toCoefficients: Matrix
  /// ½ log|XᵀX|.
  let halfLogDeterminant: Double

  /// The diagonal of R, with columns of unit norm, below which a column
  /// counts as dependent: half the digits of the rest are then still right.
  private static let rankTolerance = 0x1p-40

  /// Factors columns of finite numbers, or gives `nil` where they are
  /// dependent.
  init?(_ columns: [[Double]], _ backend: any LinearAlgebraBackend) {
    let (design, norms) = Self.scaled(columns)
    let count = columns.count
    guard
      let factor = try? PivotedQRFactor(
        design, rankTolerance: Self.rankTolerance, backend: backend),
      factor.rank == count
    else { return nil }
    var identity = Matrix(rowCount: design.rowCount, columnCount: count)
    for column in 0..<count { identity[column, column] = 1 }
    let upper = factor.upperTriangle
    var inverse = Matrix.identity(order: count)
    guard
      let basis = try? factor.multiplyByQ(.plain, identity),
      (try? backend.solveTriangular(
        upper.transposed, .transposed, &inverse)) != nil
    else { return nil }
    var toCoefficients = Matrix(rowCount: count, columnCount: count)
    var halfLogDeterminant = 0.0
    for row in 0..<count {
      let original = factor.permutation[row]
      for column in 0..<count {
        toCoefficients[original, column] =
          inverse[row, column] / norms[original]
      }
      halfLogDeterminant +=
        .log(upper[row, row].magnitude) + .log(norms[original])
    }
    self.basis = basis
    self.toCoefficients = toCoefficients
    self.halfLogDeterminant = halfLogDeterminant
  }

  /// The first of dependent columns that is a combination of those before it.
  static func firstDependent(
    _ columns: [[Double]], _ backend: any LinearAlgebraBackend
  ) -> Int {
    for count in 1..<Swift.max(1, columns.count) {
      let design = scaled(Array(columns.prefix(count))).design
      let rank = try? PivotedQRFactor(
        design, rankTolerance: rankTolerance, backend: backend
      ).rank
      if rank != count { return count - 1 }
    }
    return columns.count - 1
  }

  /// The columns divided by their norms; a column of zeros stays.
  private static func scaled(
    _ columns: [[Double]]
  ) -> (design: Matrix, norms: [Double]) {
    var entries: [Double] = []
    var norms: [Double] = []
    for column in columns {
      // The largest entry first, so that no square overflows or underflows.
      let largest = column.reduce(0) { Swift.max($0, $1.magnitude) }
      let scale = largest > 0 ? largest : 1
      let squares = column.reduce(0) { $0 + ($1 / scale) * ($1 / scale) }
      let root = squares > 0 ? squares.squareRoot() : 1
      norms.append(scale * root)
      entries += column.map { $0 / scale / root }
    }
    return (
      Matrix(
        rowCount: columns.first?.count ?? 0, columnCount: columns.count,
        columnMajor: entries), norms
    )
  }
}
