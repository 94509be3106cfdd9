/// The Cholesky factorisation, a panel of columns at a time.
///
/// > N. J. Higham. *Accuracy and Stability of Numerical Algorithms*, 2nd ed.,
/// > SIAM, 2002, §10.1 and §13.1 (the partitioned form).
/// > doi:10.1137/1.9780898718027
internal enum CholeskyKernel {
  // Wide enough that the products dominate, narrow enough that the panel is
  // no bottleneck; measured at n = 200.
  private static let panelWidth = 24

  /// Overwrites the lower triangle of a square matrix by its factor.
  ///
  /// - Returns: The index of the first pivot that is not positive, if any.
  internal static func factor(
    _ a: UnsafeMutablePointer<Double>, order n: Int
  ) -> Int? {
    var start = 0
    while start < n {
      // A last panel a little too wide is cheaper than one more product.
      let width = n - start <= 2 * panelWidth ? n - start : panelWidth
      let end = start + width
      if let failed = factorPanel(a, order: n, columns: start..<end) {
        return failed
      }
      updateTrailingBlock(a, order: n, panel: start..<end)
      start = end
    }
    return nil
  }

  private static func factorPanel(
    _ a: UnsafeMutablePointer<Double>, order n: Int, columns: Range<Int>
  ) -> Int? {
    for j in columns {
      let target = a + j * n + j
      var k = columns.lowerBound
      while k + 4 <= j {
        let source = a + k * n + j
        subtractFour(
          source, stride: n, factors: source, from: target, count: n - j)
        k += 4
      }
      while k < j {
        let source = a + k * n + j
        addScaled(-source[0], source, to: target, count: n - j)
        k += 1
      }
      let pivot = target[0]
      // Written so that a NaN, from an overflow on the way, fails as well.
      guard pivot > 0 && pivot.isFinite else { return j }
      let root = pivot.squareRoot()
      target[0] = root
      for i in 1..<max(1, n - j) { target[i] /= root }
    }
    return nil
  }

  private static func updateTrailingBlock(
    _ a: UnsafeMutablePointer<Double>, order n: Int, panel: Range<Int>
  ) {
    let depth = panel.count
    let width = 2 * panelWidth
    for column in stride(from: panel.upperBound, to: n, by: width) {
      let rows = StridedOperand(
        a + panel.lowerBound * n + column, leadingDimension: n)
      GeneralProductKernel.accumulate(
        rows: n - column, columns: min(width, n - column), depth: depth,
        alpha: -1, rows, rows.transposed, into: a + column * n + column,
        leadingDimension: n)
    }
  }
}
