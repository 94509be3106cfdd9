/// Solution with a lower-triangular matrix, and the inverse from a factor.
package enum TriangularKernel {
  // Of 8, 12 and 24 the best on the whole; measured at n = 33 to 200.
  private static let blockOrder = 12

  /// Solves `L x = b` or `Lᵀ x = b` in place.
  ///
  /// - Parameters:
  ///   - lower: The entries of `L`, column by column; the strict upper triangle
  ///     is not read.
  ///   - n: The order.
  ///   - orientation: Which of the two systems.
  ///   - vector: `b`, whose first *n* numbers are replaced by `x`.
  /// - Complexity: *n*² floating-point operations; no allocation.
  package static func solve(
    _ lower: [Double], order n: Int, _ orientation: MatrixOrientation,
    _ vector: inout [Double]
  ) {
    precondition(
      lower.count >= n * n && vector.count >= n,
      "\(lower.count) and \(vector.count) numbers for an order of \(n)")
    lower.withUnsafeBufferPointer { lower in
      vector.withUnsafeMutableBufferPointer { vector in
        guard let l = lower.baseAddress, let b = vector.baseAddress
        else { return }
        // A product with a single column is not worth packing.
        switch orientation {
        case .plain: solveForward(l, n, 0..<n, b)
        case .transposed: solveBackward(l, n, 0..<n, b)
        }
      }
    }
  }

  /// Solves `L X = B` or `Lᵀ X = B` in place.
  internal static func solve(
    _ l: UnsafePointer<Double>, order n: Int,
    _ orientation: MatrixOrientation,
    _ b: UnsafeMutablePointer<Double>, columns: Int
  ) {
    switch orientation {
    case .plain:
      for start in stride(from: 0, to: n, by: blockOrder) {
        let end = min(start + blockOrder, n)
        for j in 0..<columns { solveForward(l, n, start..<end, b + j * n) }
        GeneralProductKernel.accumulate(
          rows: n - end, columns: columns, depth: end - start, alpha: -1,
          StridedOperand(l + start * n + end, leadingDimension: n),
          StridedOperand(b + start, leadingDimension: n), into: b + end,
          leadingDimension: n)
      }
    case .transposed:
      let last = (n - 1) / blockOrder * blockOrder
      for start in stride(from: last, through: 0, by: -blockOrder) {
        let end = min(start + blockOrder, n)
        GeneralProductKernel.accumulate(
          rows: end - start, columns: columns, depth: n - end, alpha: -1,
          StridedOperand(l + start * n + end, leadingDimension: n, .transposed),
          StridedOperand(b + end, leadingDimension: n), into: b + start,
          leadingDimension: n)
        for j in 0..<columns { solveBackward(l, n, start..<end, b + j * n) }
      }
    }
  }

  /// Overwrites a lower-triangular `L` by the lower triangle of the inverse
  /// of `L Lᵀ`.
  ///
  /// - Parameter workspace: Room for as many numbers as `L` has.
  internal static func invertFromCholesky(
    _ l: UnsafeMutablePointer<Double>, order n: Int,
    workspace: UnsafeMutablePointer<Double>
  ) {
    workspace.update(repeating: 0, count: n * n)
    for index in 0..<n { workspace[index * n + index] = 1 }
    solveIdentity(l, n, workspace)
    // (L Lᵀ)⁻¹ = L⁻ᵀ L⁻¹. Above a block's first row its columns are zero.
    for start in stride(from: 0, to: n, by: blockOrder) {
      let width = min(blockOrder, n - start)
      for column in start..<(start + width) {
        (l + column * n + start).update(repeating: 0, count: n - start)
      }
      for row in stride(from: start, to: n, by: blockOrder) {
        let inverse = StridedOperand(workspace + row, leadingDimension: n)
        GeneralProductKernel.accumulate(
          rows: min(blockOrder, n - row), columns: width, depth: n - row,
          alpha: 1, inverse.offsetBy(row: 0, column: row).transposed,
          inverse.offsetBy(row: 0, column: start),
          into: l + start * n + row, leadingDimension: n)
      }
    }
  }

  /// Solves `L X = I`, whose blocks above the diagonal stay zero.
  private static func solveIdentity(
    _ l: UnsafePointer<Double>, _ n: Int, _ x: UnsafeMutablePointer<Double>
  ) {
    for start in stride(from: 0, to: n, by: blockOrder) {
      let end = min(start + blockOrder, n)
      for j in 0..<end { solveForward(l, n, start..<end, x + j * n) }
      GeneralProductKernel.accumulate(
        rows: n - end, columns: end, depth: end - start, alpha: -1,
        StridedOperand(l + start * n + end, leadingDimension: n),
        StridedOperand(x + start, leadingDimension: n), into: x + end,
        leadingDimension: n)
    }
  }

  private static func solveForward(
    _ l: UnsafePointer<Double>, _ n: Int, _ block: Range<Int>,
    _ x: UnsafeMutablePointer<Double>
  ) {
    for k in block {
      let source = l + k * n
      x[k] /= source[k]
      addScaled(
        -x[k], source + k + 1, to: x + k + 1, count: block.upperBound - k - 1)
    }
  }

  private static func solveBackward(
    _ l: UnsafePointer<Double>, _ n: Int, _ block: Range<Int>,
    _ x: UnsafeMutablePointer<Double>
  ) {
    for k in block.reversed() {
      let source = l + k * n
      let known = dot(
        source + k + 1, x + k + 1, count: block.upperBound - k - 1)
      x[k] = (x[k] - known) / source[k]
    }
  }
}
