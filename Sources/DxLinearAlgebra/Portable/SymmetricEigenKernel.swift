/// Eigenvalues and eigenvectors of dense symmetric matrices.
///
/// Reflections make a matrix tridiagonal, and implicit QL iterations make
/// that diagonal. The kernel keeps its memory, so one that decomposes matrix
/// after matrix allocates nothing.
package struct SymmetricEigenKernel: Sendable {
  /// The eigenvalues of the last matrix, of order *n*, in ascending order; what
  /// follows the first *n* numbers is unspecified.
  package private(set) var values: [Double]
  private let capacity: Int
  // The entries beside the diagonal, and twice the room for a vector.
  private var scratch: [Double]

  /// Makes room for matrices up to an order.
  package init(capacity: Int) {
    self.capacity = capacity
    values = Array(repeating: 0, count: capacity)
    scratch = Array(repeating: 0, count: 3 * capacity)
  }

  /// Overwrites a matrix by its eigenvectors.
  ///
  /// - Parameters:
  ///   - matrix: The entries, column by column, of which the lower triangle is
  ///     read. All of them are overwritten, by eigenvectors in the order of
  ///     their values or, if these are not wanted, by anything.
  ///   - n: The order, no more than the capacity.
  ///   - wantsVectors: Whether to compute the eigenvectors.
  /// - Returns: The index of an eigenvalue that did not converge, if any,
  ///   which only a matrix with an entry that is not finite is known to cause.
  /// - Complexity: About 9*n*³ floating-point operations, or 4*n*³/3 without
  ///   the vectors; no allocation.
  package mutating func decompose(
    _ matrix: inout [Double], order n: Int, wantsVectors: Bool
  ) -> Int? {
    precondition(
      n <= capacity && matrix.count >= n * n,
      """
      No room for an order of \(n) in \(matrix.count) entries \
      and a capacity of \(capacity)
      """)
    return matrix.withUnsafeMutableBufferPointer { matrix in
      values.withUnsafeMutableBufferPointer { values in
        scratch.withUnsafeMutableBufferPointer { scratch in
          guard let a = matrix.baseAddress, let values = values.baseAddress,
            let scratch = scratch.baseAddress
          else { return nil }
          return Self.decompose(
            a, order: n, wantsVectors: wantsVectors, values: values,
            scratch: scratch)
        }
      }
    }
  }

  private static func decompose(
    _ a: UnsafeMutablePointer<Double>, order n: Int, wantsVectors: Bool,
    values: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutablePointer<Double>
  ) -> Int? {
    if n == 0 { return nil }
    let (subdiagonal, first, second) = (scratch, scratch + n, scratch + 2 * n)
    let scale = safeScale(of: a, order: n)
    if scale != 1 {
      for j in 0..<n { for i in j..<n { a[j * n + i] *= scale } }
    }
    TridiagonalReduction.reduce(a, order: n, scales: first, scratch: second)
    for i in 0..<n { values[i] = a[i * n + i] }
    for i in 0..<(n - 1) { subdiagonal[i] = a[i * n + i + 1] }
    subdiagonal[n - 1] = 0
    if wantsVectors {
      TridiagonalReduction.formOrthogonalFactor(a, order: n, scales: first)
    }
    let vectors = wantsVectors ? a : nil
    let iteration = ImplicitQLIteration(
      order: n, diagonal: values, subdiagonal: subdiagonal, cosines: first,
      sines: second, vectors: vectors)
    if let unconverged = iteration.run() { return unconverged }
    if scale != 1 { for i in 0..<n { values[i] /= scale } }
    sort(values, vectors, order: n)
    return nil
  }

  /// A power of two that brings the entries into a range where no product of
  /// three overflows; one if they lie in it.
  private static func safeScale(
    of a: UnsafePointer<Double>, order n: Int
  ) -> Double {
    var largest = 0.0
    for j in 0..<n {
      for i in j..<n { largest = max(largest, a[j * n + i].magnitude) }
    }
    if largest == 0 || (largest > 0x1p-300 && largest < 0x1p300) { return 1 }
    return largest > 1 ? 0x1p-600 : 0x1p600
  }

  /// Orders the values, and the columns with them, by selection: values may
  /// be compared *n*²/2 times, but no column moves more often than it must.
  private static func sort(
    _ values: UnsafeMutablePointer<Double>,
    _ vectors: UnsafeMutablePointer<Double>?, order n: Int
  ) {
    for target in 0..<n {
      var least = target
      for i in target..<n where values[i] < values[least] { least = i }
      if least == target { continue }
      (values[target], values[least]) = (values[least], values[target])
      guard let vectors else { continue }
      let (x, y) = (vectors + target * n, vectors + least * n)
      for row in 0..<n { (x[row], y[row]) = (y[row], x[row]) }
    }
  }
}
