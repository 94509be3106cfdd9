internal import DxLinearAlgebra

extension MultivariateExpansion {
  /// Assembles the expansion from sums over the studies.
  init(
    _ sums: ExpansionSums, _ fit: MultivariateLikelihood.LeastSquares,
    _ design: FixedDesign, _ weights: QuadWeights, isRestricted: Bool,
    _ backend: any LinearAlgebraBackend
  ) {
    let p = sums.cross.columnCount
    let pairs = packedPairs(order: p)
    coefficients = fit.coefficients
    kernelLogLikelihood =
      -0.5
      * (weights.logDeterminant + sums.deviance
        + (isRestricted ? fit.logDeterminant : 0))
    gradient = zip(pairs, sums.slope).map { pair, slope in
      pair.row == pair.column ? 0.5 * slope : slope
    }
    hessian = Self.curvature(sums.curvature, pairs)
    let moments = Self.moments(sums.cross, pairs, design)
    let half = backend.product(fit.covariance, moments)
    let explained = backend.product(moments, .transposed, half, .plain)
    for index in hessian.indices { hessian[index] -= explained.elements[index] }
    if let traces = sums.traces {
      subtractTraces(traces, pairs, fit, design, backend)
    }
  }

  /// Σ tr D W D′ m for each two entries of Ψ.
  private static func curvature(
    _ sums: Matrix, _ pairs: [PackedPair]
  ) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(pairs.count * pairs.count)
    for second in pairs {
      for first in pairs {
        var sum = 0.0
        for (x, y) in first.orders {
          for (v, w) in second.orders {
            sum += sums[packedIndex(y, v), packedIndex(w, x)]
          }
        }
        result.append(sum)
      }
    }
    return result
  }

  /// The vectors g = Σ Xᵢᵀ Wᵢ D uᵢ, one column for each entry of Ψ.
  private static func moments(
    _ cross: Matrix, _ pairs: [PackedPair], _ design: FixedDesign
  ) -> Matrix {
    let p = cross.columnCount
    let columns = design.columnCount
    var result = Matrix(
      rowCount: design.coefficientCount, columnCount: pairs.count)
    for (column, pair) in pairs.enumerated() {
      for (row, coefficient) in design.coefficients.enumerated() {
        var sum = 0.0
        for (x, y) in pair.orders {
          for o in 0..<p where coefficient.applies[o] {
            sum += cross[packedIndex(o, x) * columns + coefficient.column, y]
          }
        }
        result[row, column] = sum
      }
    }
    return result
  }

  /// Subtracts ½ tr C K C K′.
  private mutating func subtractTraces(
    _ sums: Matrix, _ pairs: [PackedPair],
    _ fit: MultivariateLikelihood.LeastSquares, _ design: FixedDesign,
    _ backend: any LinearAlgebraBackend
  ) {
    let products = pairs.map {
      backend.product(fit.covariance, Self.information($0, sums, design))
    }
    let transposed = products.map(\.transposed)
    for (column, second) in transposed.enumerated() {
      for row in column..<products.count {
        let first = products[row].elements
        var trace = 0.0
        for (x, y) in zip(first, second.elements) { trace += x * y }
        hessian[row + pairs.count * column] -= 0.5 * trace
        if row > column { hessian[column + pairs.count * row] -= 0.5 * trace }
      }
    }
  }

  /// K = Σ Xᵢᵀ Wᵢ D Wᵢ Xᵢ for an entry of Ψ.
  private static func information(
    _ pair: PackedPair, _ sums: Matrix, _ design: FixedDesign
  ) -> Matrix {
    let p = design.coefficients.first?.applies.count ?? 0
    let columns = design.columnCount
    let count = design.coefficientCount
    var result = Matrix(rowCount: count, columnCount: count)
    for (column, second) in design.coefficients.enumerated() {
      for (row, first) in design.coefficients.enumerated() {
        var sum = 0.0
        for (x, y) in pair.orders {
          for o in 0..<p where first.applies[o] {
            for t in 0..<p where second.applies[t] {
              sum +=
                sums[
                  packedIndex(o, x) * columns + first.column,
                  packedIndex(y, t) * columns + second.column]
            }
          }
        }
        result[row, column] = sum
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
