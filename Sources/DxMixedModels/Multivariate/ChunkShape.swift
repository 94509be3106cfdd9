// The loops below read without checks of bounds. The quads of a shape are among
// those of the studies, for which there are `packed` or p vectors each; a
// packed triangle ends at packedIndex(p − 1, p − 1) = packed − 1. A column has
// `rowCount` numbers, of which four from `4 * quad − first` on are taken, and
// `ChunkRows`, the only caller, keeps as many columns as are addressed.

/// The extents of a chunk of studies, and what is computed for four of them
/// at a time.
///
/// What comes study by study is in vectors of four, a quad after the other;
/// what becomes a matrix is in columns of ``rowCount`` numbers. The loops over
/// outcomes are unrolled for the numbers of outcomes that are common.
internal struct ChunkShape {
  /// The quads of the chunk.
  var quads: Range<Int>
  /// Its first study.
  var first: Int
  /// The length of a column.
  var rowCount: Int
  /// The number of outcomes, p.
  var outcomeCount: Int
  /// The number of columns of regressors.
  var columnCount: Int

  private var packed: Int { packedCount(order: outcomeCount) }

  /// Writes the weights, alone and times the regressors.
  func loadWeights(
    _ weights: [SIMD4<Double>], _ regressors: [Double],
    _ weightRows: inout [Double], _ weightedRows: inout [Double]
  ) {
    let packed = packed
    let source = weights.span
    let regressors = regressors.span.bytes
    var rowSpan = weightRows.mutableSpan
    var rows = rowSpan.mutableBytes
    var productSpan = weightedRows.mutableSpan
    var products = productSpan.mutableBytes
    for quad in quads {
      let row = 4 * quad - first
      for a in 0..<packed {
        let weight = source[unchecked: quad * packed + a]
        store(weight, &rows, a * rowCount + row)
        for c in 0..<columnCount {
          store(
            weight * regressors.quadruple(c * rowCount + row), &products,
            (a * columnCount + c) * rowCount + row)
        }
      }
    }
  }

  /// Writes Wᵢ yᵢ.
  func loadProducts(
    _ weights: [SIMD4<Double>], _ values: [SIMD4<Double>],
    _ residualRows: inout [Double]
  ) {
    let (p, packed) = (outcomeCount, packed)
    let source = weights.span
    let values = values.span
    var rowSpan = residualRows.mutableSpan
    var rows = rowSpan.mutableBytes
    for quad in quads {
      for j in 0..<p {
        var sum = SIMD4<Double>.zero
        for l in 0..<p {
          sum +=
            source[unchecked: quad * packed + packedIndex(j, l)]
            * values[unchecked: quad * p + l]
        }
        store(sum, &rows, j * rowCount + 4 * quad - first)
      }
    }
  }

  /// Writes uᵢ and the packed uᵢuᵢᵀ − ½ Wᵢ, and adds uᵢuᵢᵀ − Wᵢ to the slope.
  ///
  /// - Returns: Σ rᵢᵀ uᵢ.
  func loadResiduals(
    _ weights: [SIMD4<Double>], _ values: [SIMD4<Double>],
    _ regressors: [Double], _ means: [Double], _ residualRows: inout [Double],
    _ momentRows: inout [Double], _ slope: inout [SIMD4<Double>],
    _ scratch: inout [SIMD4<Double>]
  ) -> Double {
    withUnrolledOrder(outcomeCount) { p in
      loadResiduals(
        p, weights, values, regressors, means, &residualRows, &momentRows,
        &slope,
        &scratch)
    }
  }

  @inline(__always)
  private func loadResiduals(
    _ p: Int, _ weights: [SIMD4<Double>], _ values: [SIMD4<Double>],
    _ regressors: [Double], _ means: [Double], _ residualRows: inout [Double],
    _ momentRows: inout [Double], _ slope: inout [SIMD4<Double>],
    _ scratch: inout [SIMD4<Double>]
  ) -> Double {
    let packed = packedCount(order: p)
    let source = weights.span
    let values = values.span
    let regressors = regressors.span.bytes
    let means = means.span
    var work = scratch.mutableSpan
    var slope = slope.mutableSpan
    var rowSpan = residualRows.mutableSpan
    var rows = rowSpan.mutableBytes
    var momentSpan = momentRows.mutableSpan
    var moments = momentSpan.mutableBytes
    var squares = SIMD4<Double>.zero
    for quad in quads {
      let row = 4 * quad - first
      for j in 0..<p {
        // A value that is not reported has no weight.
        var residual = values[unchecked: quad * p + j]
        for c in 0..<columnCount {
          residual -=
            means[unchecked: c + columnCount * j]
            * regressors.quadruple(c * rowCount + row)
        }
        work[unchecked: j] = residual
      }
      for j in 0..<p {
        var u = SIMD4<Double>.zero
        for l in 0..<p {
          u +=
            source[unchecked: quad * packed + packedIndex(j, l)]
            * work[unchecked: l]
        }
        work[unchecked: p + j] = u
        squares += u * work[unchecked: j]
        store(u, &rows, j * rowCount + row)
        for l in 0...j {
          let a = j * (j + 1) / 2 + l
          let product = u * work[unchecked: p + l]
          let weight = source[unchecked: quad * packed + a]
          slope[unchecked: a] += product - weight
          store(product - 0.5 * weight, &moments, a * rowCount + row)
        }
      }
    }
    return squares.sum()
  }

