/// The Cholesky factor of a positive semi-definite matrix, with the largest
/// remaining variance first.
///
/// The columns beyond the rank are zero within a tolerance, and what is left
/// of the matrix is the least that any choice of rows leaves, but for a factor.
///
/// > N. J. Higham. *Accuracy and Stability of Numerical Algorithms*, 2nd ed.,
/// > SIAM, 2002, §10.3. doi:10.1137/1.9780898718027
internal struct PivotedCholesky {
  /// The row of the matrix that each row of the factor belongs to.
  private(set) var pivots: [Int]
  // Indexed by the rows of the matrix, since later pivots permute them.
  private var entries: [[Double]] = []

  /// The lower trapezoid, column by column from its diagonal down.
  var columns: [[Double]] {
    entries.enumerated().map { index, column in
      pivots[index...].map { column[$0] }
    }
  }

  /// The number of columns.
  var rank: Int { entries.count }

  /// Factors a matrix.
  ///
  /// - Parameters:
  ///   - packed: The packed triangle.
  ///   - limit: The number of columns that are enough.
  ///   - negligible: For each row, the remaining variance that counts as zero.
  init(_ packed: [Double], limit: Int, negligible: [Double]) {
    let p = negligible.count
    pivots = Array(0..<p)
    var remainder = packed
    for step in 0..<Swift.min(limit, p) {
      var largest = step
      for place in step..<p {
        let candidate = remainder[packedIndex(pivots[place], pivots[place])]
        let present = pivots[largest]
        if candidate > remainder[packedIndex(present, present)] {
          largest = place
        }
      }
      let isNegligible = pivots[step...].allSatisfy {
        !(remainder[packedIndex($0, $0)] > negligible[$0])
      }
      if isNegligible { break }
      pivots.swapAt(step, largest)
      let pivot = pivots[step]
      let root = remainder[packedIndex(pivot, pivot)].squareRoot()
      var column = [Double](repeating: 0, count: p)
      for row in pivots[step...] {
        column[row] = remainder[packedIndex(row, pivot)] / root
      }
      for row in pivots[step...] {
        for other in pivots[step...] where other <= row {
          remainder[packedIndex(row, other)] -= column[row] * column[other]
        }
      }
      entries.append(column)
    }
  }
}
