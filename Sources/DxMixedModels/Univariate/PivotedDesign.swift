internal import DxLinearAlgebra
internal import RealModule

/// A design in the coordinates of the means of a few pivotal studies.
///
/// There are as many pivots S as coefficients, chosen among the studies of
/// large weight by Gaussian elimination with complete pivoting. With the
/// means of the pivots as coefficients, their rows of the design are those of
/// the identity, and those of the rest R are C = Z_R Z_S⁻¹. The projection
/// ```
/// P = W − W Z (Zᵀ W Z)⁻¹ Zᵀ W
/// ```
/// then consists of blocks without a difference of nearly equal numbers,
/// however much a pivot outweighs the rest:
/// ```
/// A    = W_S + B,   B = Cᵀ W_R C
/// P_SS = W_S A⁻¹ B,   P_RS = −W_R C A⁻¹ W_S
/// P_RR = W_R − W_R C A⁻¹ Cᵀ W_R
/// ```
internal struct PivotedDesign: Sendable {
  /// The studies that serve as pivots, in the order of the coefficients.
  private(set) var pivots: [Int] = []
  /// The other studies.
  private(set) var rest: [Int] = []
  /// C, row by row.
  private(set) var rows: [Double] = []
  /// What turns the means of the pivots into coefficients, row by row.
  private(set) var transform: [Double] = []
  /// 2 log |Z_S| of the orthonormal design.
  private(set) var logPivotDeterminant = 0.0

  /// The number of coefficients.
  var coefficientCount: Int { pivots.count }

  /// Creates the design of a basis.
  ///
  /// - Parameters:
  ///   - basis: The coefficients, of which there is at least one.
  ///   - isConstant: Whether the only regressor is a constant.
  ///   - variances: The variances, by which pivots are chosen.
  init(_ basis: DesignBasis, isConstant: Bool, variances: [Double]) {
    let regressors = basis.design.regressors
    let k = regressors.rowCount
    let q = regressors.columnCount
    if isConstant {
      // The general way would give the same, up to rounding.
      let pivot = variances.indices.min { variances[$0] < variances[$1] } ?? 0
      pivots = [pivot]
      rest = variances.indices.filter { $0 != pivot }
      rows = Array(repeating: 1, count: rest.count)
      transform = [1]
      logPivotDeterminant = -.log(Double(k))
      return
    }
    // The transform takes part in the elimination, as further rows.
    var columns = (0..<q).map { column in
      regressors.column(column) + basis.toCoefficients.column(column)
    }
    let least = variances.min() ?? 1
    let emphasis = variances.map { (least / $0).squareRoot() }
    pivots = Array(repeating: 0, count: q)
    var open = Set(0..<q)
    while let pivot = Self.largest(columns, open, emphasis) {
      logPivotDeterminant +=
        2 * .log(columns[pivot.column][pivot.row].magnitude)
      Self.eliminate(&columns, pivot)
      pivots[pivot.column] = pivot.row
      open.remove(pivot.column)
    }
    let taken = Set(pivots)
    rest = (0..<k).filter { !taken.contains($0) }
    rows = rest.flatMap { row in columns.map { $0[row] } }
    transform = (k..<(k + q)).flatMap { row in columns.map { $0[row] } }
  }

  private static func largest(
    _ columns: [[Double]], _ open: Set<Int>, _ emphasis: [Double]
  ) -> (row: Int, column: Int)? {
    var best: (row: Int, column: Int)?
    var size = -1.0
    for column in open.sorted() {
      for row in emphasis.indices {
        let value = columns[column][row].magnitude * emphasis[row]
        if value > size {
          size = value
          best = (row, column)
        }
      }
    }
    return best
  }

  /// Makes the row of a pivot one of the identity.
  private static func eliminate(
    _ columns: inout [[Double]], _ pivot: (row: Int, column: Int)
  ) {
    let divisor = columns[pivot.column][pivot.row]
    for row in columns[pivot.column].indices {
      columns[pivot.column][row] /= divisor
    }
    let source = columns[pivot.column]
    for column in columns.indices where column != pivot.column {
      let factor = columns[column][pivot.row]
      for row in source.indices { columns[column][row] -= factor * source[row] }
      columns[column][pivot.row] = 0
    }
  }
}
