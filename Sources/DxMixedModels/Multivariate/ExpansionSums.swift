internal import DxLinearAlgebra

/// The sums over studies from which the derivatives are assembled.
internal struct ExpansionSums {
  /// Σ rᵢᵀ uᵢ.
  private(set) var deviance = 0.0
  /// The packed Σ uᵢuᵢᵀ + Mᵢ − Wᵢ.
  private(set) var slope: [Double] = []
  /// Σ ωᵢ mᵢᵀ, with ω the packed Wᵢ and m the packed moments.
  private(set) var curvature: ColumnProduct
  /// Σ (ωᵢ ⊗ zᵢ) uᵢᵀ.
  private(set) var cross: ColumnProduct
  /// Σ (ωᵢ ⊗ zᵢ)(ωᵢ ⊗ zᵢ)ᵀ, where it is wanted.
  private(set) var traces: ColumnProduct?

  init(packed: Int, columns: Int, outcomeCount: Int, hasTraces: Bool) {
    curvature = ColumnProduct(packed, packed)
    cross = ColumnProduct(packed * columns, outcomeCount)
    if hasTraces {
      traces = ColumnProduct(packed * columns, packed * columns)
    }
  }

  /// Adds the products of a chunk.
  mutating func add(
    _ rows: borrowing ChunkRows, _ backend: any LinearAlgebraBackend
  ) {
    let count = rows.rowCount
    curvature.add(rows.weights, rows.moments, rowCount: count, backend)
    cross.add(rows.weighted, rows.residuals, rowCount: count, backend)
    traces?.add(rows.weighted, rows.weighted, rowCount: count, backend)
  }

  /// Takes over what the rows summed themselves.
  mutating func finish(_ rows: borrowing ChunkRows) {
    deviance = rows.deviance
    slope = rows.slope.map { $0.sum() }
  }
}
