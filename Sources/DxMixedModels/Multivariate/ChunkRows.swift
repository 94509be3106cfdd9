internal import DxLinearAlgebra

/// The rows of some studies in matrices of which the products are summed.
///
/// Rows beyond the last study are zero.
internal struct ChunkRows {
  private let studies: StudyQuads
  private let design: FixedDesign
  private let rowCount: Int
  private var first = 0
  private var next = 0

  // Columns of `rowCount` numbers. They become matrices for a product only,
  // so that each array has one owner when it is written to.
  private var regressorRows: [Double]
  private var weightedRows: [Double]
  private var weightRows: [Double]
  private var residualRows: [Double]
  private var momentRows: [Double]
  /// Σ rᵢᵀ uᵢ.
  private(set) var deviance = 0.0
  /// The packed Σ uᵢuᵢᵀ + Mᵢ − Wᵢ.
  private(set) var slope: [SIMD4<Double>]
  private var scratch: [SIMD4<Double>]

  init(_ studies: StudyQuads, _ design: FixedDesign, limit: Int) {
    self.studies = studies
    self.design = design
    let rows = Swift.min(limit, 4 * studies.quadCount)
    let (p, packed) = (studies.outcomeCount, studies.packedCount)
    rowCount = rows
    regressorRows = Array(repeating: 0, count: rows * design.columnCount)
    weightRows = Array(repeating: 0, count: rows * packed)
    weightedRows = Array(
      repeating: 0, count: rows * packed * design.columnCount)
    residualRows = Array(repeating: 0, count: rows * p)
    momentRows = weightRows
    slope = Array(repeating: .zero, count: packed)
    scratch = Array(repeating: .zero, count: 2 * p * p + p)
  }

  /// zᵢ.
  var regressors: Matrix { matrix(regressorRows) }
  /// Wᵢ ⊗ zᵢ: column a · columnCount + c.
  var weighted: Matrix { matrix(weightedRows) }
  /// The packed Wᵢ.
  var weights: Matrix { matrix(weightRows) }
  /// uᵢ, or Wᵢ yᵢ.
  var residuals: Matrix { matrix(residualRows) }
  /// The packed uᵢuᵢᵀ + Mᵢ − ½ Wᵢ.
  var moments: Matrix { matrix(momentRows) }

  private func matrix(_ columns: [Double]) -> Matrix {
    Matrix(
      rowCount: rowCount, columnCount: columns.count / rowCount,
      columnMajor: columns)
  }

  private var p: Int { studies.outcomeCount }
  private var packed: Int { studies.packedCount }
  /// The quads of the chunk.
  private var quads: Range<Int> {
    first / 4..<Swift.min((first + rowCount) / 4, studies.quadCount)
  }

  /// Moves to the next studies, if there are any, and loads their regressors.
  mutating func advance() -> Bool {
    guard next < studies.studyCount else { return false }
    first = next
    next += rowCount
    let count = Swift.min(rowCount, studies.studyCount - first)
    for column in 0..<design.columnCount {
      let source = column * studies.studyCount + first
      let target = column * rowCount
      for row in 0..<count {
        regressorRows[target + row] =
          design.regressors.elements[source + row]
      }
      for row in count..<rowCount { regressorRows[target + row] = 0 }
    }
    if count < rowCount { clearRows() }
    return true
  }

  private mutating func clearRows() {
    for index in weightRows.indices { weightRows[index] = 0 }
    for index in momentRows.indices { momentRows[index] = 0 }
    for index in residualRows.indices { residualRows[index] = 0 }
  }

  /// Loads the weights, alone and times the regressors.
  mutating func load(_ source: [SIMD4<Double>]) {
    for quad in quads {
      let row = 4 * quad - first
      for a in 0..<packed {
        store(source[quad * packed + a], &weightRows, a * rowCount + row)
      }
    }
    let columns = design.columnCount
    for a in 0..<packed {
      for c in 0..<columns {
        let target = (a * columns + c) * rowCount
        for row in 0..<rowCount {
          weightedRows[target + row] =
            weightRows[a * rowCount + row]
            * regressorRows[c * rowCount + row]
        }
      }
    }
  }

