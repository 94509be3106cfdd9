/// Solution with a lower-triangular matrix, and the inverse from a factor.
internal enum TriangularKernel {
  // Of 8, 12 and 24 the best on the whole; measured at n = 33 to 200.
  private static let blockOrder = 12

  /// Solves `L X = B` or `Lᵀ X = B` in place.
  internal static func solve(
    _ l: UnsafePointer<Double>, order n: Int,
    _ orientation: MatrixOrientation,
    _ b: UnsafeMutablePointer<Double>, columns: Int
  ) {
    let starts = Array(stride(from: 0, to: n, by: blockOrder))
    switch orientation {
    case .plain:
      for start in starts {
        let end = min(start + blockOrder, n)
        solveForward(l, n, start..<end, b, columns)
        GeneralProductKernel.accumulate(
          rows: n - end, columns: columns, depth: end - start, alpha: -1,
          StridedOperand(l + start * n + end, leadingDimension: n),
          StridedOperand(b + start, leadingDimension: n), into: b + end,
          leadingDimension: n)
      }
    case .transposed:
      for start in starts.reversed() {
        let end = min(start + blockOrder, n)
        GeneralProductKernel.accumulate(
          rows: end - start, columns: columns, depth: n - end, alpha: -1,
          StridedOperand(l + start * n + end, leadingDimension: n, .transposed),
          StridedOperand(b + end, leadingDimension: n), into: b + start,
          leadingDimension: n)
        solveBackward(l, n, start..<end, b, columns)
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
      solveForward(l, n, start..<end, x, end)
      GeneralProductKernel.accumulate(
        rows: n - end, columns: end, depth: end - start, alpha: -1,
        StridedOperand(l + start * n + end, leadingDimension: n),
        StridedOperand(x + start, leadingDimension: n), into: x + end,
        leadingDimension: n)
    }
  }

  private static func solveForward(
    _ l: UnsafePointer<Double>, _ n: Int, _ block: Range<Int>,
    _ b: UnsafeMutablePointer<Double>, _ columns: Int
  ) {
    for column in 0..<columns {
      let x = b + column * n
      for k in block {
        let source = l + k * n
        x[k] /= source[k]
        addScaled(
          -x[k], source + k + 1, to: x + k + 1, count: block.upperBound - k - 1)
      }
    }
  }

  private static func solveBackward(
    _ l: UnsafePointer<Double>, _ n: Int, _ block: Range<Int>,
    _ b: UnsafeMutablePointer<Double>, _ columns: Int
  ) {
    for column in 0..<columns {
      let x = b + column * n
      for k in block.reversed() {
        let source = l + k * n
        let known = dot(
          source + k + 1, x + k + 1, count: block.upperBound - k - 1)
        x[k] = (x[k] - known) / source[k]
      }
    }
  }
}
