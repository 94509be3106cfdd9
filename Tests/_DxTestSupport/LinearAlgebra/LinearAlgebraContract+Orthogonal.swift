public import DxLinearAlgebra
internal import RealModule
public import Testing

// What every backend promises of QR factors and eigenvectors. A residual is
// measured on a vector x with entries in [−1, 1), in units of n ulpOfOne times
// the norms involved; backward errors are a small multiple of one.

/// Checks `A P = Q R` and the orthogonality of `Q` for one shape.
public func checkPivotedQRContract(
  _ backend: any LinearAlgebraBackend, rows: Int, columns: Int,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let a = Matrix.random(rows, columns, seed: 17)
  let factor = try PivotedQRFactor(a, backend: backend)
  let steps = min(rows, columns)
  #expect(factor.rank == steps, sourceLocation: sourceLocation)
  #expect(
    factor.permutation.sorted() == Array(0..<columns),
    sourceLocation: sourceLocation)
  let triangle = factor.upperTriangle
  let diagonal = triangle.diagonal.map(\.magnitude)
  for (larger, smaller) in zip(diagonal, diagonal.dropFirst()) {
    #expect(
      smaller <= larger * (1 + Double(rows) * .ulpOfOne),
      sourceLocation: sourceLocation)
  }

  let unit = Double(max(1, rows)) * Double(max(1, columns)) * .ulpOfOne
  let x = Matrix.random(columns, 1, seed: 18).elements
  var permuted = [Double](repeating: 0, count: columns)
  for (position, column) in factor.permutation.enumerated() {
    permuted[column] = x[position]
  }
  var image = Matrix(rowCount: rows, columnCount: 1)
  for (row, entry) in triangle.applied(to: x).enumerated() {
    image[row, 0] = entry
  }
  let restored = try factor.multiplyByQ(.plain, image)
  #expect(
    largestDifference(restored.elements, a.applied(to: permuted)) <= 4 * unit,
    sourceLocation: sourceLocation)

  let y = Matrix.random(rows, 3, seed: 19)
  let there = try factor.multiplyByQ(.plain, y)
  let back = try factor.multiplyByQ(.transposed, there)
  #expect(
    largestDifference(back, y) <= 4 * unit, sourceLocation: sourceLocation)
}

/// Checks the numerical rank of exactly deficient matrices.
public func checkRankContract(
  _ backend: any LinearAlgebraBackend, order n: Int,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  for rank in Set([0, 1, n / 2, n - 1]) where rank >= 0 {
    // Two factors of whole numbers, so that the deficiency is exact.
    let left = Matrix.randomIntegers(n + 4, rank, seed: 20)
    let right = Matrix.randomIntegers(rank, n, seed: 21)
    let factor = try PivotedQRFactor(
      backend.product(left, right), backend: backend)
    #expect(
      factor.rank == min(rank, n), "rank \(rank)",
      sourceLocation: sourceLocation)
    #expect(
      factor.rankTolerance == Double(n + 4) * .ulpOfOne,
      sourceLocation: sourceLocation)
  }
}

/// Checks least squares: the residual is orthogonal to every column, also if
/// a column occurs twice.
public func checkLeastSquaresContract(
  _ backend: any LinearAlgebraBackend, order n: Int,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let rows = 2 * n + 3
  var a = Matrix.random(rows, n, seed: 22)
  if n > 1 {
    for row in 0..<rows { a[row, n - 1] = a[row, 0] }
  }
  let b = Matrix.random(rows, 2, seed: 23)
  let factor = try PivotedQRFactor(a, backend: backend)
  #expect(factor.rank == (n > 1 ? n - 1 : n), sourceLocation: sourceLocation)
  let solution = try factor.solveLeastSquares(b)
  for column in 0..<b.columnCount {
    let x = solution.column(column)
    let residual = zip(b.column(column), a.applied(to: x)).map { $0 - $1 }
    let gradient = a.applied(.transposed, to: residual)
    #expect(
      largestDifference(gradient, [Double](repeating: 0, count: n))
        <= 4 * Double(rows * max(1, n)) * .ulpOfOne,
      sourceLocation: sourceLocation)
  }
}

/// Checks eigenvalues against a closed form, and the residual and
/// orthogonality of the vectors.
public func checkEigenContract(
  _ backend: any LinearAlgebraBackend, order n: Int, scale: Double = 1,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let known = try SymmetricEigenDecomposition(
    scale * Matrix.secondDifference(order: n), backend: backend)
  let expected = (1...max(1, n)).prefix(n).map { k in
    let sine = Double.sin(Double(k) * Double.pi / Double(2 * n + 2))
    return 4 * sine * sine
  }
  // An eigenvalue is within n u ‖A‖ of a true one, and the norm is below 4.
  #expect(
    largestDifference(known.values.map { $0 / scale }, expected)
      <= 4 * Double(max(1, n)) * .ulpOfOne, sourceLocation: sourceLocation)

  let lower = Matrix.random(n, n, seed: 24)
  let matrix = scale * (lower + lower.transposed)
  let result = try SymmetricEigenDecomposition(
    matrix.withUnreadableUpperTriangle, backend: backend)
  #expect(
    zip(result.values, result.values.dropFirst()).allSatisfy { $0 <= $1 },
    sourceLocation: sourceLocation)
  let x = Matrix.random(n, 1, seed: 25).elements
  let vectors = result.vectors
  let unit = Double(n * max(1, n)) * .ulpOfOne
  let coordinates = vectors.applied(.transposed, to: x)
  #expect(
    largestDifference(vectors.applied(to: coordinates), x) <= 4 * unit,
    sourceLocation: sourceLocation)
  let stretched = zip(result.values, coordinates).map { $0 / scale * $1 }
  #expect(
    largestDifference(
      vectors.applied(to: stretched),
      matrix.applied(to: x).map { $0 / scale }) <= 4 * unit,
    sourceLocation: sourceLocation)
}
