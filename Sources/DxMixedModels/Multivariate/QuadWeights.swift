// Only this file of the folder uses unsafe pointers, each for the time of a
// call. The indices are below the counts of the buffers: a packed triangle has
// p (p + 1) / 2 entries, of which packedIndex(j, l) with l ≤ j < p is at most
// the last one, and what is kept for each study has `quadCount` times that.

internal import RealModule

/// The weight matrices (Sᵢ + Ψ)⁻¹ of studies, four at a time.
internal struct QuadWeights: Sendable {
  /// The packed lower triangles, zero where an outcome is not reported.
  private(set) var weights: [SIMD4<Double>]
  /// Σ log |Sᵢ + Ψ| over what is reported.
  private(set) var logDeterminant = 0.0
  /// Whether each matrix was positive definite.
  private(set) var isValid = true
  private var factor: [SIMD4<Double>]
  private var inverse: [SIMD4<Double>]

  init(_ studies: StudyQuads) {
    let packed = studies.packedCount
    weights = Array(repeating: .zero, count: studies.quadCount * packed)
    factor = Array(repeating: .zero, count: packed)
    inverse = factor
  }

  /// Computes the weights for a packed Ψ.
  ///
  /// - Complexity: about *p*³ multiplications for a study; no allocation.
  mutating func update(_ studies: StudyQuads, psi: [Double]) {
    let p = studies.outcomeCount
    let packed = studies.packedCount
    precondition(psi.count == packed, "A Ψ of \(psi.count) entries")
    var logDeterminant = SIMD4<Double>.zero
    var smallest = SIMD4<Double>(repeating: .infinity)
    studies.covariances.withUnsafeBufferPointer { s in
      studies.reported.withUnsafeBufferPointer { reported in
        psi.withUnsafeBufferPointer { psi in
          weights.withUnsafeMutableBufferPointer { w in
            factor.withUnsafeMutableBufferPointer { l in
              inverse.withUnsafeMutableBufferPointer { inverse in
                withUnrolledOrder(p) { p in
                  let packed = packedCount(order: p)
                  for quad in 0..<studies.quadCount {
                    let first = quad * packed
                    let mask = quad * p
                    add(s, first, reported, mask, psi, p, into: l)
                    let pivots = decompose(l, p, diagonal: inverse)
                    smallest = pointwiseMin(smallest, pivots.smallest)
                    logDeterminant += pivots.logDeterminant
                    invert(l, p, into: inverse)
                    square(inverse, p, into: w, first)
                    for j in 0..<p {
                      w[first + packedIndex(j, j)] -= 1 - reported[mask + j]
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
    self.logDeterminant = logDeterminant.sum()
    isValid = smallest.min() > 0 && self.logDeterminant.isFinite
  }
}

private typealias Quads = UnsafeBufferPointer<SIMD4<Double>>
private typealias MutableQuads = UnsafeMutableBufferPointer<SIMD4<Double>>

/// Sᵢ + Ψ where both outcomes are reported.
@inline(__always)
private func add(
  _ s: Quads, _ first: Int, _ reported: Quads, _ mask: Int,
  _ psi: UnsafeBufferPointer<Double>, _ p: Int, into v: MutableQuads
) {
  var index = 0
  for j in 0..<p {
    for l in 0...j {
      v[index] =
        s[first + index]
        + psi[index] * (reported[mask + j] * reported[mask + l])
      index += 1
    }
  }
}

/// Replaces a matrix by its Cholesky factor, with the reciprocals of the
/// diagonal in a packed triangle of their own.
///
/// - Returns: The logarithm of the determinant, and the smallest pivot.
@inline(__always)
private func decompose(
  _ l: MutableQuads, _ p: Int, diagonal: MutableQuads
) -> (logDeterminant: SIMD4<Double>, smallest: SIMD4<Double>) {
  var logDeterminant = SIMD4<Double>.zero
  var product = SIMD4<Double>.one
  var smallest = SIMD4<Double>(repeating: .infinity)
  for j in 0..<p {
    let row = j * (j + 1) / 2
    for i in 0...j {
      let other = i * (i + 1) / 2
      var sum = l[row + i]
      for t in 0..<i { sum -= l[row + t] * l[other + t] }
      if i < j {
        l[row + i] = sum * diagonal[other + i]
      } else {
        smallest = pointwiseMin(smallest, sum)
        let root = sum.squareRoot()
        l[row + i] = root
        diagonal[row + i] = 1 / root
        product *= sum
        // Eight scaled variances neither overflow nor underflow.
        if j % 8 == 7 || j == p - 1 {
          for lane in 0..<4 { logDeterminant[lane] += .log(product[lane]) }
          product = .one
        }
      }
    }
  }
  return (logDeterminant, smallest)
}

/// The inverse of a lower triangle, of which the diagonal is already there.
@inline(__always)
private func invert(_ l: MutableQuads, _ p: Int, into inverse: MutableQuads) {
  for column in 0..<p {
    for row in (column + 1)..<Swift.max(p, column + 1) {
      let start = row * (row + 1) / 2
      var sum = SIMD4<Double>.zero
      for t in column..<row {
        sum -= l[start + t] * inverse[t * (t + 1) / 2 + column]
      }
      inverse[start + column] = sum * inverse[start + row]
    }
  }
}

/// L⁻ᵀ L⁻¹.
@inline(__always)
private func square(
  _ inverse: MutableQuads, _ p: Int, into w: MutableQuads, _ first: Int
) {
  for j in 0..<p {
    for l in 0...j {
      var sum = SIMD4<Double>.zero
      for t in j..<p {
        let row = t * (t + 1) / 2
        sum += inverse[row + j] * inverse[row + l]
      }
      w[first + j * (j + 1) / 2 + l] = sum
    }
  }
}
