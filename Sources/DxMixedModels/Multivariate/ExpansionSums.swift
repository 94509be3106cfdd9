internal import DxLinearAlgebra

/// The sums over studies from which the derivatives are assembled.
internal struct ExpansionSums {
  /// Σ rᵢᵀ uᵢ.
  var deviance = 0.0
  /// The packed Σ uᵢuᵢᵀ + Mᵢ − Wᵢ.
  var slope: [Double]
  /// Σ ωᵢ mᵢᵀ, with ω the packed Wᵢ and m the packed moments.
  var curvature: Matrix
  /// Σ (ωᵢ ⊗ zᵢ) uᵢᵀ.
  var cross: Matrix
  /// Σ (ωᵢ ⊗ zᵢ)(ωᵢ ⊗ zᵢ)ᵀ, where it is wanted.
  var traces: Matrix?

  init(packed: Int, columns: Int, outcomeCount: Int, hasTraces: Bool) {
    slope = []
    curvature = Matrix(rowCount: packed, columnCount: packed)
    cross = Matrix(rowCount: packed * columns, columnCount: outcomeCount)
    traces =
      hasTraces
      ? Matrix(rowCount: packed * columns, columnCount: packed * columns)
      : nil
  }

  /// Adds the products of a chunk.
  mutating func add(
    _ rows: inout ChunkRows, _ backend: any LinearAlgebraBackend
  ) {
    deviance = rows.deviance
    slope = rows.slope.map { $0.sum() }
    backend.multiply(
      alpha: 1, rows.weights, .transposed, rows.moments, .plain, beta: 1,
      into: &curvature)
    backend.multiply(
      alpha: 1, rows.weighted, .transposed, rows.residuals, .plain, beta: 1,
      into: &cross)
    if var sums = traces {
      traces = nil
      backend.multiply(
        alpha: 1, rows.weighted, .transposed, rows.weighted, .plain, beta: 1,
        into: &sums)
      traces = sums
    }
  }
}
