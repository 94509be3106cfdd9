internal import DxLinearAlgebra

extension MultivariateFit {
  /// The part of a column, by its norm, that may lie outside a span before it
  /// counts as another column; the rounding of centred columns is below it.
  private static var spanTolerance: Double { 1e-9 }

  /// Whether the columns of one design are combinations of those of another,
  /// over what is reported.
  internal func isSpanned(
    _ inner: DesignBasis, by outer: DesignBasis
  ) throws(MultivariateResultError) -> Bool {
    let p = outcomes.outcomeCount
    let zero = Matrix(rowCount: p, columnCount: p)
    let studies = (0..<outcomes.studyCount).map { [$0] }
    let own = try MarginalRegression(
      outcomes, outer, between: zero, levels: [], clusters: studies)
    let other = try MarginalRegression(
      outcomes, inner, between: zero, levels: [], clusters: studies)
    var gram = Matrix(
      rowCount: own.coefficientCount, columnCount: own.coefficientCount)
    var cross = Matrix(
      rowCount: own.coefficientCount, columnCount: other.coefficientCount)
    forEachDesign(own, other) { left, right in
      own.accumulate(left, left, into: &gram)
      own.accumulate(left, right, into: &cross)
    }
    if own.coefficientCount == 0 { return other.coefficientCount == 0 }
    guard
      let factor = try? CholeskyFactor(
        gram.symmetrized, backend: own.backend)
    else { throw .singularInformation }
    // Projected twice, as the normal equations lose half of the digits.
    var projection = Matrix(
      rowCount: own.coefficientCount, columnCount: other.coefficientCount)
    for _ in 0..<2 {
      guard let step = try? factor.solve(cross) else { return false }
      projection = projection + step
      cross = Matrix(
        rowCount: own.coefficientCount, columnCount: other.coefficientCount)
      forEachDesign(own, other) { left, right in
        own.accumulate(
          left, right - own.product(left, projection), into: &cross)
      }
    }
    var rest = Array(repeating: 0.0, count: other.coefficientCount)
    var size = rest
    forEachDesign(own, other) { left, right in
      let outside = right - own.product(left, projection)
      for column in rest.indices {
        for row in 0..<right.rowCount {
          rest[column] += outside[row, column] * outside[row, column]
          size[column] += right[row, column] * right[row, column]
        }
      }
    }
    return rest.indices.allSatisfy {
      rest[$0].squareRoot() <= Self.spanTolerance * size[$0].squareRoot()
    }
  }

  private func forEachDesign(
    _ own: MarginalRegression, _ other: MarginalRegression,
    _ body: (Matrix, Matrix) -> Void
  ) {
    for study in 0..<outcomes.studyCount {
      let rows = outcomes.names.indices.filter {
        outcomes.reports(study, $0)
      }.map { ClusterBlock.Row(study: study, outcome: $0) }
      if !rows.isEmpty { body(own.design(rows), other.design(rows)) }
    }
  }
}
