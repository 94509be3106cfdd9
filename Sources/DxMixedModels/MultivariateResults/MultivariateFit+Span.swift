internal import DxLinearAlgebra

extension MultivariateFit {
  /// Whether the columns of one design are combinations of those of another,
  /// over what is reported.
  internal func isSpanned(
    _ inner: DesignBasis, by outer: DesignBasis
  ) throws(MultivariateResultError) -> Bool {
    try DesignSpans(
      outcomes: outcomes, outer: outer.design, inner: inner.design
    ).isInnerSpanned()
  }
}

/// The columns of two designs of the same outcomes.
private struct DesignSpans {
  let outcomes: MultivariateOutcomes
  let outer: FixedDesign
  let inner: FixedDesign
  private let backend = LinearAlgebra.defaultBackend

  /// The part of a column, by its norm, that may lie outside a span before it
  /// counts as another column; the rounding of centred columns is below it.
  private static var tolerance: Double { 1e-9 }

  /// Whether the inner columns are combinations of the outer ones.
  func isInnerSpanned() throws(MultivariateResultError) -> Bool {
    let (own, others) = (outer.coefficientCount, inner.coefficientCount)
    if own == 0 || others == 0 { return others == 0 }
    var gram = Matrix(rowCount: own, columnCount: own)
    forEach { left, _ in accumulate(left, left, into: &gram) }
    guard
      let factor = try? CholeskyFactor(gram.symmetrized, backend: backend)
    else { throw .singularInformation }
    // Projected twice, as the normal equations lose half of the digits.
    var projection = Matrix(rowCount: own, columnCount: others)
    for _ in 0..<2 {
      var cross = Matrix(rowCount: own, columnCount: others)
      forEach { left, right in
        accumulate(
          left, right - backend.product(left, projection), into: &cross)
      }
      guard let step = try? factor.solve(cross) else { return false }
      projection = projection + step
    }
    return isNegligible(projection)
  }

  /// Whether what a projection leaves of the inner columns is rounding error.
  private func isNegligible(_ projection: Matrix) -> Bool {
    var rest = Array(repeating: 0.0, count: inner.coefficientCount)
    var size = rest
    forEach { left, right in
      let outside = right - backend.product(left, projection)
      for column in rest.indices {
        for row in 0..<right.rowCount {
          rest[column] += outside[row, column] * outside[row, column]
          size[column] += right[row, column] * right[row, column]
        }
      }
    }
    return rest.indices.allSatisfy {
      rest[$0].squareRoot() <= Self.tolerance * size[$0].squareRoot()
    }
  }

  /// result += leftᵀ right.
  private func accumulate(
    _ left: Matrix, _ right: Matrix, into result: inout Matrix
  ) {
    backend.multiply(
      alpha: 1, left, .transposed, right, .plain, beta: 1, into: &result)
  }

  private func forEach(_ body: (Matrix, Matrix) -> Void) {
    for study in 0..<outcomes.studyCount {
      let reported = outcomes.names.indices.filter {
        outcomes.reports(study, $0)
      }
      if reported.isEmpty { continue }
      body(
        Matrix(rows: reported.map { outer.row(study, $0) }),
        Matrix(rows: reported.map { inner.row(study, $0) }))
    }
  }
}
