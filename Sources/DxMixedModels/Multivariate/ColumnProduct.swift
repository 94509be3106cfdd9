// `add` reads without checks of bounds. It asks that both groups of columns
// are of the length that its shape says, and the row count a multiple of four;
// an index is then at most the last row of the last column.

internal import DxLinearAlgebra

/// A sum of products Lᵀ R over chunks of rows, whose columns lie one after the
/// other.
///
/// With few columns the inner products of four columns with one, four rows at
/// a time, cost less than the packing of a general product.
internal struct ColumnProduct {
  private let leftCount: Int
  private let rightCount: Int
  private var sums: [Double]

  /// The number of columns on the left up to which inner products win.
  private static let directLimit = 16

  init(_ leftCount: Int, _ rightCount: Int) {
    self.leftCount = leftCount
    self.rightCount = rightCount
    sums = Array(repeating: 0, count: leftCount * rightCount)
  }

  /// The sum.
  var matrix: Matrix {
    Matrix(
      rowCount: leftCount, columnCount: rightCount, columnMajor: sums)
  }

  /// Adds the product of some rows, whose number is a multiple of four.
  mutating func add(
    _ left: [Double], _ right: [Double], rowCount: Int,
    _ backend: any LinearAlgebraBackend
  ) {
    precondition(
      left.count == rowCount * leftCount && right.count == rowCount * rightCount
        && rowCount % 4 == 0,
      """
      Columns of \(left.count) and \(right.count) numbers in \(rowCount) rows
      """)
    if leftCount <= Self.directLimit {
      Self.add(
        left, right, rowCount: rowCount, leftCount, rightCount, &sums)
      return
    }
    var result = matrix
    sums = []
    backend.multiply(
      alpha: 1,
      Matrix(rowCount: rowCount, columnCount: leftCount, columnMajor: left),
      .transposed,
      Matrix(rowCount: rowCount, columnCount: rightCount, columnMajor: right),
      .plain, beta: 1, into: &result)
    sums = result.elements
  }

  private static func add(
    _ left: [Double], _ right: [Double], rowCount: Int, _ leftCount: Int,
    _ rightCount: Int, _ sums: inout [Double]
  ) {
    let left = left.span.bytes
    let right = right.span.bytes
    let quads = rowCount / 4
    for column in 0..<rightCount {
      var first = 0
      while first + 4 <= leftCount {
        var (a, b) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
        var (c, d) = (a, b)
        for quad in 0..<quads {
          let row = 4 &* quad
          let factor = right.quadruple(column &* rowCount &+ row)
          a += factor * left.quadruple(first &* rowCount &+ row)
          b += factor * left.quadruple((first &+ 1) &* rowCount &+ row)
          c += factor * left.quadruple((first &+ 2) &* rowCount &+ row)
          d += factor * left.quadruple((first &+ 3) &* rowCount &+ row)
        }
        let place = first + leftCount * column
        sums[place] += a.sum()
        sums[place + 1] += b.sum()
        sums[place + 2] += c.sum()
        sums[place + 3] += d.sum()
        first += 4
      }
      for index in first..<leftCount {
        var a = SIMD4<Double>.zero
        for quad in 0..<quads {
          let row = 4 &* quad
          a +=
            right.quadruple(column &* rowCount &+ row)
            * left.quadruple(index &* rowCount &+ row)
        }
        sums[index + leftCount * column] += a.sum()
      }
    }
  }
}
