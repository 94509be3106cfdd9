internal import DxLinearAlgebra

/// The rows of some studies in matrices of which the products are summed.
///
/// Rows beyond the last study are zero.
internal struct ChunkRows: Sendable {
  private let studies: StudyQuads
  private let design: FixedDesign
  /// The length of a column.
  let rowCount: Int
  private var first = 0
  private var next = 0

  /// The columns of zᵢ.
  private(set) var regressors: [Double]
  /// The columns of Wᵢ ⊗ zᵢ: column a · columnCount + c.
  private(set) var weighted: [Double]
  /// The columns of the packed Wᵢ.
  private(set) var weights: [Double]
  /// The columns of uᵢ, or of Wᵢ yᵢ.
  private(set) var residuals: [Double]
  /// The columns of the packed uᵢuᵢᵀ + Mᵢ − ½ Wᵢ.
  private(set) var moments: [Double]
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
    regressors = Array(repeating: 0, count: rows * design.columnCount)
    weights = Array(repeating: 0, count: rows * packed)
    weighted = Array(
      repeating: 0, count: rows * packed * design.columnCount)
    residuals = Array(repeating: 0, count: rows * p)
    moments = weights
    slope = Array(repeating: .zero, count: packed)
    scratch = Array(repeating: .zero, count: 2 * p * p)
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
        regressors[target + row] = elements[source + row]
      }
      for row in count..<rowCount { regressors[target + row] = 0 }
    }
    if count < rowCount { clearRows() }
    return true
  }

  private mutating func clearRows() {
    for index in weights.indices { weights[index] = 0 }
    for index in weighted.indices { weighted[index] = 0 }
    for index in moments.indices { moments[index] = 0 }
    for index in residuals.indices { residuals[index] = 0 }
  }

  /// Loads the weights, alone and times the regressors.
  mutating func load(_ source: [SIMD4<Double>]) {
    shape.loadWeights(source, regressors, &weights, &weighted)
  }

  /// Loads Wᵢ yᵢ.
  mutating func loadProducts(_ weights: [SIMD4<Double>]) {
    shape.loadProducts(weights, studies.values, &residuals)
  }

  /// Loads uᵢ, and begins the moments with them.
  ///
  /// - Parameter means: The coefficients, with a row for each column of
  ///   regressors and a column for each outcome.
  mutating func loadResiduals(_ means: Matrix, _ weights: [SIMD4<Double>]) {
    deviance += shape.loadResiduals(
      weights, studies.values, regressors, means.elements, &residuals,
      &moments, &slope, &scratch)
  }

  /// Adds Mᵢ = Wᵢ (Xᵢ C Xᵢᵀ) Wᵢ to the moments.
  ///
  /// - Parameter covariance: C, spread over the packed pairs of outcomes.
  mutating func loadLeverage(
    _ covariance: Matrix, _ weights: [SIMD4<Double>],
    _ backend: any LinearAlgebraBackend
  ) {
    let half =
      design.columnCount <= ChunkShape.directColumnLimit
      ? covariance
      : backend.product(
        Matrix(
          rowCount: rowCount, columnCount: design.columnCount,
          columnMajor: regressors), covariance)
    shape.addLeverage(
      weights, half.elements, regressors, &moments, &slope, &scratch)
  }
}
