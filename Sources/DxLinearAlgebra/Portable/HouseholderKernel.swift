/// Elementary reflectors `H = I − τ v vᵀ` with `v₀ = 1`.
///
/// > G. H. Golub, C. F. Van Loan. *Matrix Computations*, 4th ed., Johns
/// > Hopkins University Press, 2013, §5.1.
internal enum HouseholderKernel {
  /// Overwrites `x` by the reflector that maps it to a multiple of the first
  /// unit vector: `x[0]` becomes that multiple, the rest the tail of `v`.
  ///
  /// - Returns: The factor `τ`, which is zero if `x` is such a multiple
  ///   already.
  internal static func makeReflector(
    _ x: UnsafeMutablePointer<Double>, count: Int
  ) -> Double {
    guard count > 1 else { return 0 }
    let tail = euclideanNorm(
      UnsafeBufferPointer(start: x + 1, count: count - 1))
    if tail == 0 { return 0 }
    let head = x[0]
    let larger = max(head.magnitude, tail)
    let smaller = min(head.magnitude, tail) / larger
    let norm = larger * (1 + smaller * smaller).squareRoot()
    // The sign opposite to that of the head, so that nothing cancels.
    let image = head > 0 ? -norm : norm
    let divisor = head - image
    for index in 1..<count { x[index] /= divisor }
    x[0] = image
    return (image - head) / image
  }

  /// Applies a reflector to each of several columns of length `count`.
  ///
  /// - Parameter tail: `v₁, v₂, …`, the leading one being implied.
  internal static func apply(
    tail: UnsafePointer<Double>, scale: Double, count: Int,
    to columns: UnsafeMutablePointer<Double>, columnCount: Int,
    leadingDimension: Int
  ) {
    if scale == 0 { return }
    for column in 0..<columnCount {
      let x = columns + column * leadingDimension
      let factor = scale * (x[0] + dot(tail, x + 1, count: count - 1))
      x[0] -= factor
      addScaled(-factor, tail, to: x + 1, count: count - 1)
    }
  }
}