  /// Adds the packed Wᵢ (Xᵢ C Xᵢᵀ) Wᵢ to the moments and to the slope.
  ///
  /// - Parameter half: zᵢᵀ C, spread over the packed pairs of outcomes, or C
  ///   itself for up to ``directColumnLimit`` columns.
  func addLeverage(
    _ weights: [SIMD4<Double>], _ half: [Double], _ regressors: [Double],
    _ momentRows: inout [Double], _ slope: inout [SIMD4<Double>],
    _ scratch: inout [SIMD4<Double>]
  ) {
    withUnrolledOrder(outcomeCount) { p in
      addLeverage(
        p, weights, half, regressors, &momentRows, &slope, &scratch)
    }
  }

  @inline(__always)
  private func addLeverage(
    _ p: Int, _ weights: [SIMD4<Double>], _ half: [Double],
    _ regressors: [Double],
    _ momentRows: inout [Double], _ slope: inout [SIMD4<Double>],
    _ scratch: inout [SIMD4<Double>]
  ) {
    let packed = packedCount(order: p)
    let isDirect = columnCount <= Self.directColumnLimit
    let halfEntries = half.span
    let half = half.span.bytes
    let regressors = regressors.span.bytes
    var work = scratch.mutableSpan
    var slope = slope.mutableSpan
    var momentSpan = momentRows.mutableSpan
    var moments = momentSpan.mutableBytes
    let source = weights.span
    for quad in quads {
      let row = 4 * quad - first
      for j in 0..<p {
        for l in 0...j {
          let start = (j * (j + 1) / 2 + l) * columnCount
          let sum =
            isDirect
            ? leverage(halfEntries, start, regressors, row)
            : leverage(half, start, regressors, row)
          work[unchecked: j * p + l] = sum
          work[unchecked: l * p + j] = sum
        }
      }
      weigh(p, source, quad * packed, &work)
      for j in 0..<p {
        for l in 0...j {
          var sum = SIMD4<Double>.zero
          for t in 0..<p {
            sum +=
              work[unchecked: p * p + j * p + t]
              * source[unchecked: quad * packed + packedIndex(t, l)]
          }
          let a = j * (j + 1) / 2 + l
          slope[unchecked: a] += sum
          let place = a * rowCount + row
          store(sum + moments.quadruple(place), &moments, place)
        }
      }
    }
  }

  /// The number of columns up to which zᵢᵀ C is formed here, as a product of
  /// matrices costs more than it.
  static let directColumnLimit = 2

  /// zᵀ C z for a pair of outcomes, from zᵀ C.
  @inline(__always)
  private func leverage(
    _ half: RawSpan, _ start: Int, _ regressors: RawSpan, _ row: Int
  ) -> SIMD4<Double> {
    var sum = SIMD4<Double>.zero
    for c in 0..<columnCount {
      sum +=
        half.quadruple((start + c) * rowCount + row)
        * regressors.quadruple(c * rowCount + row)
    }
    return sum
  }

  /// zᵀ C z for a pair of outcomes, from C.
  @inline(__always)
  private func leverage(
    _ covariance: Span<Double>, _ start: Int, _ regressors: RawSpan,
    _ row: Int
  ) -> SIMD4<Double> {
    var sum = SIMD4<Double>.zero
    for c in 0..<columnCount {
      var half = SIMD4<Double>.zero
      for d in 0..<columnCount {
        half +=
          covariance[unchecked: d + columnCount * (start + c)]
          * regressors.quadruple(d * rowCount + row)
      }
      sum += half * regressors.quadruple(c * rowCount + row)
    }
    return sum
  }

  /// Puts W times the symmetric first square of the scratch into the second.
  @inline(__always)
  private func weigh(
    _ p: Int, _ source: Span<SIMD4<Double>>, _ base: Int,
    _ work: inout MutableSpan<SIMD4<Double>>
  ) {
    for j in 0..<p {
      for l in 0..<p {
        var sum = SIMD4<Double>.zero
        for t in 0..<p {
          sum +=
            source[unchecked: base + packedIndex(j, t)]
            * work[unchecked: l * p + t]
        }
        work[unchecked: p * p + j * p + l] = sum
      }
    }
  }
}

extension RawSpan {
  /// Four numbers of a column, from an index on, which must exist.
  @inline(__always)
  internal func quadruple(_ index: Int) -> SIMD4<Double> {
    unsafeLoadUnaligned(
      fromUncheckedByteOffset: index &* MemoryLayout<Double>.stride,
      as: SIMD4<Double>.self)
  }
}

extension MutableRawSpan {
  /// Four numbers of a column, from an index on, which must exist.
  @inline(__always)
  fileprivate func quadruple(_ index: Int) -> SIMD4<Double> {
    unsafeLoadUnaligned(
      fromUncheckedByteOffset: index &* MemoryLayout<Double>.stride,
      as: SIMD4<Double>.self)
  }
}

/// Sets four numbers of a column, from an index on, which must exist.
@inline(__always)
private func store(
  _ quadruple: SIMD4<Double>, _ bytes: inout MutableRawSpan, _ index: Int
) {
  bytes.storeBytes(
    of: quadruple,
    toUncheckedByteOffset: index &* MemoryLayout<Double>.stride,
    as: SIMD4<Double>.self)
}
