public import DxLinearAlgebra
public import Testing

// What every backend promises of products. Inputs are small whole numbers, so
// every sum is exact and equality is the right comparison. Products of higher
// order are compared through their action on a vector, which takes n² steps.

/// Checks the general product in all four combinations of orientations.
public func checkProductContract(
  _ backend: any LinearAlgebraBackend, order n: Int,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let (rows, depth, columns) = (n, n + 1, max(0, n - 1))
  let x = Matrix.randomIntegers(columns, 1, seed: 3).elements
  for (index, (left, right)) in orientationPairs.enumerated() {
    let a =
      left == .plain
      ? Matrix.randomIntegers(rows, depth, seed: 1)
      : Matrix.randomIntegers(depth, rows, seed: 1)
    let b =
      right == .plain
      ? Matrix.randomIntegers(depth, columns, seed: 2)
      : Matrix.randomIntegers(columns, depth, seed: 2)
    let expected = a.applied(left, to: b.applied(right, to: x))
    // The general form below covers it; a debug build has no time for both.
    if n < 100 {
      let product = backend.product(a, left, b, right)
      #expect(
        product.applied(to: x) == expected, "orientations \(index)",
        sourceLocation: sourceLocation)
    }
    let start = Matrix.randomIntegers(rows, columns, seed: 4)
    var result = start
    backend.multiply(alpha: 2, a, left, b, right, beta: -3, into: &result)
    let accumulated = zip(expected, start.applied(to: x)).map {
      2 * $0 - 3 * $1
    }
    #expect(
      result.applied(to: x) == accumulated, "orientations \(index)",
      sourceLocation: sourceLocation)
  }
}

private let orientationPairs:
  [(left: MatrixOrientation, right: MatrixOrientation)] = [
    (.plain, .plain), (.transposed, .plain), (.plain, .transposed),
    (.transposed, .transposed),
  ]

/// Checks a product so deep and wide that a blocked kernel takes it in parts.
public func checkLargeProductContract(
  _ backend: any LinearAlgebraBackend,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let a = Matrix.randomIntegers(7, 531, seed: 26)
  let b = Matrix.randomIntegers(531, 1030, seed: 27)
  let x = Matrix.randomIntegers(1030, 1, seed: 28).elements
  #expect(
    backend.product(a, b).applied(to: x) == a.applied(to: b.applied(to: x)),
    sourceLocation: sourceLocation)
}

/// Checks what a product does with a NaN or an infinity.
public func checkNonFiniteProductContract(
  _ backend: any LinearAlgebraBackend, order n: Int, value: Double,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let clean = Matrix.randomIntegers(n, n, seed: 5)
  var dirty = clean
  dirty[n - 1, n / 2] = value
  let fromLeft = backend.product(dirty, clean)
  let fromRight = backend.product(clean, dirty)
  for index in 0..<n {
    // 0 · ∞ is a NaN, so every sum that meets the value is lost.
    #expect(
      fromLeft.row(index).allSatisfy(\.isFinite) == (index != n - 1),
      sourceLocation: sourceLocation)
    #expect(
      !fromLeft[n - 1, index].isFinite, sourceLocation: sourceLocation)
    #expect(
      fromRight.column(index).allSatisfy(\.isFinite) == (index != n / 2),
      sourceLocation: sourceLocation)
  }
  let gram = backend.rankKProduct(dirty, .plain)
  #expect(
    gram.elements.filter { !$0.isFinite }.count == 2 * n - 1,
    sourceLocation: sourceLocation)
  #expect(
    backend.symmetricProduct(dirty, clean).elements.contains { !$0.isFinite },
    sourceLocation: sourceLocation)

  // A factor of zero keeps an operand from being read.
  let unread = Matrix(rowCount: n, columnCount: n, repeating: value)
  var result = unread
  backend.multiply(
    alpha: 1, clean, .plain, clean, .plain, beta: 0, into: &result)
  #expect(
    result == backend.product(clean, clean), sourceLocation: sourceLocation)
  backend.multiply(
    alpha: 0, unread, .plain, unread, .plain, beta: 1, into: &result)
  #expect(
    result == backend.product(clean, clean), sourceLocation: sourceLocation)
}

/// Checks the products of a matrix and its transpose.
public func checkRankKContract(
  _ backend: any LinearAlgebraBackend, order n: Int,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let a = Matrix.randomIntegers(n, n + 3, seed: 6)
  for (matrix, orientation) in [
    (a, MatrixOrientation.plain), (a.transposed, .transposed),
  ] {
    let product = backend.rankKProduct(matrix, orientation)
    let x = Matrix.randomIntegers(n, 1, seed: 7).elements
    #expect(
      product.applied(to: x) == a.applied(to: a.applied(.transposed, to: x)),
      sourceLocation: sourceLocation)
    #expect(product == product.transposed, sourceLocation: sourceLocation)
  }
}

/// Checks the product of a symmetric and a general matrix.
public func checkSymmetricProductContract(
  _ backend: any LinearAlgebraBackend, order n: Int,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let lower = Matrix.lowerTriangularIntegers(order: n, seed: 8)
  var symmetric = lower + lower.transposed
  for index in 0..<n { symmetric[index, index] /= 2 }
  let b = Matrix.randomIntegers(n, n + 2, seed: 9)
  let x = Matrix.randomIntegers(n + 2, 1, seed: 10).elements
  let product = backend.symmetricProduct(
    symmetric.withUnreadableUpperTriangle, b)
  #expect(
    product.applied(to: x) == symmetric.applied(to: b.applied(to: x)),
    sourceLocation: sourceLocation)
}
