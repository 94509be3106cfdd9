/// Cholesky factors of small dense matrices in caller-owned storage.
///
/// Matrices are stored column by column without padding, and only their
/// lower triangles are touched.
internal enum DenseCholesky {
  /// Overwrites a matrix by its factor `L`, where `A = L Lᵀ`.
  ///
  /// - Returns: Whether each pivot exceeds `8 u` of its diagonal entry; if
  ///   not, the matrix is left half done.
  ///
  /// > N. J. Higham. *Accuracy and Stability of Numerical Algorithms*, 2nd
  /// > ed., SIAM, 2002, §10.1. doi:10.1137/1.9780898718027
  internal static func factor(_ a: inout [Double], order n: Int) -> Bool {
    for j in 0..<n {
      let diagonal = a[j + n * j]
      for k in 0..<j {
        let multiplier = a[j + n * k]
        if multiplier == 0 { continue }
        for i in j..<n { a[i + n * j] -= multiplier * a[i + n * k] }
      }
      let pivot = a[j + n * j]
      guard pivot > 4 * .ulpOfOne * diagonal, diagonal > 0, pivot.isFinite
      else { return false }
      let reciprocal = 1 / pivot.squareRoot()
      for i in j..<n { a[i + n * j] *= reciprocal }
    }
    return true
  }

  /// Overwrites `x` by the solution of `L y = x`.
  internal static func solveLower(
    _ l: [Double], order n: Int, _ x: inout [Double]
  ) {
    for j in 0..<n {
      let y = x[j] / l[j + n * j]
      x[j] = y
      for i in (j + 1)..<max(n, j + 1) { x[i] -= y * l[i + n * j] }
    }
  }

  /// Overwrites `x` by the solution of `Lᵀ y = x`.
  internal static func solveUpper(
    _ l: [Double], order n: Int, _ x: inout [Double]
  ) {
    for j in stride(from: n - 1, through: 0, by: -1) {
      var sum = x[j]
      for i in (j + 1)..<max(n, j + 1) { sum -= l[i + n * j] * x[i] }
      x[j] = sum / l[j + n * j]
    }
  }
}
