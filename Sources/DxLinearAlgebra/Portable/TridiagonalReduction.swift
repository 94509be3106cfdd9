/// Reduction of a symmetric matrix to tridiagonal form by reflectors.
///
/// > G. H. Golub, C. F. Van Loan. *Matrix Computations*, 4th ed., Johns
/// > Hopkins University Press, 2013, Algorithm 8.3.1.
internal enum TridiagonalReduction {
  /// Overwrites the lower triangle of `a` by the tridiagonal matrix and the
  /// reflectors: the vector of step *k* stands below the subdiagonal entry of
  /// column *k*.
  ///
  /// - Parameters:
  ///   - a: The matrix.
  ///   - n: The order.
  ///   - scales: Room for the factors of the *n* − 2 reflectors.
  ///   - w: Room for *n* numbers of scratch.
  internal static func reduce(
    _ a: UnsafeMutablePointer<Double>, order n: Int,
    scales: UnsafeMutablePointer<Double>,
    scratch w: UnsafeMutablePointer<Double>
  ) {
    for step in 0..<max(0, n - 2) {
      let count = n - step - 1
      let head = a + step * n + step + 1
      let scale = HouseholderKernel.makeReflector(head, count: count)
      scales[step] = scale
      if scale == 0 { continue }
      let subdiagonal = head[0]
      head[0] = 1
      let block = head + n
      multiplyLower(block, order: count, stride: n, head, into: w)
      // w = τ A v − (τ² vᵀ A v / 2) v, so that H A H = A − v wᵀ − w vᵀ.
      let half = scale * scale * dot(head, w, count: count) / 2
      for i in 0..<count { w[i] = scale * w[i] - half * head[i] }
      for j in 0..<count {
        let column = block + j * n
        let (vj, wj) = (head[j], w[j])
        for i in j..<count { column[i] -= head[i] * wj + w[i] * vj }
      }
      head[0] = subdiagonal
    }
  }

  /// Overwrites the reduced matrix by the product of its reflectors.
  internal static func formOrthogonalFactor(
    _ a: UnsafeMutablePointer<Double>, order n: Int,
    scales: UnsafePointer<Double>
  ) {
    if n == 0 { return }
    // Column k of the factor is made from the reflector of column k − 1, so
    // the reflectors move right by one while the factor grows upwards.
    for column in stride(from: n - 1, to: 0, by: -1) {
      let target = a + column * n
      let source = target - n
      target.update(repeating: 0, count: column + 1)
      target[column] = 1
      for row in (column + 1)..<n { target[row] = source[row] }
    }
    a.update(repeating: 0, count: n)
    a[0] = 1
    for column in stride(from: n - 2, to: 0, by: -1) {
      let head = a + column * n + column
      let scale = scales[column - 1]
      let count = n - column
      HouseholderKernel.apply(
        tail: head + 1, scale: scale, count: count, to: head + n,
        columnCount: count - 1, leadingDimension: n)
      // The column itself was a unit vector: H e₀ = e₀ − τ v.
      head[0] = 1 - scale
      for i in 1..<count { head[i] *= -scale }
    }
  }

  /// Computes `w = A v` from the lower triangle of `A`.
  private static func multiplyLower(
    _ a: UnsafePointer<Double>, order: Int, stride: Int,
    _ v: UnsafePointer<Double>, into w: UnsafeMutablePointer<Double>
  ) {
    w.update(repeating: 0, count: order)
    for j in 0..<order {
      let column = a + j * stride + j
      let below = order - j - 1
      addScaled(v[j], column + 1, to: w + j + 1, count: below)
      w[j] += column[0] * v[j] + dot(column + 1, v + j + 1, count: below)
    }
  }
}
