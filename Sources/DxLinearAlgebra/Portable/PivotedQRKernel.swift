/// QR factorisation with column pivoting.
///
/// At each step the remaining column of the largest norm comes next. Norms of
/// the remaining parts are downdated, and computed afresh once cancellation
/// has eaten half of their digits.
///
/// > P. Businger, G. H. Golub. "Linear least squares solutions by Householder
/// > transformations". *Numerische Mathematik* 7, 1965, 269–276.
/// > doi:10.1007/BF01436084
///
/// > Z. Drmač, Z. Bujanović. "On the failure of rank-revealing QR
/// > factorization software – a case study". *ACM Transactions on Mathematical
/// > Software* 35(2):12, 2008 (the downdating). doi:10.1145/1377612.1377616
internal struct PivotedQRKernel {
  private let a: UnsafeMutablePointer<Double>
  private let rowCount: Int
  private let columnCount: Int
  private var norms: [Double]
  private var freshNorms: [Double]
  internal private(set) var permutation: [Int]
  internal private(set) var scales: [Double] = []

  internal init(
    factoring a: UnsafeMutablePointer<Double>, rowCount: Int, columnCount: Int
  ) {
    self.a = a
    self.rowCount = rowCount
    self.columnCount = columnCount
    norms = (0..<columnCount).map {
      euclideanNorm(
        UnsafeBufferPointer(start: a + $0 * rowCount, count: rowCount))
    }
    freshNorms = norms
    permutation = Array(0..<columnCount)
    scales.reserveCapacity(min(rowCount, columnCount))
    for step in 0..<min(rowCount, columnCount) { eliminate(step) }
  }

  private mutating func eliminate(_ step: Int) {
    var pivot = step
    for column in step..<columnCount where norms[column] > norms[pivot] {
      pivot = column
    }
    if pivot != step { swapColumns(step, pivot) }
    let head = a + step * rowCount + step
    let count = rowCount - step
    let scale = HouseholderKernel.makeReflector(head, count: count)
    scales.append(scale)
    HouseholderKernel.apply(
      tail: head + 1, scale: scale, count: count, to: head + rowCount,
      columnCount: columnCount - step - 1, leadingDimension: rowCount)
    for column in (step + 1)..<max(step + 1, columnCount) {
      downdateNorm(column, step)
    }
  }

  private mutating func swapColumns(_ i: Int, _ j: Int) {
    for row in 0..<rowCount {
      let kept = a[i * rowCount + row]
      a[i * rowCount + row] = a[j * rowCount + row]
      a[j * rowCount + row] = kept
    }
    permutation.swapAt(i, j)
    norms.swapAt(i, j)
    freshNorms.swapAt(i, j)
  }

  private mutating func downdateNorm(_ column: Int, _ step: Int) {
    let norm = norms[column]
    if norm == 0 { return }
    let ratio = a[column * rowCount + step].magnitude / norm
    let remaining = max(0, (1 - ratio) * (1 + ratio))
    let sinceFresh = norm / freshNorms[column]
    if remaining * sinceFresh * sinceFresh > Self.cancellationLimit {
      norms[column] = norm * remaining.squareRoot()
      return
    }
    norms[column] = euclideanNorm(
      UnsafeBufferPointer(
        start: a + column * rowCount + step + 1, count: rowCount - step - 1))
    freshNorms[column] = norms[column]
  }

  // √ε: half of the digits of a squared norm.
  private static let cancellationLimit = 0x1p-26
}
