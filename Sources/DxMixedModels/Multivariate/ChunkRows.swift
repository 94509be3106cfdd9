internal import DxLinearAlgebra

/// The rows of some studies in matrices of which the products are summed.
///
/// Rows beyond the last study are zero.
internal struct ChunkRows: Sendable {
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
    scratch = Array(repeating: .zero, count: 2 * p * p)
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

  /// The extents of the chunk.
  private var shape: ChunkShape {
    ChunkShape(
      quads: first / 4..<Swift.min((first + rowCount) / 4, studies.quadCount),
      first: first, rowCount: rowCount, outcomeCount: studies.outcomeCount,
      columnCount: design.columnCount)
  }

  /// Goes back to before the first study, with sums of zero.
  mutating func restart() {
    next = 0
    deviance = 0
    for index in slope.indices { slope[index] = .zero }
  }

  /// Moves to the next studies, if there are any, and loads their regressors.
  mutating func advance() -> Bool {
    guard next < studies.studyCount else { return false }
    first = next
    next += rowCount
    let count = Swift.min(rowCount, studies.studyCount - first)
    let elements = design.regressors.elements
    for column in 0..<design.columnCount {
      let source = column * studies.studyCount + first
      let target = column * rowCount
      for row in 0..<count {
        regressorRows[target + row] = elements[source + row]
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
  mutating func load(_ weights: [SIMD4<Double>]) {
    shape.loadWeights(weights, regressorRows, &weightRows, &weightedRows)
  }

  /// Loads Wᵢ yᵢ.
  mutating func loadProducts(_ weights: [SIMD4<Double>]) {
    shape.loadProducts(weights, studies.values, &residualRows)
  }

  /// Loads uᵢ from the fitted values, and begins the moments with them.
  mutating func loadResiduals(_ fitted: Matrix, _ weights: [SIMD4<Double>]) {
    deviance += shape.loadResiduals(
      weights, studies.values, fitted.elements, &residualRows, &momentRows,
      &slope, &scratch)
  }

  /// Adds Mᵢ = Wᵢ (Xᵢ C Xᵢᵀ) Wᵢ to the moments.
  ///
  /// - Parameter half: zᵢᵀ C, spread over the packed pairs of outcomes.
  mutating func loadLeverage(_ half: Matrix, _ weights: [SIMD4<Double>]) {
    shape.addLeverage(
      weights, half.elements, regressorRows, &momentRows, &slope, &scratch)
  }
}
