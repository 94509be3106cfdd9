internal import RealModule

/// The spectrum of a small dense symmetric matrix, in storage kept for reuse.
///
/// Householder reflections make the matrix tridiagonal, and implicit QL
/// iterations with Wilkinson's shift make that diagonal.
///
/// Accuracy: an eigenvalue is off by a modest multiple of `n u` times the
/// largest magnitude.
///
/// > G. H. Golub and C. F. Van Loan. *Matrix Computations*, 4th ed., Johns
/// > Hopkins University Press, 2013, §8.3.
internal struct DenseEigen {
  /// The eigenvalues in ascending order, in the first `order` elements.
  internal private(set) var values: [Double]
  /// The eigenvectors, one after the other; unspecified if not asked for.
  internal private(set) var vectors: [Double]
  // The entries beside the diagonal, and the factors β of the reflections
  // I − β v vᵀ.
  private var offDiagonal: [Double]
  private var factors: [Double]

  /// Makes room for matrices up to an order.
  internal init(capacity: Int) {
    values = Array(repeating: 0, count: capacity)
    vectors = Array(repeating: 0, count: capacity * capacity)
    offDiagonal = values
    factors = values
  }

  /// Decomposes a matrix, whose lower triangle is overwritten.
  ///
  /// - Returns: Whether the iteration converged, which only a matrix with an
  ///   entry that is not finite prevents.
  internal mutating func decompose(
    _ a: inout [Double], order n: Int, wantsVectors: Bool
  ) -> Bool {
    // A power of two, so that scaling is exact and no square overflows.
    var largest = 0.0
    for j in 0..<n {
      for i in j..<n { largest = max(largest, a[i + n * j].magnitude) }
    }
    guard largest.isFinite else { return false }
    let scale = largest < .leastNormalMagnitude ? 1 : largest.binade
    for j in 0..<n { for i in j..<n { a[i + n * j] /= scale } }
    tridiagonalize(&a, n)
    if wantsVectors { accumulate(a, n) }
    for l in 0..<n where !isolate(l, n, wantsVectors) { return false }
    sort(n, wantsVectors)
    for i in 0..<n { values[i] *= scale }
    return true
  }

  private mutating func tridiagonalize(_ a: inout [Double], _ n: Int) {
    for k in 0..<n {
      values[k] = a[k + n * k]
      factors[k] = 0
      offDiagonal[k] = 0
      if k + 1 == n { return }
      var squares = 0.0
      for i in (k + 1)..<n { squares += a[i + n * k] * a[i + n * k] }
      let head = a[k + 1 + n * k]
      if squares == head * head {
        offDiagonal[k] = head
        continue
      }
      let norm = squares.squareRoot()
      // The sign that adds magnitudes.
      let image = head > 0 ? -norm : norm
      offDiagonal[k] = image
      a[k + 1 + n * k] = head - image
      factors[k] = 1 / (squares - head * image)
      reflect(&a, n, k)
    }
  }

  /// Applies reflection `k` to both sides of the trailing block.
  private mutating func reflect(_ a: inout [Double], _ n: Int, _ k: Int) {
    let first = k + 1
    let factor = factors[k]
    // The tails of these arrays are not in use yet: values holds p = β A v.
    for i in first..<n { values[i] = 0 }
    for j in first..<n {
      let vj = a[j + n * k]
      var sum = a[j + n * j] * vj
      for i in (j + 1)..<max(n, j + 1) {
        sum += a[i + n * j] * a[i + n * k]
        values[i] += a[i + n * j] * vj
      }
      values[j] += sum
    }
    var inner = 0.0
    for i in first..<n {
      values[i] *= factor
      inner += values[i] * a[i + n * k]
    }
    let half = 0.5 * factor * inner
    for i in first..<n { values[i] -= half * a[i + n * k] }
    for j in first..<n {
      let (vj, wj) = (a[j + n * k], values[j])
      for i in j..<n {
        a[i + n * j] -= a[i + n * k] * wj + values[i] * vj
      }
    }
  }

  /// Multiplies the reflections into `vectors`.
  private mutating func accumulate(_ a: [Double], _ n: Int) {
    for i in 0..<(n * n) { vectors[i] = 0 }
    for i in 0..<n { vectors[i + n * i] = 1 }
    for k in stride(from: n - 2, through: 0, by: -1) where factors[k] != 0 {
      for j in (k + 1)..<n {
        var sum = 0.0
        for i in (k + 1)..<n { sum += a[i + n * k] * vectors[i + n * j] }
        sum *= factors[k]
        for i in (k + 1)..<n { vectors[i + n * j] -= sum * a[i + n * k] }
      }
    }
  }

  /// Iterates until the eigenvalue at index `l` stands alone.
  private mutating func isolate(
    _ l: Int, _ n: Int, _ wantsVectors: Bool
  ) -> Bool {
    for _ in 0..<64 {
      var m = l
      while m + 1 < n {
        let size = values[m].magnitude + values[m + 1].magnitude
        if offDiagonal[m].magnitude <= 0.5 * .ulpOfOne * size { break }
        m += 1
      }
      if m == l { return true }
      sweep(from: l, to: m, n, wantsVectors)
    }
    return false
  }

  /// One implicit QL sweep over the unreduced block from `l` to `m`.
  private mutating func sweep(
    from l: Int, to m: Int, _ n: Int, _ wantsVectors: Bool
  ) {
    // Wilkinson's shift is the eigenvalue of the leading 2×2 block that is
    // nearer to its first entry.
    let theta = (values[l + 1] - values[l]) / (2 * offDiagonal[l])
    let root = Double.hypot(theta, 1)
    let shift =
      values[l] - offDiagonal[l] / (theta + (theta < 0 ? -root : root))
    var (c, s, correction) = (1.0, 1.0, 0.0)
    var bulge = values[m] - shift
    for i in stride(from: m - 1, through: l, by: -1) {
      let f = s * offDiagonal[i]
      let b = c * offDiagonal[i]
      let r = Double.hypot(f, bulge)
      offDiagonal[i + 1] = r
      if r == 0 {
        // The block splits early.
        values[i + 1] -= correction
        offDiagonal[m] = 0
        return
      }
      s = f / r
      c = bulge / r
      let shifted = values[i + 1] - correction
      let t = (values[i] - shifted) * s + 2 * c * b
      correction = s * t
      values[i + 1] = shifted + correction
      bulge = c * t - b
      if wantsVectors { rotate(i, n, c, s) }
    }
    values[l] -= correction
    offDiagonal[l] = bulge
    offDiagonal[m] = 0
  }

  private mutating func rotate(_ i: Int, _ n: Int, _ c: Double, _ s: Double) {
    for k in (n * i)..<(n * (i + 1)) {
      let (x, y) = (vectors[k], vectors[k + n])
      vectors[k + n] = s * x + c * y
      vectors[k] = c * x - s * y
    }
  }

  private mutating func sort(_ n: Int, _ wantsVectors: Bool) {
    for i in 0..<n {
      var least = i
      for j in i..<n where values[j] < values[least] { least = j }
      if least == i { continue }
      values.swapAt(i, least)
      if !wantsVectors { continue }
      for k in 0..<n { vectors.swapAt(k + n * i, k + n * least) }
    }
  }
}
