/// The Cholesky factorisation, a panel of columns at a time.
///
/// It keeps its scratch memory, so one kernel that factors matrix after matrix
/// allocates nothing.
///
/// > N. J. Higham. *Accuracy and Stability of Numerical Algorithms*, 2nd ed.,
/// > SIAM, 2002, §10.1 and §13.1 (the partitioned form).
/// > doi:10.1137/1.9780898718027
package struct CholeskyKernel: Sendable {
  // Wide enough that the products dominate, narrow enough that the panel is
  // no bottleneck; measured at n = 200.
  private static let panelWidth = 24

  private let capacity: Int
  private var packing: [Lanes]

  /// Makes room for matrices up to an order.
  package init(capacity: Int) {
    self.capacity = capacity
    let remaining = max(0, capacity - Self.panelWidth)
    let count = GeneralProductKernel.packingCapacity(
      rows: remaining, columns: min(2 * Self.panelWidth, remaining),
      depth: Self.panelWidth)
    packing = Array(repeating: .zero, count: max(1, count))
  }

  /// Overwrites the lower triangle of a square matrix by its factor.
  ///
  /// - Parameters:
  ///   - matrix: The entries, column by column, of which the strict upper
  ///     triangle is neither read nor written.
  ///   - n: The order, no more than the capacity.
  /// - Returns: The index of the first pivot that is not positive, or not
  ///   finite, if any; the matrix is then left half done.
  /// - Complexity: *n*³/3 floating-point operations; no allocation.
  package mutating func factor(
    _ matrix: inout [Double], order n: Int
  ) -> Int? {
    precondition(
      n <= capacity && matrix.count >= n * n,
      """
      No room for an order of \(n) in \(matrix.count) entries \
      and a capacity of \(capacity)
      """)
    return matrix.withUnsafeMutableBufferPointer { matrix in
      packing.withUnsafeMutableBufferPointer { packing in
        guard let a = matrix.baseAddress, let packing = packing.baseAddress
        else { return nil }
        return Self.factor(a, order: n, packing: packing)
      }
    }
  }

  private static func factor(
    _ a: UnsafeMutablePointer<Double>, order n: Int,
    packing: UnsafeMutablePointer<Lanes>
  ) -> Int? {
    var start = 0
    while start < n {
      // A last panel a little too wide is cheaper than one more product.
      let width = n - start <= 2 * panelWidth ? n - start : panelWidth
      let end = start + width
      if let failed = factorPanel(a, order: n, columns: start..<end) {
        return failed
      }
      updateTrailingBlock(a, order: n, panel: start..<end, packing: packing)
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
    _ a: UnsafeMutablePointer<Double>, order n: Int, panel: Range<Int>,
    packing: UnsafeMutablePointer<Lanes>
  ) {
    let depth = panel.count
    let width = 2 * panelWidth
    for column in stride(from: panel.upperBound, to: n, by: width) {
      let rows = StridedOperand(
        a + panel.lowerBound * n + column, leadingDimension: n)
      GeneralProductKernel.accumulate(
        rows: n - column, columns: min(width, n - column), depth: depth,
        alpha: -1, rows, rows.transposed, into: a + column * n + column,
        leadingDimension: n, packing: packing)
    }
  }
}
