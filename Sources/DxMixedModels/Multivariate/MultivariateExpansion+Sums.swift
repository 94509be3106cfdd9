internal import DxLinearAlgebra

extension MultivariateExpansion {
  /// Assembles the expansion from sums over the studies.
  init(
    _ sums: ExpansionSums, _ fit: MultivariateLikelihood.LeastSquares,
    _ design: FixedDesign, _ weights: QuadWeights, isRestricted: Bool,
    _ backend: any LinearAlgebraBackend
  ) {
    let cross = sums.cross.matrix
    let p = cross.columnCount
    let pairs = packedPairs(order: p)
    kernelLogLikelihood =
      -0.5
      * (weights.logDeterminant + sums.deviance
        + (isRestricted ? fit.logDeterminant : 0))
    gradient = zip(pairs, sums.slope).map { pair, slope in
      pair.row == pair.column ? 0.5 * slope : slope
    }
    hessian = Self.curvature(sums.curvature.matrix.elements, pairs)
    let moments = Self.moments(cross, pairs, design)
    let half = backend.product(fit.covariance, moments)
    subtract(backend.product(moments, .transposed, half, .plain), times: 1)
    if let traces = sums.traces?.matrix {
      subtractTraces(traces, pairs, fit, design, backend)
    }
  }

  private mutating func subtract(_ matrix: Matrix, times factor: Double) {
    let elements = matrix.elements
    for index in hessian.indices { hessian[index] -= factor * elements[index] }
  }

  /// Σ tr D W D′ m for each two entries of Ψ.
  private static func curvature(
    _ sums: [Double], _ pairs: [PackedPair]
  ) -> [Double] {
    let count = pairs.count
    var result = [Double](repeating: 0, count: count * count)
    for (column, second) in pairs.enumerated() {
      let (m, n) = (second.row, second.column)
      for row in column..<count {
        let (j, l) = (pairs[row].row, pairs[row].column)
        var sum = sums[packedIndex(l, m) + count * packedIndex(n, j)]
        if m != n {
          sum += sums[packedIndex(l, n) + count * packedIndex(m, j)]
        }
        if j != l {
          sum += sums[packedIndex(j, m) + count * packedIndex(n, l)]
          if m != n {
            sum += sums[packedIndex(j, n) + count * packedIndex(m, l)]
          }
        }
        result[row + count * column] = sum
        result[column + count * row] = sum
      }
    }
    return result
  }

  /// The vectors g = Σ Xᵢᵀ Wᵢ D uᵢ, one column for each entry of Ψ.
  private static func moments(
    _ cross: Matrix, _ pairs: [PackedPair], _ design: FixedDesign
  ) -> Matrix {
    let (rows, columns) = (cross.rowCount, design.columnCount)
    let cross = cross.elements
    var result: [Double] = []
    result.reserveCapacity(design.coefficientCount * pairs.count)
    for pair in pairs {
      let (x, y) = (pair.row, pair.column)
      for coefficient in design.coefficients {
        var sum = 0.0
        for o in coefficient.outcomes {
          let c = coefficient.column
          sum += cross[packedIndex(o, x) * columns + c + rows * y]
          if x != y {
            sum += cross[packedIndex(o, y) * columns + c + rows * x]
          }
        }
        result.append(sum)
      }
    }
    return Matrix(
      rowCount: design.coefficientCount, columnCount: pairs.count,
      columnMajor: result)
  }

  /// Subtracts ½ tr C K C K′ for each two entries of Ψ.
  private mutating func subtractTraces(
    _ sums: Matrix, _ pairs: [PackedPair],
    _ fit: MultivariateLikelihood.LeastSquares, _ design: FixedDesign,
    _ backend: any LinearAlgebraBackend
  ) {
    let count = design.coefficientCount
    let information = pairs.flatMap { Self.information($0, sums, design) }
    // C K for all entries side by side; then both factors of the trace have
    // an entry of Ψ in each column.
    let products = backend.product(
      fit.covariance,
      Matrix(
        rowCount: count, columnCount: count * pairs.count,
        columnMajor: information)
    ).elements
    var transposed = products
    for index in pairs.indices {
      let first = index * count * count
      for column in 0..<count {
        for row in 0..<count {
          transposed[first + row + count * column] =
            products[first + column + count * row]
        }
      }
    }
    let shape = (count * count, pairs.count)
    subtract(
      backend.product(
        Matrix(
          rowCount: shape.0, columnCount: shape.1, columnMajor: products),
        .transposed,
        Matrix(
          rowCount: shape.0, columnCount: shape.1, columnMajor: transposed),
        .plain), times: 0.5)
  }

  /// K = Σ Xᵢᵀ Wᵢ D Wᵢ Xᵢ for an entry of Ψ, column by column.
  private static func information(
    _ pair: PackedPair, _ sums: Matrix, _ design: FixedDesign
  ) -> [Double] {
    let (rows, columns) = (sums.rowCount, design.columnCount)
    let elements = sums.elements
    let (x, y) = (pair.row, pair.column)
    let coefficients = design.coefficients
    var result: [Double] = []
    result.reserveCapacity(coefficients.count * coefficients.count)
    for second in coefficients {
      for first in coefficients {
        var sum = 0.0
        for o in first.outcomes {
          for t in second.outcomes {
            let (a, b) = (first.column, second.column)
            sum +=
              elements[
                packedIndex(o, x) * columns + a
                  + rows * (packedIndex(y, t) * columns + b)]
            if x != y {
              sum +=
                elements[
                  packedIndex(o, y) * columns + a
                    + rows * (packedIndex(x, t) * columns + b)]
            }
          }
        }
        result.append(sum)
      }
    }
    return result
  }
}

/// An entry of a packed triangle.
internal struct PackedPair: Hashable, Sendable {
  var row: Int
  var column: Int

  /// The entry and, off the diagonal, its mirror image.
  var orders: [(Int, Int)] {
    row == column ? [(row, column)] : [(row, column), (column, row)]
  }
}

/// The entries of a packed triangle, in order.
internal func packedPairs(order: Int) -> [PackedPair] {
  (0..<order).flatMap { row in
    (0...row).map { PackedPair(row: row, column: $0) }
  }
}
