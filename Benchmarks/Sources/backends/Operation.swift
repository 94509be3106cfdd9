internal import DxLinearAlgebra

/// One operation of a backend at one order, with inputs made beforehand.
struct Operation {
  var name: String
  /// Runs the operation and returns the numbers that identify the answer.
  var run: (any LinearAlgebraBackend) throws -> Matrix

  static func all(order n: Int) throws -> [Operation] {
    let general = wellMixed(rows: n, columns: n)
    let tall = wellMixed(rows: 2 * n, columns: n)
    // aᵢⱼ = min(i, j)/max(i, j): positive definite at each order.
    let definite = lehmer(order: n)
    let factor = try CholeskyFactor(definite, backend: PortableBackend())
    return [
      Operation(name: "product") { $0.product(general, general) },
      Operation(name: "product AᵀB") {
        $0.product(general, .transposed, general, .plain)
      },
      Operation(name: "AᵀA, 2n×n") { $0.rankKProduct(tall, .transposed) },
      Operation(name: "symmetric product") {
        $0.symmetricProduct(definite, general)
      },
      Operation(name: "Cholesky") {
        try CholeskyFactor(definite, backend: $0).lower
      },
      Operation(name: "triangular solve, n columns") {
        var result = general
        try $0.solveTriangular(factor.lower, .plain, &result)
        return result
      },
      Operation(name: "triangular solve, 1 column") {
        var result = Matrix(column: general.column(0))
        try $0.solveTriangular(factor.lower, .transposed, &result)
        return result
      },
      Operation(name: "definite inverse") {
        try $0.inversePositiveDefinite(definite)
      },
      Operation(name: "pivoted QR, 2n×n") {
        let factor = try PivotedQRFactor(tall, backend: $0)
        // Signs of the rows of R are the backend's choice.
        return Matrix(
          column: factor.upperTriangle.diagonal.map(\.magnitude))
      },
      Operation(name: "symmetric eigen") {
        Matrix(
          column: try SymmetricEigenDecomposition(definite, backend: $0).values)
      },
    ]
  }

  private static func lehmer(order n: Int) -> Matrix {
    var result = Matrix(rowCount: n, columnCount: n)
    for i in 0..<n {
      for j in 0..<n {
        result[i, j] = Double(min(i, j) + 1) / Double(max(i, j) + 1)
      }
    }
    return result
  }

  /// Numbers in [−1, 1) from the fractional parts of multiples of √2.
  private static func wellMixed(rows: Int, columns: Int) -> Matrix {
    let root = 2.0.squareRoot()
    return Matrix(
      rowCount: rows, columnCount: columns,
      columnMajor: (0..<(rows * columns)).map {
        let x = Double($0 * $0 + 7 * $0 + 1) * root
        return 2 * (x - x.rounded(.down)) - 1
      })
  }
}
