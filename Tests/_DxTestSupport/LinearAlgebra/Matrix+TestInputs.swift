public import DxLinearAlgebra

extension Matrix {
  /// A matrix of whole numbers from −4 to 4.
  ///
  /// Sums of their products are exact in any order, so products can be
  /// compared without a tolerance.
  public static func randomIntegers(
    _ rowCount: Int, _ columnCount: Int, seed: UInt64
  ) -> Matrix {
    var generator = SplitMix64(seed: seed)
    let entries = (0..<(rowCount * columnCount)).map { _ in
      Double(Int.random(in: -4...4, using: &generator))
    }
    return Matrix(
      rowCount: rowCount, columnCount: columnCount, columnMajor: entries)
  }

  /// A matrix of numbers uniform on [−1, 1).
  public static func random(
    _ rowCount: Int, _ columnCount: Int, seed: UInt64
  ) -> Matrix {
    var generator = SplitMix64(seed: seed)
    let entries = (0..<(rowCount * columnCount)).map { _ in
      generator.nextNumber()
    }
    return Matrix(
      rowCount: rowCount, columnCount: columnCount, columnMajor: entries)
  }

  /// A well-conditioned lower-triangular matrix of whole numbers, whose
  /// diagonal holds 64 and 128 in turn.
  public static func lowerTriangularIntegers(
    order: Int, seed: UInt64
  ) -> Matrix {
    var generator = SplitMix64(seed: seed)
    var result = Matrix(rowCount: order, columnCount: order)
    for column in 0..<order {
      result[column, column] = column.isMultiple(of: 2) ? 64 : 128
      for row in (column + 1)..<max(order, column + 1) {
        result[row, column] = Double(Int.random(in: -1...1, using: &generator))
      }
    }
    return result
  }

  /// The matrix of order *n* with 2 on the diagonal and −1 beside it.
  ///
  /// Its eigenvalues are 4 sin²(*k*π/(2*n* + 2)) for *k* from 1 to *n*.
  public static func secondDifference(order: Int) -> Matrix {
    var result = Matrix(rowCount: order, columnCount: order)
    for index in 0..<order {
      result[index, index] = 2
      if index > 0 {
        result[index, index - 1] = -1
        result[index - 1, index] = -1
      }
    }
    return result
  }

  /// The sum of a random symmetric matrix with entries in [−1, 1) and
  /// `order` times the identity: positive definite with a condition number
  /// below 10.
  public static func randomPositiveDefinite(
    order: Int, seed: UInt64
  ) -> Matrix {
    var result = random(order, order, seed: seed)
    for column in 0..<order {
      for row in 0..<column { result[row, column] = result[column, row] }
      // Gershgorin: eigenvalues lie between n and 3n.
      result[column, column] = 2 * Double(order)
    }
    return result
  }

  /// The matrix with every entry above the diagonal replaced by a NaN, to
  /// show that a routine does not read it.
  public var withUnreadableUpperTriangle: Matrix {
    var result = self
    for column in 0..<columnCount {
      for row in 0..<min(column, rowCount) { result[row, column] = .nan }
    }
    return result
  }

  /// The product with a vector, by plain loops.
  public func applied(
    _ orientation: MatrixOrientation = .plain, to vector: [Double]
  ) -> [Double] {
    let entries = elements
    let rows = rowCount
    var result = [Double](
      repeating: 0, count: orientation == .plain ? rows : columnCount)
    for column in 0..<columnCount {
      for row in 0..<rows {
        let entry = entries[column * rows + row]
        if orientation == .plain {
          result[row] += entry * vector[column]
        } else {
          result[column] += entry * vector[row]
        }
      }
    }
    return result
  }
}

/// The largest difference between two vectors, infinite if any is a NaN or
/// the lengths differ.
public func largestDifference(_ x: [Double], _ y: [Double]) -> Double {
  guard x.count == y.count else { return .infinity }
  return zip(x, y).reduce(0) { largest, pair in
    let difference = (pair.0 - pair.1).magnitude
    return difference.isNaN ? .infinity : max(largest, difference)
  }
}

/// The largest difference between two matrices, infinite if any entry is a
/// NaN or the shapes differ.
public func largestDifference(_ x: Matrix, _ y: Matrix) -> Double {
  x.rowCount == y.rowCount
    ? largestDifference(x.elements, y.elements)
    : .infinity
}
