internal import RealModule

/// The eigenvalues of a symmetric tridiagonal matrix by the implicit QL
/// iteration, with the rotations carried over to a matrix of vectors.
///
/// The rotations of a whole sweep are gathered first and then applied to a
/// few rows at a time, so that each entry of the vectors is loaded and stored
/// once per rotation and not twice.
///
/// > G. H. Golub, C. F. Van Loan. *Matrix Computations*, 4th ed., Johns
/// > Hopkins University Press, 2013, §8.3.3–8.3.5 (there as QR, from the other
/// > end of the matrix).
internal struct ImplicitQLIteration {
  private let order: Int
  private let diagonal: UnsafeMutablePointer<Double>
  private let subdiagonal: UnsafeMutablePointer<Double>
  private let cosines: UnsafeMutablePointer<Double>
  private let sines: UnsafeMutablePointer<Double>
  private let vectors: UnsafeMutablePointer<Double>?

  // Two or three sweeps for each eigenvalue are usual.
  private static let sweepLimit = 60

  /// - Parameters:
  ///   - order: The order *n* of the matrix.
  ///   - diagonal: Its diagonal, which becomes the eigenvalues.
  ///   - subdiagonal: The *n* − 1 entries beside the diagonal, and one more,
  ///     so that the rotations may write past the end.
  ///   - cosines: Room for *n* numbers.
  ///   - sines: Room for *n* numbers.
  ///   - vectors: The *n*² numbers to rotate, or `nil` for the eigenvalues
  ///     alone.
  internal init(
    order: Int, diagonal: UnsafeMutablePointer<Double>,
    subdiagonal: UnsafeMutablePointer<Double>,
    cosines: UnsafeMutablePointer<Double>,
    sines: UnsafeMutablePointer<Double>,
    vectors: UnsafeMutablePointer<Double>?
  ) {
    self.order = order
    self.diagonal = diagonal
    self.subdiagonal = subdiagonal
    self.cosines = cosines
    self.sines = sines
    self.vectors = vectors
  }

  /// Iterates until every entry beside the diagonal is negligible.
  ///
  /// - Returns: The index of an eigenvalue that did not converge, if any.
  internal func run() -> Int? {
    for first in 0..<order {
      var sweeps = 0
      while true {
        let last = endOfBlock(from: first)
        if last == first { break }
        if sweeps == Self.sweepLimit { return first }
        sweeps += 1
        let stopped = sweep(first, last)
        if let vectors { rotate(vectors, stopped..<last) }
      }
    }
    return nil
  }

  /// The last index of the unreduced block that starts at `first`.
  private func endOfBlock(from first: Int) -> Int {
    for index in first..<(order - 1) {
      let scale = diagonal[index].magnitude + diagonal[index + 1].magnitude
      // Half an ulp of its neighbours: adding it would change neither.
      if subdiagonal[index].magnitude <= scale * (.ulpOfOne / 2) {
        return index
      }
    }
    return order - 1
  }

  /// One implicit step with Wilkinson's shift, from the end of the block up.
  ///
  /// - Returns: The first row that a rotation has touched; it lies below
  ///   `first` if a rotation came out as zero and split the block.
  private func sweep(_ first: Int, _ last: Int) -> Int {
    let shift = wilkinsonShift(first)
    var bulge = diagonal[last] - diagonal[first] + shift
    var (sine, cosine, correction) = (1.0, 1.0, 0.0)
    for index in stride(from: last - 1, through: first, by: -1) {
      let f = sine * subdiagonal[index]
      let b = cosine * subdiagonal[index]
      let r = Double.hypot(f, bulge)
      subdiagonal[index + 1] = r
      if r == 0 {
        diagonal[index + 1] -= correction
        subdiagonal[last] = 0
        return index + 1
      }
      sine = f / r
      cosine = bulge / r
      let g = diagonal[index + 1] - correction
      let t = (diagonal[index] - g) * sine + 2 * cosine * b
      correction = sine * t
      diagonal[index + 1] = g + correction
      bulge = cosine * t - b
      cosines[index] = cosine
      sines[index] = sine
    }
    diagonal[first] -= correction
    subdiagonal[first] = bulge
    subdiagonal[last] = 0
    return first
  }

  /// `e / (g ± √(g² + 1))` for the leading 2×2 block: its diagonal entry
  /// minus the nearer of its eigenvalues.
  private func wilkinsonShift(_ first: Int) -> Double {
    let e = subdiagonal[first]
    let g = (diagonal[first + 1] - diagonal[first]) / (2 * e)
    let root = Double.hypot(g, 1)
    return e / (g + (g < 0 ? -root : root))
  }

  private func rotate(
    _ vectors: UnsafeMutablePointer<Double>, _ rotations: Range<Int>
  ) {
    var row = 0
    while row + 8 <= order {
      rotateEightRows(vectors + row, rotations)
      row += 8
    }
    while row < order {
      rotateRow(vectors + row, rotations)
      row += 1
    }
  }

  private func rotateEightRows(
    _ rows: UnsafeMutablePointer<Double>, _ rotations: Range<Int>
  ) {
    // The column that two successive rotations share stays in registers.
    var upper = rows + rotations.upperBound * order
    var (carried0, carried1) = (loadLanes(upper), loadLanes(upper + 4))
    for index in rotations.reversed() {
      let lower = upper - order
      let (c, s) = (cosines[index], sines[index])
      let (x0, x1) = (loadLanes(lower), loadLanes(lower + 4))
      storeLanes(x0 * s + carried0 * c, upper)
      storeLanes(x1 * s + carried1 * c, upper + 4)
      carried0 = x0 * c - carried0 * s
      carried1 = x1 * c - carried1 * s
      upper = lower
    }
    storeLanes(carried0, upper)
    storeLanes(carried1, upper + 4)
  }

  private func rotateRow(
    _ row: UnsafeMutablePointer<Double>, _ rotations: Range<Int>
  ) {
    var carried = row[rotations.upperBound * order]
    for index in rotations.reversed() {
      let x = row[index * order]
      row[(index + 1) * order] = x * sines[index] + carried * cosines[index]
      carried = x * cosines[index] - carried * sines[index]
    }
    row[rotations.lowerBound * order] = carried
  }
}