  /// Loads Wᵢ yᵢ.
  mutating func loadProducts(
    _ source: [SIMD4<Double>], with values: [SIMD4<Double>]
  ) {
    for quad in quads {
      for j in 0..<p {
        var sum = SIMD4<Double>.zero
        for l in 0..<p {
          sum +=
            source[quad * packed + packedIndex(j, l)] * values[quad * p + l]
        }
        store(sum, &residualRows, j * rowCount + 4 * quad - first)
      }
    }
  }

  /// Loads uᵢ from the fitted values, and begins the moments with them.
  mutating func loadResiduals(_ fitted: Matrix, _ source: [SIMD4<Double>]) {
    for quad in quads {
      let row = 4 * quad - first
      for j in 0..<p {
        // A value that is not reported has no weight.
        scratch[j] =
          studies.values[quad * p + j]
          - quadruple(fitted.elements, j * rowCount + row)
      }
      var sum = SIMD4<Double>.zero
      for j in 0..<p {
        var u = SIMD4<Double>.zero
        for l in 0..<p {
          u += source[quad * packed + packedIndex(j, l)] * scratch[l]
        }
        scratch[p + j] = u
        sum += u * scratch[j]
        store(u, &residualRows, j * rowCount + row)
      }
      deviance += sum.sum()
      for j in 0..<p {
        for l in 0...j {
          let a = packedIndex(j, l)
          let product = scratch[p + j] * scratch[p + l]
          let weight = source[quad * packed + a]
          slope[a] += product - weight
          store(product - 0.5 * weight, &momentRows, a * rowCount + row)
        }
      }
    }
  }

  /// Adds Mᵢ = Wᵢ (Xᵢ C Xᵢᵀ) Wᵢ to the moments.
  ///
  /// - Parameter half: zᵢᵀ C, spread over the packed pairs of outcomes.
  mutating func loadLeverage(_ half: Matrix, _ source: [SIMD4<Double>]) {
    let columns = design.columnCount
    for quad in quads {
      let row = 4 * quad - first
      let base = quad * packed
      for j in 0..<p {
        for l in 0...j {
          let a = packedIndex(j, l)
          var sum = SIMD4<Double>.zero
          for c in 0..<columns {
            sum +=
              quadruple(half.elements, (a * columns + c) * rowCount + row)
              * quadruple(regressorRows, c * rowCount + row)
          }
          scratch[j * p + l] = sum
          scratch[l * p + j] = sum
        }
      }
      let offset = p * p
      for j in 0..<p {
        for l in 0..<p {
          var sum = SIMD4<Double>.zero
          for t in 0..<p {
            sum += source[base + packedIndex(j, t)] * scratch[t * p + l]
          }
          scratch[offset + j * p + l] = sum
        }
      }
      for j in 0..<p {
        for l in 0...j {
          var sum = SIMD4<Double>.zero
          for t in 0..<p {
            sum +=
              scratch[offset + j * p + t] * source[base + packedIndex(t, l)]
          }
          let a = packedIndex(j, l)
          slope[a] += sum
          store(
            sum + quadruple(momentRows, a * rowCount + row), &momentRows,
            a * rowCount + row)
        }
      }
    }
  }
}

/// Four numbers of a column, from a row on.
private func quadruple(
  _ elements: [Double], _ start: Int
) -> SIMD4<Double> {
  SIMD4(
    elements[start], elements[start + 1], elements[start + 2],
    elements[start + 3])
}

/// Sets four numbers of a column, from a row on.
private func store(
  _ quadruple: SIMD4<Double>, _ elements: inout [Double], _ start: Int
) {
  for lane in 0..<4 { elements[start + lane] = quadruple[lane] }
}
